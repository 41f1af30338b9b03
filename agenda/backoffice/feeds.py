"""Calendar feeds: each person subscribes to what they may read; one appointment as a file."""

from django import forms
from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import feeds, ics
from agenda.backoffice.filter_form import dressed
from agenda.filters import NARROWING, CalendarFilter
from agenda.models import Feed
from office.backoffice import PlainVisibleRecordAdmin, frame
from office.backoffice.own_pages import Page
from office.models import Link

TITLE = gettext_lazy("Subscribe to the calendar")
TEMPLATE = "admin/agenda/feeds.html"


class FeedForm(forms.ModelForm):
    class Meta:
        model = Feed
        fields = ["name", "detail"]


def feeds_page(request):
    """Which calendars do I have in my own calendar program, and how does another one get there?"""
    mine = Feed.objects.filter(owner=request.user)
    chosen = dressed(CalendarFilter(request.POST or request.GET, reader=request.user))
    form = FeedForm(None, initial={"name": name_of(chosen), "detail": Feed.Detail.FULL})
    if request.method == "POST":
        form = changed(request, mine, chosen)
        if form is None:
            return redirect(request.path)
    rows = list(mine)
    links = feeds.links_of(rows)
    return frame.page(
        request,
        TEMPLATE,
        TITLE,
        feeds=[told(request, feed, links.get(feed.pk)) for feed in rows],
        form=form,
        chosen=chosen,
        media=chosen.media,
        soon=timezone.localdate() + feeds.WARNS,
    )


def told(request, feed, link):
    """(feed, its narrowing in words, its link, the address)."""
    address = request.build_absolute_uri(link.get_absolute_url()) if link else ""
    return feed, narrowed_to(feed, request.user), link, address


def narrowed_to(feed, reader):
    """The filters of a feed in words, as far as the reader may know of them."""
    return words_of(CalendarFilter(QueryDict(feed.filters), reader=reader))


def words_of(chosen):
    if not chosen.is_valid():
        return [_("nothing: what it was narrowed to is not there any more")]
    found = []
    for name in NARROWING:
        field = chosen.fields[name]
        values = chosen.cleaned_data[name]
        if values:
            labels = dict(getattr(field, "choices", ())) if name in ("kind", "state") else {}
            found += [str(labels.get(one, one)) for one in values]
    return found


def name_of(chosen):
    """What a feed of these filters is first called."""
    words = words_of(chosen) if chosen.is_valid() else []
    return capfirst(", ".join(words))[:150] or _("Calendar")


def changed(request, mine, chosen):
    """Do what was asked; returns the form where it is not right."""
    key = request.POST.get("feed", "")
    if key:
        feed = get_object_or_404(mine, pk=key if key.isdecimal() else 0)
        messages.success(request, said(request, feed))
        return None
    form = FeedForm(request.POST)
    if not (form.is_valid() and chosen.is_valid()):
        return form
    feed = form.save(commit=False)
    feed.owner, feed.is_demo = request.user, request.user.is_demo
    feed.filters = query_of(chosen)
    feed.save()
    feeds.give_out(feed)
    messages.success(request, _("The feed is made: copy its address into your calendar program."))
    return None


def said(request, feed):
    """What was done with a feed of one's own, in words."""
    link = feeds.links_of([feed]).get(feed.pk)
    if "longer" in request.POST and link and not link.is_over:
        feeds.give_out(feed, link)
        return _("The address is valid for another year.")
    if "renew" in request.POST:
        if link:
            link.renew()
        feeds.give_out(feed, link)
        return _("The feed has a new address; the old one opens nothing.")
    if "revoke" in request.POST and link:
        link.revoke()
        return _("The address opens nothing any more.")
    return _("Nothing was changed.")


def query_of(chosen):
    query = QueryDict(mutable=True)
    for name, values in chosen.cleaned_data.items():
        query.setlist(name, [str(getattr(one, "pk", one)) for one in values])
    return query.urlencode()


PAGE = Page(label=TITLE, app="agenda", address="feeds/", view=feeds_page, permission=feeds.MAY)


def download(request, pk):
    """One appointment as a file that any calendar program opens."""
    if not request.user.has_perm(feeds.MAY):
        raise PermissionDenied
    appointment = get_object_or_404(feeds.readable(request.user), pk=pk)
    made = feeds.entry(appointment, request.build_absolute_uri)
    return feeds.answered(request, ics.calendar(str(appointment), [made]), str(appointment))


DOWNLOAD = ("agenda/appointment/<int:pk>/ics/", download)


@admin.register(Feed)
class FeedAdmin(PlainVisibleRecordAdmin):
    """Who has which part of the calendar in another program, and until when?"""

    list_display = ["name", "owner", "detail", "valid_until"]
    list_filter = ["detail"]
    list_select_related = ["owner"]
    search_fields = ["name"]
    fields = readonly_fields = ["name", "owner", "detail", "only", "valid_until"]

    def get_queryset(self, request):
        """With the last day of its own address; no query per row."""
        kind = ContentType.objects.get_for_model(Feed)
        links = Link.objects.filter(
            content_type=kind, object_id=OuterRef("pk"), purpose=feeds.PURPOSE, revoked_at=None
        )
        last = Subquery(links.order_by("pk").values("expires_on")[:1])
        return super().get_queryset(request).annotate(last_day=last)

    def has_add_permission(self, request):
        """Each person makes their own, on the page “Subscribe to the calendar”."""
        return False

    def has_change_permission(self, request, obj=None):
        """More of the calendar under an address that is out already: nobody wants that."""
        return False

    @admin.display(description=gettext_lazy("narrowed to"))
    def only(self, feed):
        """The filters in words, as far as its owner may know of them."""
        return ", ".join(narrowed_to(feed, feed.owner)) or None

    @admin.display(description=gettext_lazy("valid until"), ordering="last_day")
    def valid_until(self, feed):
        return feed.last_day
