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


def hand_in_data():
    """What is read from data sets, imported, searched for and shown by others."""
    from agenda.facets import facets
    from office.datasets import citable, common

    common.add("levels of visits", "delegations.readers.load_levels")
    common.add("criteria of visits", "delegations.readers.load_criteria")
    citable.add("visit-level", "delegations.models.Level")
    citable.add("visit-criterion", "delegations.models.Criterion")
    facets.add("programme item", "delegations.programme.facet")


def hand_in_public_pages():
    """On which pages anybody asks for a visit."""
    from office import navigation, sitemaps
    from office.search.pages import Page, pages

    asks = pgettext_lazy("search words", "delegation reception mayor embassy consulate form apply")
    lost = pgettext_lazy("search words", "private page link mail reference number status")
    navigation.entries.add("delegations:request", _("Request a visit"))
    pages.add("request a visit", Page(_("Request a visit"), "delegations:request", asks))
    pages.add("lost address", Page(_("Lost address of a request"), "delegations:lost_link", lost))
    sitemaps.sections.add("delegations", "delegations.sitemaps.DelegationsPages")


def hand_in_work():
    """Mails, private links, and what waits for somebody."""
    from delegations import letters
    from office import due, links, notices

    letters.hand_in()
    due.jobs.add("unfinished requests", "delegations.drafts.sweep")
    links.purposes.add("visit", "delegations.links.visit_page")
    links.purposes.add("visit-draft", "delegations.drafts.unfinished")
    notices.kinds.add("visit request", "delegations.news.request")
    notices.kinds.add("visit message", "delegations.news.message")
    notices.kinds.add("visit members", "delegations.news.members")
    notices.kinds.add("visit withdrawal", "delegations.news.withdrawal")
    notices.kinds.add("visit to approve", "delegations.news.to_approve")
    notices.kinds.add("visit not approved", "delegations.news.refused")
