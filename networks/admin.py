from django.contrib import admin
from django.db.models import F, Q
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.backoffice.documents import DocumentInline
from networks import benefits_paper
from networks.backoffice.filters import Overdue, ToRenew
from networks.backoffice.forms import RoleForm, SeatChoice
from networks.backoffice.meetings import MeetingAdmin  # noqa: F401 (registers itself)
from networks.backoffice.rows import (
    ActivityInline,
    CityInNetworkInline,
    MembershipContactInline,
    SeatInline,
    SuspensionInline,
    WorkingGroupInline,
)
from networks.backoffice.ways import BackToNetwork, network_of
from networks.benefits import Benefits
from networks.models import Commitment, Fee, Membership, Network, Renewal, Role, Seat
from networks.sheets import Sheet, for_public
from office.backoffice import (
    ByName,
    PlainVisibleRecordAdmin,
    RecordAdmin,
    TranslatedRecordAdmin,
    VisibleRecordAdmin,
)
from office.backoffice.filters import DecadeFilter
from office.backoffice.frame import page
from office.languages import in_every_language
from office.models import Audience, User
from office.numbers import money
from office.papers.served import FORMATS, answer

NETWORK = in_every_language("network__name")


class OnNetworksPage:
    """Mixin of what has no audience of its own: it has a page where its network has one."""

    def has_page(self, record):
        is_public = network_of(record).audience.level == Audience.Level.PUBLIC
        return is_public and getattr(record, "is_published", True)


@admin.register(Network)
class NetworkAdmin(ByName, VisibleRecordAdmin):
    """Which networks are there, are we in them, what do they cost and what comes of them?"""

    list_display = ["name", "acronym", "kind", "founded_on", "seen_by"]
    list_filter = ["kind", "audience__level"]
    search_fields = [*in_every_language("name"), "acronym", "slug"]
    autocomplete_fields = ["seat_country"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [WorkingGroupInline, SeatInline, CityInNetworkInline, ActivityInline, DocumentInline]
    cited_fields = ["name", "kind", "founded_on", "mission", "organs", "note"]
    fieldsets = [
        (None, {"fields": ["name", "acronym", "slug", "kind"]}),
        (_("For the public"), {"fields": ["note", "mission", "organs"]}),
        (_("Headquarters"), {"fields": ["seat", "seat_country", "founded_on", "website"]}),
    ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["sheet"] = sheet = Sheet.of_user(obj, request.user)
            context["next_year"] = next_year(sheet)
            context["next_renewal"] = next_renewal(sheet)
            context["left_out"] = left_out(sheet)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def next_year(sheet):
    """The year whose renewal is to be prepared next."""
    membership = sheet.membership
    if membership and membership.renew_by:
        return membership.renew_by.year
    return sheet.day.year + 1


def next_renewal(sheet):
    """The renewal of that year, where somebody prepared it already."""
    year = next_year(sheet)
    found = (
        one
        for one in sheet.renewals
        if one.membership_id == sheet.membership.pk and one.year == year
    )
    return next(found, None)


def left_out(sheet):
    """How many rows of a public network its page leaves out: what they name is not public."""
    if sheet.network.audience.level != Audience.Level.PUBLIC:
        return 0
    public = Sheet(sheet.network, for_public)
    # A year that nobody published says so itself, and so does a meeting that is not public.
    kept_back = sum(not fee.is_published for fee in sheet.ledger.fees)
    kept_back += sum(not one.audience.is_public for one in sheet.meetings)
    return len(sheet.records) - kept_back - len(public.records)


@admin.register(Membership)
class MembershipAdmin(BackToNetwork, OnNetworksPage, TranslatedRecordAdmin):
    """Of which networks are we members, since when, by which act, and who is in charge?"""

    list_display = ["network", "status", "joined_on", "fee_kind", "amount", "renew_by", "officer"]
    list_filter = ["status", ToRenew, "fee_kind", "officer", "network__kind"]
    list_select_related = ["network", "officer"]
    ordering = ["network__slug", "pk"]
    search_fields = [*NETWORK, "network__acronym", *in_every_language("role")]
    autocomplete_fields = ["network", "act", "left_by"]
    inlines = [SuspensionInline, MembershipContactInline]
    cited_fields = ["status", "joined_on", "role", "fee_amount", "fee_kind", "left_on"]
    must_cite = ["status", "joined_on"]
    fieldsets = [
        (None, {"fields": ["network", ("status", "status_on"), "joined_on", "act"]}),
        (_("For the public"), {"fields": ["role", "reference_office"]}),
        (_("The fee"), {"fields": ["fee_kind", ("fee_amount", "fee_currency")]}),
        (_("In the office"), {"fields": ["officer", "renew_by"]}),
        (_("The end"), {"fields": ["left_on", "left_by"]}),
    ]

    def get_queryset(self, request):
        """With the network, by whose name a filter of another list calls the membership."""
        return super().get_queryset(request).select_related("network", "officer")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """In charge is who may change memberships, or who is already."""
        if db_field.name == "officer":
            able = User.objects.who_may("networks.change_membership").order_by().values("pk")
            now = Membership.objects.order_by().values("officer")
            kwargs["queryset"] = User.objects.filter(Q(pk__in=able) | Q(pk__in=now))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("amount a year"), ordering="fee_amount")
    def amount(self, membership):
        if membership.fee_amount is None:
            return None
        return money(membership.fee_amount, membership.fee_currency)


@admin.register(Fee)
class FeeAdmin(BackToNetwork, OnNetworksPage, RecordAdmin):
    """What did each network ask of us in which year, did we pay, and by which act?"""

    list_display = [
        "membership",
        "year",
        "state",
        "asked",
        "due_on",
        "paid",
        "paid_on",
        "is_voluntary",
        "act",
        "register_number",
        "is_published",
    ]
    list_filter = ["state", Overdue, "year", "is_voluntary", "is_published", "membership"]
    list_select_related = ["membership__network", "act__body"]
    ordering = ["-year", "membership__network__slug", "pk"]
    search_fields = [
        *in_every_language("membership__network__name"),
        "membership__network__acronym",
        "register_number",
    ]
    autocomplete_fields = ["membership", "act"]
    cited_fields = ["amount_due", "state", "amount_paid", "paid_on", "is_voluntary"]
    fieldsets = [
        (None, {"fields": ["membership", "year"]}),
        (
            _("What was asked"),
            {"fields": [("amount_due", "currency"), "is_voluntary", "asked_on", "due_on"]},
        ),
        (_("What became of it"), {"fields": ["state", "paid_on", "amount_paid"]}),
        (_("On whose word"), {"fields": ["act", "register_number", "note"]}),
        (_("For the public"), {"fields": ["is_published"]}),
    ]

    def get_changeform_initial_data(self, request):
        """The next year of the membership in the address, with the amount of its sheet."""
        initial = super().get_changeform_initial_data(request)
        memberships = Membership.objects.visible_to(request.user)
        key = initial.get("membership", "")
        membership = memberships.filter(pk=key).first() if str(key).isdecimal() else None
        if membership is None:
            return initial
        latest = Fee.objects.visible_to(request.user).filter(membership=membership).in_order()
        years = [fee.year + 1 for fee in latest[:1]]
        known = {
            "year": years[0] if years else timezone.localdate().year,
            "amount_due": membership.fee_amount,
            "currency": membership.fee_currency,
            "is_voluntary": membership.fee_kind == Membership.FeeKind.VOLUNTARY,
        }
        return known | initial

    @admin.display(description=_("amount asked for"), ordering="amount_due")
    def asked(self, fee):
        return None if fee.amount_due is None else money(fee.amount_due, fee.currency)

    @admin.display(description=_("amount paid"), ordering="amount_paid")
    def paid(self, fee):
        return None if fee.amount_paid is None else money(fee.amount_paid, fee.currency)


@admin.register(Role)
class RoleAdmin(BackToNetwork, OnNetworksPage, TranslatedRecordAdmin):
    """Which seats of networks do we hold or did we hold, who, from when to when?"""

    form = RoleForm
    list_display = ["seat", "holder", "held_as", "held_from", "held_to"]
    list_filter = ["seat__kind", ("held_from", DecadeFilter), "seat__network"]
    list_select_related = ["seat__network", "seat__working_group", "holder"]
    ordering = [F("held_to").desc(nulls_first=True), F("held_from").desc(nulls_last=True), "pk"]
    search_fields = [*in_every_language("seat__network__name"), "holder__family_name"]
    autocomplete_fields = ["holder", "elected_by"]
    cited_fields = ["held_from", "held_to", "held_as"]
    fields = ["seat", "holder", "held_as", ("held_from", "held_to"), "elected_by"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.editor = request.user
        return form

    def get_changeform_initial_data(self, request):
        """Where the network in the address has one seat, that one."""
        initial = super().get_changeform_initial_data(request)
        if "seat" not in initial and (network := network_in_address(request)):
            seats = list(Seat.objects.visible_to(request.user).filter(network=network)[:2])
            if len(seats) == 1:
                initial["seat"] = seats[0].pk
        return initial

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "seat":
            seats = field.queryset.select_related("network", "working_group")
            network = network_in_address(request)
            field.queryset = seats.filter(network=network) if network else seats
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "seat" and hasattr(field.widget, "can_add_related"):
            field.widget = SeatChoice.of(field.widget, network_in_address(request))
        return field


def network_in_address(request):
    """The key of the network from whose page one came; None from elsewhere."""
    key = request.GET.get("network", "")
    return int(key) if key.isdecimal() and len(key) < 10 else None


@admin.register(Seat)
class SeatAdmin(TranslatedRecordAdmin):
    """Which seats has a network to give? They stand on its form, and are added from a role's."""

    list_display = ["label", "network", "kind", "working_group", "number", "next_election"]
    list_filter = ["kind", "network"]
    list_select_related = ["network", "working_group"]
    ordering = ["network__slug", "pk"]
    search_fields = [*NETWORK, *in_every_language("name")]
    autocomplete_fields = ["network"]
    fields = ["network", ("kind", "number"), "working_group", "name", "next_election"]

    def has_module_permission(self, request):
        """Not in the menu: one comes from the network, or from a role."""
        return False

    @admin.display(description=_("seat"), ordering="kind")
    def label(self, seat):
        return seat.label

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        network = network_in_address(request)
        if db_field.name == "working_group" and network:
            field.queryset = field.queryset.filter(network=network)
        return field


@admin.register(Commitment)
class CommitmentAdmin(BackToNetwork, OnNetworksPage, TranslatedRecordAdmin):
    """What have we signed within a network, by when is it to be done, and how far is it?"""

    list_display = ["title", "network", "state", "signed_on", "deadline"]
    list_filter = ["state", ("signed_on", DecadeFilter), "network"]
    list_select_related = ["network"]
    ordering = [F("signed_on").desc(nulls_last=True), "pk"]
    search_fields = [*in_every_language("title"), *NETWORK]
    autocomplete_fields = ["network", "act"]
    cited_fields = ["title", "state", "signed_on", "deadline"]
    fields = ["network", "title", "state", ("signed_on", "deadline"), "act", "url", "note"]


@admin.register(Renewal)
class RenewalAdmin(BackToNetwork, PlainVisibleRecordAdmin):
    """Shall we stay, what speaks for it, and who decided?"""

    list_display = ["membership", "year", "decision", "decided_on", "decided_by", "seen_by"]
    list_filter = ["decision", "year", "audience__level"]
    list_select_related = ["membership__network", "decided_by"]
    ordering = ["-year", "membership__network__slug", "pk"]
    search_fields = in_every_language("membership__network__name")
    autocomplete_fields = ["membership", "act", "decided_by"]
    fieldsets = [
        (None, {"fields": ["membership", "year"]}),
        (_("Judgement and decision"), {"fields": ["judgement", "decision"]}),
        (_("On whose word"), {"fields": ["decided_on", "decided_by", "act"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/sheet/", view(self.sheet_view), name="networks_renewal_sheet"),
            path(
                "<int:pk>/sheet/export/<str:ending>/",
                view(self.sheet_export),
                name="networks_renewal_sheet_export",
            ),
            *super().get_urls(),
        ]

    def sheet_view(self, request, pk):
        """What the network cost in the five years before, against what came of it: to print."""
        benefits = self._benefits(request, pk)
        renewal = benefits.renewal
        context = {
            "renewal": renewal,
            "benefits": benefits,
            "formats": FORMATS,
            "opts": self.opts,
            "change_url": reverse("admin:networks_renewal_change", args=[renewal.pk]),
        }
        title = _("Benefit sheet: %(renewal)s") % {"renewal": renewal}
        return page(request, "admin/networks/benefits.html", title, **context)

    def sheet_export(self, request, pk, ending):
        return answer(request, benefits_paper.report(self._benefits(request, pk)), ending)

    def _benefits(self, request, pk):
        rows = self.get_queryset(request).select_related(
            "membership__network", "act__body", "decided_by"
        )
        return Benefits(get_object_or_404(rows, pk=pk), request.user)
