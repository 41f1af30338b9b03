"""The list of visits, and the form on which a request is taken."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from delegations import actions, consent
from delegations.backoffice import told, who_asks
from delegations.backoffice.filters import SeenByFilter, StateFilter, WaitsFilter, WhenFilter
from delegations.backoffice.pages import page_of
from delegations.backoffice.request_form import TAKE, RequestForm, filled_in
from delegations.backoffice.rows import MemberInline, OtherDaysInline
from delegations.days import day, days_of
from delegations.links import VISIT, visit_page
from delegations.models import Visit
from directory.backoffice.documents import DocumentInline
from office.backoffice import PlainVisibleRecordAdmin
from office.languages import in_every_language
from office.models import Audience, User

# What a caller may bring that the directory does not know yet.
NEW_BESIDE = ("organisation", "city", "contact")


class Moment(forms.DateTimeInput):
    """One input with its label, to the second: what nobody touched is no change."""

    def __init__(self):
        super().__init__({"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")


class VisitList(ChangeList):
    """The list leads to the page on which one works; the form is one click further."""

    def url_for_result(self, result):
        return page_of(result)


@admin.register(Visit)
class VisitAdmin(PlainVisibleRecordAdmin):
    """Who asks to be received, when and with how many, how far is it, and who is in charge?"""

    form = RequestForm
    list_display = ["who_with_number", "state", "days", "size", "received_as", "officer"]
    list_filter = [
        StateFilter,
        WhenFilter,
        WaitsFilter,
        "officer",
        "requester",
        SeenByFilter,
    ]
    list_select_related = [
        "city__country",
        "organisation",
        "level",
        "level_wanted",
        "officer",
    ]
    search_fields = [
        "reference",
        "register_number",
        "body_name",
        "city_name",
        "contact_name",
        "contact_email",
        "contact_telephone",
        "head_name",
        *in_every_language("organisation__name"),
        *in_every_language("city__name"),
    ]
    search_help_text = _("A body, a city, a name, a reference or register number.")
    autocomplete_fields = ["organisation", "city", "country", "contact"]
    inlines = [OtherDaysInline, MemberInline, DocumentInline]
    fieldsets = [
        (
            _("Who asks"),
            {
                "fields": [
                    ("body_name", "requester"),
                    ("organisation", "contact"),
                    ("city_name", "city", "country"),
                    ("contact_name", "contact_office"),
                    ("contact_telephone", "contact_email", "contact_language"),
                ]
            },
        ),
        (
            _("What for"),
            {
                "fields": [
                    "purpose",
                    ("theme", "level_wanted"),
                    ("first_day", "last_day", "size"),
                    ("head_name", "head_rank"),
                    "languages",
                    "needs",
                ]
            },
        ),
        (
            _("How it came"),
            {
                "fields": [
                    ("channel", "register_number", "received_at"),
                    "letter",
                    ("officer", "members_until"),
                    "note",
                ]
            },
        ),
    ]
    # What guests need is of health, as what members eat: for who works on the visit.
    only_to_write = ["letter", "needs"]

    class Media:
        js = ["js/who_asks.js"]
        css = {"all": ["css/visits.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(never_cache(self.who_view)))
        return [path("who/", view, name="delegations_visit_who"), *super().get_urls()]

    # ---------------------------------------------------------------- who asks

    def who_view(self, request):
        """Who is known by what was typed so far. Sent, not in the address: logs keep addresses."""
        if not self.takes_requests(request):
            raise PermissionDenied
        text = request.POST.get("who", "").strip()
        known = who_asks.look_up(text, request.user)
        filled = gettext("%(who)s: what is known is filled in.")
        results = [one.as_json() | {"told": filled % {"who": one.title}} for one in known]
        results += [line | {"told": filled % {"who": text}} for line in who_asks.as_new(text)]
        count = ngettext("%(count)s suggestion", "%(count)s suggestions", len(results))
        return JsonResponse({"results": results, "said": count % {"count": len(results)}})

    def takes_requests(self, request):
        return self.has_add_permission(request) or self.has_change_permission(request)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Without a script who was found comes with the form, which is shown again filled in."""
        if request.method == "POST" and TAKE in request.POST:
            known = who_asks.of_key(request.POST[TAKE], request.user)
            if known:
                request.POST = filled_in(request.POST, known)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_changeform_initial_data(self, request):
        """In charge is whoever takes the request; with what is known of whom the address names."""
        initial = {"officer": request.user.pk}
        for name in ("contact", "organisation", "city"):
            kind = "person" if name == "contact" else name
            known = who_asks.of_key(f"{kind}:{request.GET.get(name, '')}", request.user)
            if known:
                return initial | known.as_typed()
        return initial | super().get_changeform_initial_data(request)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        may_write = self.has_change_permission(request, obj) if obj else True
        if may_write:
            context["who_url"] = reverse("admin:delegations_visit_who")
            context["found"] = getattr(context["adminform"].form, "found", ())
        if obj:
            context["visit_url"] = page_of(obj)
            if visit_page.may_make(request.user, obj):
                context["links_url"] = reverse("admin:links", args=[VISIT, obj.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # ---------------------------------------------------------------- the form

    def get_form(self, request, obj=None, change=False, **kwargs):
        """`level` of the form is who may see the visit, and not the model's, which is decided."""
        fields = kwargs.get("fields") or flatten_fieldsets(self.get_fieldsets(request, obj))
        kwargs["fields"] = [name for name in fields if name != "level"]
        return super().get_form(request, obj, change=change, **kwargs)

    def get_queryset(self, request):
        """With what a visit is called by, also where its form asks for one alone."""
        return super().get_queryset(request).select_related("audience", *self.list_select_related)

    def get_changelist(self, request, **kwargs):
        return VisitList

    def get_inlines(self, request, obj):
        """Of a request that is just being taken nobody has the names yet."""
        return super().get_inlines(request, obj) if obj else [OtherDaysInline]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """In charge is who may change visits, or who is already."""
        if db_field.name == "officer":
            able = User.objects.who_may("delegations.change_visit").order_by().values("pk")
            now = Visit.objects.order_by().values("officer")
            kwargs["queryset"] = User.objects.filter(Q(pk__in=able) | Q(pk__in=now))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Beside a choice no more than the button by which something new is added."""
        if db_field.name == "received_at":
            return db_field.formfield(form_class=forms.DateTimeField, widget=Moment())
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(field.widget, "can_change_related"):
            field.widget.can_change_related = field.widget.can_view_related = False
            field.widget.can_add_related &= db_field.name in NEW_BESIDE
        return field

    def has_page(self, record):
        return False

    def response_post_save_add(self, request, obj):
        return redirect(page_of(obj))

    def response_post_save_change(self, request, obj):
        return redirect(page_of(obj))

    def save_related(self, request, form, formsets, change):
        """Who takes back a consent to photographs is not shown in what was published."""
        visit = form.instance
        before = consent.given(visit.members.all())
        super().save_related(request, form, formsets, change)
        consent.follow(visit, before, by=request.user)

    def save_model(self, request, obj, form, change):
        letter = form.cleaned_data.get("letter")
        if not change:
            # First who may see it: people are told of the request as it is received.
            obj.audience = form.new_audience()
            actions.receive(visit=obj, letter=letter, by=request.user)
            told.of_new(request, obj)
            return
        if any(part.has_changed() for part in [form, *obj.formsets_of_form]):
            actions.save_request(visit=obj, by=request.user)
        if letter:
            actions.attach(visit=obj, file=letter, by=request.user)
        told.of_what_is_missing(request, obj)

    # ---------------------------------------------------------------- the list

    def columns_of_file(self):
        """More than fits beside the menu of the list."""
        return [
            "who",
            "reference",
            *self.list_display[1:],
            "received_on",
            "seen_by",
            "demonstration",
        ]

    @admin.display(description=_("guests"), ordering="body_name")
    def who_with_number(self, visit):
        """Who may see it is said where not every colleague does."""
        internal = visit.audience.level == Audience.Level.INTERNAL
        under = [visit.reference] if internal else [visit.reference, visit.audience]
        said = format_html_join(" – ", "{}", ((one,) for one in under))
        return format_html('{}<br><small class="quiet">{}</small>', visit.guests, said)

    @admin.display(description=_("guests"), ordering="body_name")
    def who(self, visit):
        return visit.guests

    @admin.display(description=_("days of the visit"), ordering="first_day")
    def days(self, visit):
        return days_of(visit) or None

    @admin.display(description=_("level"), ordering="level__rank")
    def received_as(self, visit):
        """As decided; before that as wanted, with a question mark."""
        if visit.level:
            return str(visit.level)
        return f"{visit.level_wanted} (?)" if visit.level_wanted else None

    @admin.display(description=_("received at"), ordering="received_at")
    def received_on(self, visit):
        return day(timezone.localdate(visit.received_at))
