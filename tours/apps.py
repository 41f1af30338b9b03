from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ToursConfig(AppConfig):
    name = "tours"
    verbose_name = _("Tours")

    def ready(self):
        hand_in_routes()
        hand_in_calendar()
        hand_in_guides()
        hand_in_privacy()


def hand_in_routes():
    """What everybody reads of routes, and from where they come."""
    from office import navigation, sitemaps
    from office.datasets import citable, readers
    from office.demo import parts
    from office.exchange.registry import resources
    from office.search.pages import Page, pages
    from tours import search  # noqa: F401  (lets its records be found)

    readers.add("routes.csv", "tours.readers.load_routes")
    readers.add("route_stops.csv", "tours.readers.load_stops")
    citable.add("route", "tours.models.Route")
    parts.add("tours", "tours.demo.load")
    resources.add("routes", "tours.resources.routes")
    navigation.entries.add("tours:route_list", _("Guided tours"))
    words = pgettext_lazy("search words", "guide tour museum palace tower what one can see")
    pages.add("guided tours", Page(_("Guided tours"), "tours:route_list", words))
    sitemaps.sections.add("routes-pages", "tours.sitemaps.RoutesPages")
    sitemaps.sections.add("routes", "tours.sitemaps.Routes")


def hand_in_calendar():
    """What tours are to appointments, and what may speak against them."""
    from agenda.facets import facets
    from agenda.findings.contract import kinds

    facets.add("tour", "tours.calendar.facet")
    kinds.add("groups_meet", "tours.findings.groups_meet")
    kinds.add("stop_closed", "tours.findings.stop_closed")
    kinds.add("rain", "tours.findings.rain")
    kinds.add("steps_on_route", "tours.findings.steps_on_route")
    kinds.add("more_than_come", "tours.findings.more_than_come")
    kinds.add("guests_twice", "tours.findings.guests_twice")
    kinds.add("guide_busy", "tours.findings.guide_busy")
    kinds.add("no_guide", "tours.findings.no_guide")


def hand_in_guides():
    """Pages on which groups are booked and guides asked, and how these answer."""
    from delegations import guest_pages
    from delegations.backoffice.occasion_parts import parts
    from office import due, links, notices, start_page
    from office.backoffice import own_pages
    from tours import mails

    mails.hand_in()
    links.purposes.add("guide", "tours.links.guide_page")
    notices.kinds.add("tour answer", "tours.news.answered")
    due.jobs.add("guides who do not answer", "tours.actions.ask_next")
    parts.add("tours", "tours.backoffice.of_visit.part_of")
    guest_pages.sections.add("tours", "tours.guest_section.section_of")
    guest_pages.deeds.add("tour-language", "tours.guest_section.answer_language")
    guest_pages.deeds.add("tour-feedback", "tours.guest_section.give_feedback")
    notices.kinds.add("guide hours", "tours.news.corrected")
    notices.kinds.add("tour language", "tours.news.replied")
    own_pages.pages.add("guide_desk", "tours.backoffice.desk.PAGE")
    own_pages.pages.add("tour_year", "tours.backoffice.year_page.PAGE")
    own_pages.of_one.add("visit_tours", "tours.backoffice.of_visit.PAGE")
    own_pages.of_one.add("tour", "tours.backoffice.tour_page.PAGE")
    own_pages.of_one.add("interpreter", "tours.backoffice.interpreter_page.PAGE")
    start_page.lines.add("tours", "tours.backoffice.desk.start_lines")


def hand_in_privacy():
    """From when the time of what guides and guests leave here runs."""
    from directory.erasing import contacts
    from office.erasure.clocks import clocks

    contacts.add("guides", "tours.erasing.lead")
    clocks.add("tours", "tours.erasing.ITS_DAY")
    clocks.add("tours of visits", "tours.erasing.DEPARTURE")
    clocks.add("guides", "tours.erasing.LAST_CONTACT")
