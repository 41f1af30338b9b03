from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = _("Networks")

    def ready(self):
        from agenda.facets import facets
        from directory import timeline
        from directory.backoffice.panels import city_panels
        from directory.erasing import contacts
        from directory.pages import act_sections, city_sections
        from networks import search  # noqa: F401  (lets its records be found)
        from office import duties, navigation, radar, sitemaps, start_page
        from office.datasets import citable, readers
        from office.demo import parts
        from office.exchange.registry import resources
        from office.search.pages import Page, pages
        from partnerships import yearly
        from partnerships.candidates import facts

        contacts.add("contacts of networks", "networks.erasing.speak")
        readers.add("networks.csv", "networks.readers.load_networks")
        readers.add("memberships.csv", "networks.readers.load_memberships")
        readers.add("fees.csv", "networks.readers.load_fees")
        readers.add("seats.csv", "networks.readers.load_seats")
        readers.add("commitments.csv", "networks.readers.load_commitments")
        readers.add("network_activities.csv", "networks.readers.load_activities")
        readers.add("network_cities.csv", "networks.readers.load_cities")
        citable.add("network", "networks.models.Network")
        citable.add("membership", "networks.models.Membership")
        citable.add("network-fee", "networks.models.Fee")
        citable.add("network-role", "networks.models.Role")
        citable.add("network-commitment", "networks.models.Commitment")
        citable.add("network-activity", "networks.models.Activity")
        citable.add("network-city", "networks.models.CityInNetwork")
        navigation.entries.add("networks:network_list", _("City networks"))
        listed = pgettext_lazy("search words", "list memberships fees what they cost")
        pages.add("networks", Page(_("City networks"), "networks:network_list", listed))
        sitemaps.sections.add("networks-pages", "networks.sitemaps.NetworksPages")
        sitemaps.sections.add("networks", "networks.sitemaps.Networks")
        city_panels.add("networks", "networks.backoffice.city_panel.in_common")
        city_sections.add("networks", "networks.pages.networks_of")
        act_sections.add("networks", "networks.pages.resting_on")
        facts.add("networks", "networks.pages.facts_of")
        duties.kinds.add("network fee", "networks.duties.pay_fee")
        duties.kinds.add("network renewal", "networks.duties.decide_renewal")
        duties.kinds.add("network term", "networks.duties.term_ends")
        duties.kinds.add("network commitment", "networks.duties.fulfil_commitment")
        duties.handed_over.add("networks", "networks.duties.in_charge")
        radar.marks.add("networks", "networks.coming.marks")
        timeline.strands.add("networks", "networks.coming.joined")
        timeline.strands.add("network meetings", "networks.meetings.hosted")
        facets.add("network meeting", "networks.meetings.facet")
        start_page.lines.add("networks", "networks.coming.lines")
        resources.add("networks", "networks.resources.networks")
        resources.add("fees", "networks.resources.fees")
        parts.add("networks", "networks.demo.load")
        yearly.parts.add("networks", "networks.yearly.sections")
