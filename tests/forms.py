"""Fills in a form as a browser would: from the page that was shown, not from what we know of it."""

from html.parser import HTMLParser

from django.test import Client

from tests import factories


def signed_in(*roles, **fields):
    """A browser in which a new person with these roles is signed in, as `client.user`."""
    client = Client()
    client.user = factories.make_user(*roles, **fields)
    client.force_login(client.user)
    return client


def form_of(response, *, form_id="_form"):
    """What the browser would send if the form of the page were sent as it stands."""
    parser = _Form(form_id)
    parser.feed(response.content.decode())
    assert parser.found, "the page has no such form"
    return parser.values


def send(client, url, form=None, **values):
    """Open the page, fill the fields in, send it; `form` is a page opened before."""
    return client.post(url, (form or form_of(client.get(url))) | values)


class _Form(HTMLParser):
    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.found, self.inside = form_id, False, False
        self.values = {}
        self.select = self.area = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and attrs.get("id", "").endswith(self.form_id):
            self.found = self.inside = True
        name = attrs.get("name")
        if not self.inside or "disabled" in attrs:
            return
        if tag == "input" and name:
            self._input(name, attrs)
        elif tag == "select" and name:
            self.select, self.options = name, []
            self.many = "multiple" in attrs
        elif tag == "option" and self.select:
            self.options.append((attrs.get("value", ""), "selected" in attrs))
        elif tag == "textarea" and name:
            self.area, self.values[name] = name, ""

    def _input(self, name, attrs):
        kind = attrs.get("type", "text")
        if kind in ("submit", "file", "button"):
            return
        if kind not in ("radio", "checkbox"):
            self.values[name] = attrs.get("value", "")
        elif "checked" in attrs and kind == "radio":
            self.values[name] = attrs["value"]
        elif "checked" in attrs:
            self.values.setdefault(name, []).append(attrs.get("value", "on"))

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            # The line break right after the tag is not part of the text.
            self.values[self.area] = self.values[self.area].lstrip("\r").removeprefix("\n")
            self.area = None
        elif tag == "select" and self.select:
            chosen = [value for value, selected in self.options if selected]
            if self.many:
                self.values[self.select] = chosen
            elif self.options:
                self.values[self.select] = (chosen or [self.options[0][0]])[-1]
            self.select = None
