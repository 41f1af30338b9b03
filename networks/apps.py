from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NetworksConfig(AppConfig):
    name = "networks"
    verbose_name = _("City networks")

    def ready(self):
        from directory.pages import act_sections, city_sections
        from networks import search  # noqa: F401  (lets its records be found)
        from office import navigation, sitemaps
        from office.search.pages import Page, pages

        navigation.entries.add("networks:network_list", _("City networks"))
        listed = pgettext_lazy("search words", "list memberships fees what they cost")
        pages.add("networks", Page(_("City networks"), "networks:network_list", listed))
        sitemaps.sections.add("networks-pages", "networks.sitemaps.NetworksPages")
        sitemaps.sections.add("networks", "networks.sitemaps.Networks")
        city_sections.add("networks", "networks.pages.networks_of")
        act_sections.add("networks", "networks.pages.resting_on")
