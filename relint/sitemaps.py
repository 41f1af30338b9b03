from office.sitemaps import NamedPages


class Pages(NamedPages):
    names = ("home", "accessibility", "privacy")
