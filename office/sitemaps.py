"""The pages that search engines are told of, handed in by each app."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from office.languages import offered_languages
from office.registry import Registry

# Name -> Sitemap class.
sections = Registry()


class TranslatedSitemap(Sitemap):
    """Each page in each language that the office offers, with its alternates."""

    i18n = True
    alternates = True

    def get_languages_for_item(self, item):
        return [code for code, _name in offered_languages()]


class NamedPages(TranslatedSitemap):
    """Pages that take no argument, by the names of their URLs."""

    names = ()

    def items(self):
        return self.names

    def location(self, name):
        return reverse(name)


def all_sections():
    return dict(sections.items())
