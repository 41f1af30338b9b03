"""What the pages of a private link about a visit have in common."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.shortcuts import render

from delegations.private_prints import ENDINGS
from office.languages import offered_languages
from office.links import chosen_language
from office.models import Link


@dataclass
class PrivatePage:
    """Who looks, by which link; the parts of the page have `?show=` in their address."""

    request: object
    link: Link

    def url(self, **query):
        """The address of a part of the page, in the language in which it is being read."""
        if chosen := chosen_language(self.request):
            query = {"language": chosen, **query}
        path = self.request.path
        return f"{path}?{urlencode(query)}" if query else path

    @property
    def languages(self):
        """(code, name, address of this very page in it) of each language, the one shown too."""
        asked = {name: value for name, value in self.request.GET.items() if name != "language"}
        path = self.request.path
        return [
            (code, name, f"{path}?{urlencode({'language': code, **asked})}")
            for code, name in offered_languages()
        ]

    def files(self):
        """(address, what it is called) of the programme as a file."""
        return [(self.url(show="programme", as_file=one), one.upper()) for one in ENDINGS]

    def programme_file(self):
        """The file that is asked for; None where there is no such file."""
        return self.published and self.published.file(self.request.GET.get("as_file", ""))

    def shown(self, template, **context):
        """One of the pages, in their common frame."""
        context |= {"guest": self, "visit": self.visit, "link": self.link, "canonical_url": ""}
        return render(self.request, template, context)
