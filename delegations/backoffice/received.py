"""What is published of a visit: written from its record in one step, with the consent checked."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from delegations.models import Member, PublicVisit, Visit
from delegations.models.received import HAS_COME
from directory.backoffice.documents import DocumentInline
from office.backoffice import VisibleRecordAdmin, VisibleRecordForm
from office.backoffice.filters import DecadeFilter
from office.dates import PartialDate
from office.languages import in_every_language, offered_languages
from office.models import Audience
from office.text import labelled

VISIT = "visit"
DAYS_TO_COME = gettext_lazy("Still to come: the public reads of it when it is over.")
CITED = ["received_on", "until", "title", "guests", "subject", "host", "room", "text"]


def may_publish(user, visit):
    """Whether the person may write what the public reads of the visit."""
    return (
        visit.state in HAS_COME
        and not visit.audience.is_hidden
        and user.publishes
        and user.has_perm("delegations.add_publicvisit")
    )


def tool(visit):
    """(address, label): where it is written, or changed where it is there."""
    if published := PublicVisit.objects.filter(visit=visit).first():
        url = reverse("admin:delegations_publicvisit_change", args=[published.pk])
        return url, _("Already published: open it")
    return f"{reverse('admin:delegations_publicvisit_add')}?{VISIT}={visit.pk}", _("Publish")


def taken_from(visit):
    """What the record of a visit already says of it, in every language."""
    values = {
        VISIT: visit.pk,
        "received_on": visit.first_day and PartialDate.of(visit.first_day),
        "until": PartialDate.of(visit.last_day) if visit.last_day != visit.first_day else None,
        "city": visit.city_id,
        "country": visit.country_id,
        "theme": visit.theme_id,
        "slug": slugify(f"{visit.guests[:60]} {visit.reference[-5:]}"),
        "level": Audience.Level.PUBLIC if visit.is_over else Audience.Level.INTERNAL,
    }
    decision = visit.decisions.in_force().select_related("level", "room", "host").first()
    for code, _name in offered_languages():
        with translation.override(code):
            values[f"title_{code}"] = _("Delegation of %(guests)s") % {"guests": visit.guests}
            values[f"guests_{code}"] = visit.guests
            if decision:
                host = decision.host or (decision.level.host if decision.level else "")
                values[f"host_{code}"] = str(host)
                values[f"room_{code}"] = str(decision.room or "")
    return values


class PublicVisitForm(VisibleRecordForm):
    """The public record; its visit, where it has one, is handed in by the address."""

    visit = forms.ModelChoiceField(
        queryset=Visit.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "shown" not in self.fields:
            return
        self.fields["visit"].queryset = Visit.objects.visible_to(self.editor)
        shown = Member.objects.visible_to(self.editor).who_may_be_shown()
        visit = self.of_visit()
        field = self.fields["shown"]
        field.queryset = shown.filter(visit=visit).in_order()
        if visit is None:
            field.widget = forms.MultipleHiddenInput()
            return
        field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
        field.help_text = PublicVisit._meta.get_field("shown").help_text
        if not field.queryset.exists():
            field.help_text = _("No member has agreed to photographs.")

    def of_visit(self):
        """Of the record, or the one that the address or the hidden field names."""
        if self.instance.pk:
            return self.instance.visit
        key = self.data.get(VISIT) if self.is_bound else self.initial.get(VISIT)
        if not str(key or "").isdecimal():
            return None
        return self.fields["visit"].queryset.filter(pk=key).first()

    def clean_visit(self):
        return self.instance.visit if self.instance.pk else self.cleaned_data["visit"]

    def clean(self):
        cleaned = super().clean()
        visit = cleaned.get("visit")
        self.instance.visit = visit
        if cleaned.get("level") == Audience.Level.PUBLIC:
            self._refuse_days_to_come(cleaned)
            if visit:
                self._ask_for_consent(visit, cleaned)
        return cleaned

    def _refuse_days_to_come(self, cleaned):
        """Nobody reads beforehand where guests will be."""
        for name in ("until", "received_on"):
            day = cleaned.get(name)
            if day and day.first > timezone.localdate():
                self.add_error(name, DAYS_TO_COME)
                return

    def _ask_for_consent(self, visit, cleaned):
        if "level" in self.changed_data and self.instance.pk and visit.state not in HAS_COME:
            self.add_error("level", _("This visit has not taken place."))
        if visit.audience.is_hidden:
            self.add_error(
                "level", _("The visit itself is confidential or quiet: make it internal first.")
            )
        silent = visit.members.exclude(photo_consent=Member.Consent.YES).count()
        if silent and not cleaned.get("consent_checked"):
            words = ngettext(
                "%(count)d member has not agreed to photographs: check that nobody is named or "
                "to be recognised who has not, and say so here.",
                "%(count)d members have not agreed to photographs: check that nobody is named or "
                "to be recognised who has not, and say so here.",
                silent,
            )
            self.add_error("consent_checked", words % {"count": silent})


@admin.register(PublicVisit)
class PublicVisitAdmin(VisibleRecordAdmin):
    """What does the public read of the delegations that we received?"""

    form = PublicVisitForm
    list_display = ["title", "received_on", "guests", "city", "seen_by"]
    list_filter = [("received_on", DecadeFilter), "theme", "audience__level"]
    list_select_related = ["city"]
    ordering = ["-received_on", "-pk"]
    search_fields = [*in_every_language("title"), *in_every_language("guests")]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["city", "country"]
    inlines = [DocumentInline]
    cited_fields = CITED
    fieldsets = [
        (None, {"fields": ["visit", "title", "slug", ("received_on", "until")]}),
        (gettext_lazy("Who and on what"), {"fields": ["guests", "city", "country", "subject"]}),
        (gettext_lazy("By whom and where"), {"fields": ["host", "room", "theme"]}),
        (gettext_lazy("News"), {"fields": ["text", "shown", "consent_checked"]}),
    ]

    def is_made_up(self, request, obj):
        """As its visit is, whoever publishes it."""
        return obj.visit.is_demo if obj.visit else super().is_made_up(request, obj)

    def render_change_form(self, request, context, *args, **kwargs):
        """Of what is just being written the title says which visit it is of."""
        response = super().render_change_form(request, context, *args, **kwargs)
        visit = context["adminform"].form.of_visit() if context["add"] else None
        if visit:
            response.context_data["title"] = labelled(_("Publish"), visit)
        return response

    def get_changeform_initial_data(self, request):
        values = super().get_changeform_initial_data(request)
        key = request.GET.get(VISIT, "")
        if key.isdecimal():
            visits = Visit.objects.visible_to(request.user).select_related("organisation", "city")
            if visit := visits.filter(pk=key).first():
                values |= taken_from(visit)
        return values
