from directory.models import City
from office.sitemaps import NamedPages, TranslatedSitemap
from partnerships.models import Agreement


class PartnershipsPages(NamedPages):
    names = (
        "partnerships:city_list",
        "partnerships:city_map",
        "partnerships:timeline",
        "partnerships:anniversaries",
        "partnerships:bond_types",
        "partnerships:rules",
    )


class PartnerCities(TranslatedSitemap):
    def items(self):
        partners = Agreement.objects.listed().values("city")
        return City.objects.public().filter(pk__in=partners).order_by("slug")
