from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self):
        from directory import search  # noqa: F401  (lets its records be found)
        from directory.backoffice.panels import city_panels
        from directory.pages import act_sections, city_sections
        from directory.timeline import strands
        from office import due, links, radar, sitemaps, start_page
        from office.datasets import citable, common, readers
        from office.demo import parts
        from office.exchange.registry import resources

        common.add("countries", "directory.readers.load_countries")
        readers.add("cities.csv", "directory.readers.load_cities")
        readers.add("stories.csv", "directory.readers.load_stories")
        citable.add("city", "directory.models.City")
        readers.add("bodies.csv", "directory.readers.load_bodies")
        readers.add("acts.csv", "directory.readers.load_acts")
        citable.add("act", "directory.models.Act")
        parts.add("directory", "directory.demo.load")
        parts.add("people", "directory.demo_people.load_people")
        parts.add("acts", "directory.demo_acts.load")
        parts.add("contacts", "directory.demo_contacts.load")
        parts.add("corrections", "directory.demo_contacts.load_correction")
        city_panels.add("offices", "directory.backoffice.panels.offices", last=True)
        start_page.links.add("contact", "directory.backoffice.contacts.to_begin")
        start_page.lines.add("terms", "directory.terms.lines")
        start_page.lines.add("corrections", "directory.corrections.lines")
        links.purposes.add("corrections", "directory.corrections.corrections")
        radar.marks.add("terms", "directory.terms.marks")
        strands.add("contacts", "directory.strands.contacts")
        due.jobs.add("documents", "directory.actions.sweep_documents")
        city_sections.add("picture", "directory.document_pages.lead_picture_of")
        # Who is there and what was written come after what the upper rooms tell.
        city_sections.add("people", "directory.pages.people_of", last=True)
        city_sections.add("documents", "directory.document_pages.documents_of", last=True)
        act_sections.add("documents", "directory.document_pages.documents_on", last=True)
        sitemaps.sections.add("acts", "directory.sitemaps.Acts")
        resources.add("cities", "directory.resources.cities")
        resources.add("organisations", "directory.resources.organisations")
        resources.add("people", "directory.people_table.people")
        resources.add("acts", "directory.resources.acts")
        resources.add("contacts", "directory.contacts_table.contacts")
        hand_in_privacy()


def hand_in_privacy():
    """From when the time of the data of people runs."""
    from directory.erasing import contacts
    from office.erasure import people
    from office.erasure.clocks import clocks

    people.kinds.add("person", "directory.people.of_directory")
    people.namesakes.add("directory", "directory.people.shared")
    people.namesakes.add("cities", "directory.people.a_city")
    people.surroundings.add("directory", "directory.people.around")
    people.copies.add("documents", "directory.people.documents")
    clocks.add("people", "directory.erasing.LAST_CONTACT")
    contacts.add("contacts", "directory.erasing.had")
    contacts.add("edits", "directory.erasing.edited")
    contacts.add("offices", "directory.erasing.in_office")
    contacts.add("accounts", "directory.erasing.with_account")
