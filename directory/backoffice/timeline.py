"""The timeline of one city: all that happened with it, as far as its reader may see it."""

from itertools import groupby

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from directory import terms
from directory.backoffice.contacts import BACK, note_contact_url
from directory.models import Contact
from directory.timeline import happenings, known_only, last_contacts
from office.backoffice import frame
from office.dates import DayInput


class KindFilter(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    since = forms.DateField(
        label=gettext_lazy("From the day"),
        required=False,
        widget=DayInput(),
    )
    signs = forms.BooleanField(label=gettext_lazy("signs of life only"), required=False)

    def __init__(self, data, found):
        super().__init__(data)
        kinds = sorted({str(one.kind) for one in found})
        self.fields["kind"].choices = [("", _("all")), *((one, capfirst(one)) for one in kinds)]

    def chosen(self, found):
        """What is asked for; all where it is not understood. What is to come gives no sign yet."""
        asked = self.cleaned_data if self.is_valid() else {}
        if kind := asked.get("kind"):
            found = [one for one in found if str(one.kind) == kind]
        if since := asked.get("since"):
            found = [one for one in found if one.on.last >= since]
        if asked.get("signs"):
            today = timezone.localdate()
            found = [one for one in found if one.is_contact and one.on.first <= today]
        return found


class ShowsTimeline:
    """Mixin of the admin class of cities: the page of a city's timeline, and the same as a file."""

    def get_urls(self):
        pages = [
            ("<int:pk>/timeline/", self.timeline_view, "directory_city_timeline"),
            (
                "<int:pk>/timeline/export/<str:ending>/",
                self.timeline_export,
                "directory_city_timeline_export",
            ),
        ]
        ours = [
            path(address, self.admin_site.admin_view(view), name=name)
            for address, view, name in pages
        ]
        return [*ours, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["timeline_url"] = reverse("admin:directory_city_timeline", args=[obj.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def timeline_view(self, request, pk):
        from office.exchange.tables import FORMATS

        city = self._city(request, pk)
        found = happenings([city.pk], request.user)
        form = KindFilter(request.GET, found)
        may_note = self.admin_site._registry[Contact].has_add_permission(request)
        return frame.page(
            request,
            "admin/directory/timeline.html",
            _("Timeline: %s") % city,
            city=city,
            opts=self.opts,
            filter=form,
            years=by_year(form.chosen(found)),
            known_only=known_only([city.pk], request.user, found),
            last=last_contacts([city.pk], request.user).get(city.pk),
            ended=terms.ended(request.user, cities=[city.pk]),
            note_contact_url=note_contact_url(city, **{BACK: "timeline"}) if may_note else "",
            export_formats=FORMATS if found else [],
            query=request.GET.urlencode(),
        )

    def timeline_export(self, request, pk, ending):
        from office.exchange.export import as_file

        city = self._city(request, pk)
        found = happenings([city.pk], request.user)
        rows = (
            [one.on.isoformat(), str(one.kind), str(one.text)]
            for one in KindFilter(request.GET, found).chosen(found)
        )
        header = [
            pgettext("of a contact", "date"),
            _("Kind"),
            pgettext("timeline", "What happened"),
        ]
        return as_file(ending, header, rows, _("Timeline: %s") % city)

    def _city(self, request, pk):
        city = self.get_object(request, pk)
        if city is None:
            raise Http404
        if not self.has_view_permission(request, city):
            raise PermissionDenied
        return city


def by_year(found):
    """(year, [(happening, address of its record)]), the latest first."""
    return [
        (year, [(one, frame.url_of(one.record)) for one in group])
        for year, group in groupby(found, key=lambda one: one.on.year)
    ]
