"""
Every address. The public pages stand under their language, with translated path words.

The words are a contract with everybody who linked to us: tests/test_addresses.py pins them.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.utils.translation import pgettext_lazy

from office.links import private_link
from office.views import social_card
from relint import views
from relint.health import healthz
from relint.search import search

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("social-card/<str:signed>.png", social_card, name="social_card"),
    path("link/<str:token>/", private_link, name="private_link"),
    re_path(r"^media/(?P<path>.+)$", views.public_file, name="public_file"),
    path("documents/", include("directory.document_urls")),
    *i18n_patterns(
        path("", views.home, name="home"),
        path(pgettext_lazy("url", "accessibility/"), views.accessibility, name="accessibility"),
        path(
            pgettext_lazy("url", "privacy/"),
            include(
                [
                    path("", views.privacy, name="privacy"),
                    path("<int:number>/", views.privacy, name="privacy_version"),
                ]
            ),
        ),
        path(pgettext_lazy("url", "search/"), search, name="search"),
        # Before the cities: the map's word must not be taken for a city's.
        path("", include("partnerships.urls")),
        path("", include("networks.urls")),
        path("", include("cooperation.urls")),
        path("", include("delegations.urls")),
        path("", include("events.urls")),
        path("", include("tours.urls")),
        path("", include("directory.urls")),
    ),
]

handler404 = "relint.views.not_found"
handler500 = "relint.views.server_error"
