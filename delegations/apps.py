from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = _("Visits")

    def ready(self):
        hand_in_data()
        hand_in_public_pages()
        hand_in_work()
        hand_in_pages()
        hand_in_desk()
        hand_in_privacy()


def hand_in_data():
    """What is read from data sets, imported, searched for and shown by others."""
    from agenda.facets import facets, owners_of_parties
    from agenda.findings import contract as findings
    from office.datasets import citable, common, readers
    from office.demo import parts

    common.add("levels of visits", "delegations.readers.load_levels")
    common.add("criteria of visits", "delegations.readers.load_criteria")
    citable.add("visit-level", "delegations.models.Level")
    citable.add("visit-criterion", "delegations.models.Criterion")
    readers.add("public_visits.csv", "delegations.readers.load_public_visits")
    readers.add("level_rooms.csv", "delegations.readers.load_rooms")
    citable.add("public-visit", "delegations.models.PublicVisit")
    parts.add("visits", "delegations.demo.load")
    findings.kinds.add("outside visit", "delegations.findings.outside_visit")
    findings.kinds.add("guests not there", "delegations.findings.not_there")
    findings.kinds.add("interpreter missing", "delegations.findings.part_open")
    findings.kinds.add("part declined", "delegations.findings.part_declined")
    facets.add("programme item", "delegations.programme.facet")
    owners_of_parties.add("visit", "delegations.programme.visit_of")


def hand_in_public_pages():
    """What citizens read of the delegations received, and where anybody asks for a visit."""
    from directory import timeline
    from directory.document_pages import records_of_city
    from office import navigation, sitemaps
    from office.search.pages import Page, pages
    from partnerships import yearly

    navigation.entries.add("delegations:received", _("Delegations received"))
    navigation.entries.add("delegations:request", _("Request a visit"))
    listed = pgettext_lazy("search words", "visits guests received who came")
    asks = pgettext_lazy("search words", "delegation reception mayor embassy consulate form apply")
    lost = pgettext_lazy("search words", "link mail reference number status")
    pages.add("received", Page(_("Delegations received"), "delegations:received", listed))
    pages.add("request a visit", Page(_("Request a visit"), "delegations:request", asks))
    pages.add("lost address", Page(_("Lost address of a request"), "delegations:lost_link", lost))
    sitemaps.sections.add("delegations-pages", "delegations.sitemaps.DelegationsPages")
    sitemaps.sections.add("delegations", "delegations.sitemaps.News")
    timeline.strands.add("visits", "delegations.strands.received")
    records_of_city.add("visits", "delegations.received.of_city")
    yearly.parts.add("visits", "delegations.yearly.sections")


def hand_in_work():
    """Mails, private links, and what waits for somebody."""
    from delegations import letters, programme_mails
    from office import due, links, notices

    letters.hand_in()
    programme_mails.hand_in()
    due.jobs.add("unfinished requests", "delegations.drafts.sweep")
    due.jobs.add("visits", "delegations.actions.begin")
    links.purposes.add("visit", "delegations.links.visit_page")
    links.purposes.add("visit-draft", "delegations.drafts.unfinished")
    links.purposes.add("programme", "delegations.programme_links.programme_page")
    notices.kinds.add("programme answer", "delegations.news.answered")
    notices.kinds.add("visit delay", "delegations.news.delayed")
    notices.kinds.add("late guest", "delegations.news.late_member")
    notices.kinds.add("visit request", "delegations.news.request")
    notices.kinds.add("visit message", "delegations.news.message")
    notices.kinds.add("visit members", "delegations.news.members")
    notices.kinds.add("visit travel", "delegations.news.travel")
    notices.kinds.add("visit consent", "delegations.consent.gone")
    notices.kinds.add("visit withdrawal", "delegations.news.withdrawal")
    notices.kinds.add("visit to approve", "delegations.news.to_approve")
    notices.kinds.add("visit approved", "delegations.news.approved")
    notices.kinds.add("visit not approved", "delegations.news.refused")


def hand_in_pages():
    """The page of one visit in the back-office, and what hangs on it; the board of a day."""
    from office.backoffice import frame, own_pages
    from office.backoffice.mail_log import replies

    own_pages.of_one.add("visit", "delegations.backoffice.visit_page.PAGE")
    own_pages.of_one.add("visit_travel", "delegations.backoffice.travel.PAGE")
    own_pages.of_one.add("visit_members", "delegations.backoffice.travel.MEMBERS")
    own_pages.of_one.add("visit_badges", "delegations.backoffice.travel.BADGES")
    own_pages.pages.add("day_board", "delegations.backoffice.day_board.PAGE")
    own_pages.of_one.add("programme_parts", "delegations.backoffice.parts.PAGE")
    own_pages.of_one.add("programme_recipients", "delegations.backoffice.recipients.PAGE")
    own_pages.of_one.add("programme_parts_export", "delegations.backoffice.parts.EXPORT")
    own_pages.of_one.add("programme_publish", "delegations.backoffice.publishing.PUBLISH")
    own_pages.of_one.add("programme_print", "delegations.backoffice.publishing.PRINT")
    own_pages.of_one.add("programme", "delegations.backoffice.programme.PAGE")
    own_pages.of_one.add("programme_events", "delegations.backoffice.programme.EVENTS")
    frame.work_pages.add("delegations.visit", "delegations.backoffice.pages.page_of")
    replies.add("delegations.visit", "delegations.backoffice.visit_page.note_reply")


def hand_in_desk():
    """What of visits stands on pages of the back-office that others own."""
    from delegations import search  # noqa: F401  (lets its records be found)
    from directory.backoffice.panels import city_panels
    from office import duties, radar, start_page
    from office.exchange.registry import resources

    duties.kinds.add("visit answer", "delegations.duties.answer_request")
    duties.kinds.add("visit members", "delegations.duties.complete_list")
    duties.kinds.add("visit hosts", "delegations.duties.hosts_answer")
    duties.kinds.add("visit over", "delegations.duties.complete_visit")
    duties.handed_over.add("visits", "delegations.duties.in_charge")
    radar.marks.add("visits", "delegations.coming.marks")
    start_page.lines.add("visits", "delegations.coming.lines")
    start_page.links.add("visits", "delegations.coming.to_begin")
    city_panels.add("visits", "delegations.backoffice.city_panel.visits_of")
    resources.add("visits", "delegations.resources.visits")


def hand_in_privacy():
    """From when the time of guests' data runs, and what else goes with them."""
    from directory.erasing import contacts
    from directory.people import parts_of_person
    from office.erasure import people
    from office.erasure.clocks import clocks
    from office.erasure.nightly import followers

    people.kinds.add("member", "delegations.people.guest")
    people.kinds.add("focal_point", "delegations.people.focal_point")
    people.namesakes.add("guests", "delegations.people.shared")
    people.surroundings.add("visits", "delegations.people.near")
    people.copies.add("versions told", "delegations.people.told")
    people.copies.add("pictures", "delegations.people.pictures")
    parts_of_person.add("visits", "delegations.people.of_person")
    clocks.add("departure", "delegations.erasing.DEPARTURE")
    clocks.add("return", "delegations.erasing.RETURN")
    clocks.add("focal points", "delegations.erasing.LAST_CONTACT")
    followers.add("needs in messages", "delegations.erasing.needs_in_messages")
    followers.add("names in the calendar", "delegations.erasing.name_in_calendar")
    contacts.add("focal points", "delegations.erasing.asked")
    contacts.add("guests", "delegations.erasing.came")
    contacts.add("parts", "delegations.erasing.had_a_part")
    contacts.add("missions", "delegations.erasing.travelled")
