from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partnerships")

    def ready(self):
        from partnerships import search  # noqa: F401  (lets its records be found)

        hand_in_data()
        hand_in_public_pages()
        hand_in_work()
        hand_in_privacy()


def hand_in_privacy():
    """Whose data are kept because they signed."""
    from directory.erasing import contacts
    from directory.people import parts_of_person

    parts_of_person.add("signatures", "partnerships.erasing.of_person")
    contacts.add("signatories", "partnerships.erasing.signed")


def hand_in_data():
    """What comes in from files and goes out in tables."""
    from office.datasets import citable, common, readers
    from office.demo import parts
    from office.exchange.registry import resources

    common.add("bond types", "partnerships.readers.load_bond_types")
    common.add("themes", "partnerships.readers.load_themes")
    common.add("candidate questions", "partnerships.candidate_readers.load_questions")
    common.add("rules", "partnerships.readers.load_common_rules")
    readers.add("agreements.csv", "partnerships.readers.load_agreements")
    readers.add("rules.csv", "partnerships.readers.load_rules")
    readers.add("addressees.csv", "partnerships.readers.load_addressees")
    readers.add("signatures.csv", "partnerships.readers.load_signatures")
    readers.add("steps.csv", "partnerships.readers.load_steps")
    citable.add("agreement", "partnerships.models.Agreement")
    citable.add("rule", "partnerships.models.Rule")
    citable.add("signature", "partnerships.models.Signature")
    parts.add("partnerships", "partnerships.demo.load")
    resources.add("agreements", "partnerships.resources.agreements")


def hand_in_public_pages():
    """What citizens read, here and on the pages of cities and acts."""
    from directory.document_pages import records_of_city
    from directory.pages import act_sections, city_sections
    from office import navigation, sitemaps
    from office.search.pages import Page, pages

    navigation.entries.add("partnerships:city_list", _("Partner cities"))
    navigation.entries.add("partnerships:bond_types", _("Kinds of bond"))
    listed = pgettext_lazy("search words", "list twin towns")
    drawn = pgettext_lazy("search words", "world continents where")
    coming = pgettext_lazy("search words", "jubilee celebrations dates")
    ruled = pgettext_lazy("search words", "regulation articles council")
    pages.add("list", Page(_("Partner cities"), "partnerships:city_list", listed))
    pages.add("map", Page(_("Map of the partner cities"), "partnerships:city_map", drawn))
    pages.add("timeline", Page(_("Timeline of the partner cities"), "partnerships:timeline"))
    pages.add("kinds", Page(_("Kinds of bond"), "partnerships:bond_types"))
    pages.add("anniversaries", Page(_("Next anniversaries"), "partnerships:anniversaries", coming))
    pages.add("rules", Page(_("Rules in force"), "partnerships:rules", ruled))
    sitemaps.sections.add("partnerships", "partnerships.sitemaps.PartnershipsPages")
    sitemaps.sections.add("partner-cities", "partnerships.sitemaps.PartnerCities")
    city_sections.add("agreements", "partnerships.pages.agreements_of")
    city_sections.add("place", "partnerships.pages.place_of", last=True)
    act_sections.add("pacts", "partnerships.pages.resting_on")
    records_of_city.add("agreements", "partnerships.pages.public_agreements")


def hand_in_work():
    """What the office has to do and to know: pages, deadlines, what comes up."""
    from directory.backoffice.panels import city_panels
    from directory.timeline import strands
    from office import duties, radar, start_page
    from office.backoffice.own_pages import pages as own_pages
    from partnerships.candidates import facts
    from partnerships.relations import relation_notes

    for name in ("agreements", "contacts", "nation", "place", "languages", "people", "others"):
        facts.add(name, f"partnerships.candidates.{name}")
    strands.add("pacts", "partnerships.strands.pacts")
    relation_notes.add("terms", "partnerships.relations.terms_ended")
    relation_notes.add("contact persons", "directory.contact_persons.notes")
    city_panels.add("pacts", "partnerships.backoffice.city_panel.pacts")
    duties.kinds.add("confirmation", "partnerships.duties.confirmation")
    duties.kinds.add("answer of the State", "partnerships.duties.answer_of_the_state")
    duties.kinds.add("report to the Council", "partnerships.duties.report_to_the_council")
    duties.kinds.add("end of term", "partnerships.duties.end_of_term")
    duties.handed_over.add("agreements", "partnerships.duties.in_charge")
    radar.marks.add("anniversaries", "partnerships.marks.anniversaries")
    radar.soon.add("anniversaries", "partnerships.marks.soon")
    radar.marks.add("confirmations", "partnerships.marks.confirmations")
    radar.marks.add("ends of terms", "partnerships.marks.ends_of_terms")
    confirmations = "partnerships.backoffice.confirmations"
    own_pages.add("partnerships_to_confirm", f"{confirmations}.PAGE")
    own_pages.add("partnerships_relations", "partnerships.backoffice.relations.PAGE")
    own_pages.add("partnerships_yearly_report", "partnerships.backoffice.yearly.PAGE")
    start_page.links.add("pact", "partnerships.backoffice.pages.to_begin")
    start_page.lines.add("confirmations", f"{confirmations}.start_lines")
    start_page.lines.add("relations", "partnerships.backoffice.relations.start_lines")
