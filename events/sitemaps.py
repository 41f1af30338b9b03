from office.sitemaps import NamedPages


class EventsPages(NamedPages):
    names = ("events:heritage",)
