from networks.models import Network
from office.sitemaps import NamedPages, TranslatedSitemap


class NetworksPages(NamedPages):
    names = ("networks:network_list",)


class Networks(TranslatedSitemap):
    def items(self):
        return Network.objects.public().order_by("slug")
