from directory.models import Act
from office.sitemaps import TranslatedSitemap


class Acts(TranslatedSitemap):
    def items(self):
        return Act.objects.public().order_by("pk")
