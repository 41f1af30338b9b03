from office.sitemaps import NamedPages


class DelegationsPages(NamedPages):
    names = ("delegations:request", "delegations:lost_link")
