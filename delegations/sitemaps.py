from office.sitemaps import NamedPages


class DelegationsPages(NamedPages):
    names = ("delegations:request",)
