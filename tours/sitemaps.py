from office.sitemaps import NamedPages, TranslatedSitemap
from tours.views import offered


class RoutesPages(NamedPages):
    names = ("tours:route_list",)


class Routes(TranslatedSitemap):
    def items(self):
        return offered().order_by("slug")
