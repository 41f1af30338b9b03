"""The private links about one record: made, shown again, given a new address, ended."""

from datetime import timedelta
from urllib.parse import quote, urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from office.backoffice import frame
from office.backoffice.rights import visible
from office.dates import DayInput
from office.languages import offered_languages
from office.links import label_of_use, purposes
from office.models import Link, made_up

PAGE = "admin/office/links.html"
LONGEST = timedelta(days=2 * 365)


class LinkForm(forms.ModelForm):
    class Meta:
        model = Link
        fields = ["reader_name", "reader_email", "language", "expires_on"]
        widgets = {"expires_on": DayInput()}

    def __init__(self, data, *, purpose, record):
        initial = {
            "language": purpose.language_for(record),
            "expires_on": timezone.localdate() + timedelta(days=purpose.days),
        }
        super().__init__(data, initial=initial)
        self.fields["language"].choices = offered_languages()
        # Where the record says how long, nobody is asked.
        self.instance.target = record
        self.tied_to = purpose.last_day(self.instance)
        if self.tied_to:
            self.instance.expires_on = self.tied_to
            del self.fields["expires_on"]

    def clean(self):
        if self.tied_to and self.tied_to < timezone.localdate():
            raise forms.ValidationError(_("The time in which links to this are valid is over."))
        return super().clean()

    def clean_expires_on(self):
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("This day is over."))
        if day > today + LONGEST:
            raise forms.ValidationError(_("Two years at most: a new link is made in a minute."))
        return day


def links(request, purpose, pk):
    """Who has an address to a page about this record, and until when?"""
    named, purpose = purpose, dict(purposes.items()).get(purpose)
    if purpose is None:
        raise Http404
    record = get_object_or_404(visible(purpose.model.objects.all(), request.user), pk=pk)
    if not purpose.may_make(request.user, record):
        raise PermissionDenied
    form = LinkForm(None, purpose=purpose, record=record)
    if request.method == "POST":
        form = changed(request, named, purpose, record)
        if form is None:
            return redirect(request.path)
    found = Link.objects.about(record, named).select_related("made_by").with_uses()
    return frame.page(
        request,
        PAGE,
        f"{purpose.label}: {record}",
        record=record,
        record_kind=record._meta.verbose_name_plural,
        record_url=frame.url_of(record),
        links=[shown(request, purpose, one, record) for one in found],
        form=form,
    )


def shown(request, purpose, link, record):
    """(link, address, address of a mail, what it was last used for)."""
    link.target = record
    last_use = label_of_use(purpose, link.last_use) if link.times else ""
    return link, *addresses(request, purpose, link), last_use


def addresses(request, purpose, link):
    """The address of the page, and that of a mail which brings it, in its reader's language."""
    address = request.build_absolute_uri(link.get_absolute_url())
    with translation.override(link.language):
        subject, text = purpose.letter(link, address)
    said = urlencode({"subject": subject, "body": text.replace("\n", "\r\n")}, quote_via=quote)
    return address, f"mailto:{quote(link.reader_email, safe='@')}?{said}"


def changed(request, named, purpose, record):
    """Do what was asked; returns the form where it is not right."""
    key = request.POST.get("link", "")
    if key:
        rows = Link.objects.about(record, named)
        link = get_object_or_404(rows, pk=key if key.isdecimal() else 0)
        if "renew" in request.POST:
            link.renew()
            messages.success(request, _("The link has a new address; the old one opens nothing."))
        else:
            link.revoke()
            messages.success(request, _("The link opens nothing any more."))
        return None
    form = LinkForm(request.POST, purpose=purpose, record=record)
    if not form.is_valid():
        return form
    link = form.save(commit=False)
    link.purpose, link.made_by = named, request.user
    link.is_demo = made_up(request.user, record)
    link.save()
    messages.success(request, _("The link is made: send its address to nobody but its reader."))
    return None


PAGES = [("links/<str:purpose>/<int:pk>/", links, "links")]
