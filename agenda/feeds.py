"""
Calendar feeds: what their owner may read, for a calendar program, at a private address.

A feed holds what happens from three months ago to eighteen months ahead. What was cancelled
stays in it for a year, said to be cancelled, since some programs keep what merely vanishes.
What the owner may no longer read vanishes: to call it cancelled would tell that it is there.
What is for named readers alone is “busy” and no more: an address is opened without signing in.
"""

from datetime import timedelta
from hashlib import sha256

from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.http import content_disposition_header, quote_etag
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import facets, ics, marks, periods
from agenda.filters import CalendarFilter
from agenda.models import Appointment, Booking, Closure, Feed, Place, Resource
from office.accounts import Backend
from office.backoffice import frame
from office.dates import PartialDate
from office.languages import offered_languages, original_language
from office.links import Purpose
from office.models import Link, Office
from office.readership import StaffAtLarge

PURPOSE = "calendar-feed"
MAY = "agenda.view_appointment"
BACK, AHEAD = timedelta(days=92), timedelta(days=548)
KEEPS_CANCELLED = timedelta(days=365)
# The start page says so many days before that a feed ends.
WARNS = timedelta(days=30)
SALT = "agenda.feeds"


class CalendarFeed(Purpose):
    label = gettext_lazy("Calendar feed")
    days = 365

    @property
    def model(self):
        return Feed

    def may_make(self, user, record):
        """Nobody gives out what another one may read."""
        return record.owner_id == user.pk and user.has_perm(MAY)

    def language_for(self, record):
        return language_of(record.owner)

    def letter(self, link, address):
        said = _(
            "Good day,\n\nat this address a calendar program reads “%(feed)s”, and keeps it up to "
            "date:\n\n%(address)s\n\nThe address is for you alone and is valid until %(day)s.\n\n"
            "Kind regards\n%(office)s"
        )
        words = {
            "feed": link.target,
            "address": address,
            "day": PartialDate.of(link.expires_on),
            "office": Office.objects.current().name,
        }
        return _("Calendar: %(feed)s") % {"feed": link.target}, said % words

    def answer(self, request, link):
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        feed = Feed.objects.select_related("owner").filter(pk=link.object_id).first()
        if feed is None or not may_read(feed.owner):
            raise Http404
        with translation.override(language_of(feed.owner)):
            text = calendar_of(feed, request.build_absolute_uri)
        return answered(request, text, feed.name)


calendar_feed = CalendarFeed()


def may_read(owner):
    """Whether the owner still works here: the feed ends with the account and its role."""
    return Backend().user_can_authenticate(owner) and owner.has_perm(MAY)


def language_of(owner):
    offered = dict(offered_languages())
    return owner.language if owner.language in offered else original_language()


def answered(request, text, name):
    """
    The text as an answer, or that it is as the program has it already.

    Only the text itself says so: of what vanished no time of a last change would tell.
    """
    etag = quote_etag(sha256(text).hexdigest())
    response = HttpResponse(text, content_type=ics.MEDIA_TYPE)
    response["Content-Disposition"] = file_name(name)
    response["ETag"] = etag
    # To be kept by the program alone, and asked for again each time.
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response)


def file_name(name):
    return content_disposition_header(True, f"{slugify(name, allow_unicode=True)}.ics")


def calendar_of(feed, absolute, now=None):
    """
    The text of the feed, in the active language and in a constant number of queries.

    `absolute` makes an address of ours one that opens from elsewhere.
    """
    narrowed = CalendarFilter(QueryDict(feed.filters), reader=feed.owner)
    now = now or timezone.now()
    window = periods.period(now - BACK, now + AHEAD)
    rows = narrowed.narrow(readable(feed.owner)).filter(period__overlap=window)
    is_full = feed.detail == Feed.Detail.FULL
    entries = [
        ics.closed(one, is_told=is_full and not is_guarded(one))
        for one in closures_of(narrowed, window)
    ]
    if not is_full:
        entries += [
            busy(feed, one, taken(one, narrowed)) for one in rows.filter(blocks=True).in_order()
        ]
    else:
        lately = ~Q(state=Appointment.State.CANCELLED) | Q(changed_at__gt=now - KEEPS_CANCELLED)
        entries += [
            busy(feed, one) if is_guarded(one) else entry(one, absolute)
            for one in rows.filter(lately).in_order()
            if not (is_guarded(one) and one.is_cancelled)
        ]
        if not narrowed.is_narrow:
            entries += days_to_know(feed.owner, window, absolute)
    hidden = known_only(feed.owner, narrowed, window)
    return ics.calendar(feed.name, entries + [busy(feed, *one) for one in hidden])


def days_to_know(owner, window, absolute):
    """
    The deadlines, reviews, fees and anniversaries whose very day is known, as whole days.

    Of what is for named readers alone nothing is told.
    """
    reader = StaffAtLarge(owner)
    first, last = periods.days_of(window, periods.here())
    for one in marks.marks(reader, first, last):
        if marks.is_exact(one):
            kind, key = type(one.record)._meta.label_lower, one.record.pk
            uid = f"{kind}-{key}-{one.on.isoformat()}"
            url = absolute(frame.way_to(one.record) or reverse("admin:index"))
            yield ics.mark(one, uid=uid, url=url)


def is_guarded(record):
    """
    Whether it is for named readers alone: a feed says of it no more than that it is busy.

    Here it is read with a second factor; whoever has the address of a feed reads that without.
    """
    return record.audience.is_hidden


def closures_of(narrowed, window):
    """When the rooms and places that a feed is about are not to be had, as its owner may know."""
    if not narrowed.is_valid():
        return []
    asked = narrowed.cleaned_data
    rooms = Place.objects.filter(resource__in=asked["resource"]) if asked["resource"] else ()
    places = {*rooms, *asked["place"]}
    keys = {one.pk for one in places} | {one.building_id for one in places}
    rows = Closure.objects.visible_to(narrowed.reader).filter(place__in=keys - {None})
    return (
        rows.during(window).select_related("audience", "place__building").order_by("period", "pk")
    )


def taken(appointment, narrowed):
    """All the time for which it takes the resources that the feed is about; None for its own."""
    keys = {one.pk for one in narrowed.cleaned_data["resource"]}
    busy = [one.busy for one in appointment.told_bookings if one.resource_id in keys]
    if not busy:
        return None
    return periods.period(min(one.lower for one in busy), max(one.upper for one in busy))


def readable(reader):
    """What the reader may read, with all that an entry tells of it."""
    bookings = Booking.objects.visible_to(reader).select_related(
        "resource__place", "resource__person"
    )
    return (
        Appointment.objects.visible_to(reader)
        .select_related("audience", "place__building", "party", *facets.accessors())
        .prefetch_related(Prefetch("bookings", bookings.order_by("pk"), "told_bookings"))
    )


def entry(appointment, absolute):
    # Never the address of the feed itself, which an empty one would mean.
    url = absolute(facets.url_of(appointment) or reverse("admin:index"))
    # The room is told as the place already.
    who = [
        one.resource
        for one in appointment.told_bookings
        if one.resource.place_id is None or one.resource.place_id != appointment.place_id
    ]
    return ics.entry(appointment, url=url, who=who)


def busy(feed, appointment, period=None):
    said = salted_hmac(SALT, f"{feed.pk}:{appointment.uid}", algorithm="sha256")
    return ics.busy(appointment, uid=said.hexdigest()[:32], period=period)


def known_only(reader, narrowed, window):
    """
    (appointment, period) of what the reader may know to hold a resource that they may see.

    By kind, state and place of what they may not read nothing is chosen: that would tell.
    """
    if not narrowed.is_valid():
        return []
    asked = narrowed.cleaned_data
    if asked["kind"] or asked["state"] or asked["place"]:
        return []
    held = (
        Booking.objects.known_to(reader)
        .that_block()
        .during(window)
        .filter(resource__in=Resource.objects.visible_to(reader).values("pk"))
        .exclude(appointment__in=Appointment.objects.visible_to(reader).values("pk"))
        .select_related("appointment__place__building")
        .order_by("busy", "pk")
    )
    if asked["resource"]:
        held = held.filter(resource__in=asked["resource"])
    found = {}
    for booking in held:
        _appointment, period = found.get(booking.appointment_id, (None, booking.busy))
        whole = periods.period(
            min(period.lower, booking.busy.lower), max(period.upper, booking.busy.upper)
        )
        found[booking.appointment_id] = (booking.appointment, whole)
    return list(found.values())


# ---------------------------------------------------------------- its links


def links_of(feeds):
    """{feed's key: its first Link, which is the owner's own} of the feeds that have one."""
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(Feed)
    keys = [feed.pk for feed in feeds]
    rows = Link.objects.filter(content_type=kind, object_id__in=keys, purpose=PURPOSE)
    return {link.object_id: link for link in rows.order_by("-pk")}


def give_out(feed, link=None):
    """Make the feed's address, or make it valid from now on for as long as a new one."""
    link = link or Link(purpose=PURPOSE, target=feed, made_by=feed.owner, is_demo=feed.is_demo)
    link.reader_name, link.reader_email = str(feed.owner), feed.owner.email
    link.language = language_of(feed.owner)
    link.expires_on = timezone.localdate() + timedelta(days=calendar_feed.days)
    link.save()
    return link


def lines(user):
    """For the start page: the person's own feeds that end soon."""
    from office.start_page import HOUSEKEEPING, Line

    if not user.has_perm(MAY):
        return []
    today = timezone.localdate()
    mine = list(Feed.objects.filter(owner=user))
    ending = [
        link
        for link in links_of(mine).values()
        if not link.is_over and link.expires_on <= today + WARNS
    ]
    label = _("Your calendar feeds that end soon")
    return [Line(label, len(ending), reverse("admin:feeds"), HOUSEKEEPING)]
