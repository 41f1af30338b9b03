from django.urls import reverse

from delegations.models import PublicVisit
from office.sitemaps import NamedPages, TranslatedSitemap


class DelegationsPages(NamedPages):
    names = (
        "delegations:received",
        "delegations:registers",
        "delegations:request",
        "delegations:lost_link",
    )


class News(TranslatedSitemap):
    """The delegations received of which a page tells more."""

    def items(self):
        return PublicVisit.objects.public().with_news().in_order()

    def location(self, visit):
        return reverse("delegations:news", args=[visit.slug])
