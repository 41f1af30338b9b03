from django.contrib import admin
from django.db.models import F, Q
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.backoffice.documents import DocumentInline
from networks.backoffice.filters import Overdue, ToRenew
from networks.backoffice.rows import (
    ActivityInline,
    CityInNetworkInline,
    MembershipContactInline,
    SeatInline,
    SuspensionInline,
    WorkingGroupInline,
)
from networks.benefits import Benefits
from networks.models import Commitment, Fee, Membership, Network, Renewal, Role
from networks.sheets import Sheet, for_public
from office.backoffice import (
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

NETWORK = in_every_language("network__name")


class OnNetworksPage:
    """Mixin of what has no audience of its own: it has a page where its network has one."""

    def has_page(self, record):
        return network_of(record).audience.level == Audience.Level.PUBLIC


def network_of(record):
    holder = getattr(record, "membership", None) or getattr(record, "seat", None) or record
    return holder.network


@admin.register(Network)
class NetworkAdmin(VisibleRecordAdmin):
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

    def get_ordering(self, request):
        return Network.objects.in_order(get_language()).query.order_by

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["sheet"] = sheet = Sheet.of_user(obj, request.user)
            context["next_year"] = next_year(sheet)
            context["left_out"] = left_out(sheet)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def next_year(sheet):
    """The year whose renewal is to be prepared next."""
    membership = sheet.membership
    if membership and membership.renew_by:
        return membership.renew_by.year
    return sheet.day.year + 1


def left_out(sheet):
    """How many rows of a public network its page leaves out: what they name is not public."""
    if sheet.network.audience.level != Audience.Level.PUBLIC:
        return 0
    public = Sheet(sheet.network, for_public)
    return len(sheet.records) - len(public.records)


@admin.register(Membership)
class MembershipAdmin(OnNetworksPage, TranslatedRecordAdmin):
    """Of which networks are we members, since when, by which act, and who is in charge?"""

    list_display = ["network", "status", "joined_on", "fee_kind", "amount", "renew_by", "officer"]
    list_filter = ["status", ToRenew, "fee_kind", "officer", "network__kind"]
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
class FeeAdmin(OnNetworksPage, RecordAdmin):
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
    ]
    list_filter = ["state", Overdue, "year", "is_voluntary", "membership"]
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
class RoleAdmin(OnNetworksPage, TranslatedRecordAdmin):
    """Which seats of networks do we hold or did we hold, who, from when to when?"""

    list_display = ["seat", "holder", "held_as", "held_from", "held_to"]
    list_filter = ["seat__kind", ("held_from", DecadeFilter), "seat__network"]
    list_select_related = ["seat__network", "seat__working_group", "holder"]
    ordering = [F("held_to").desc(nulls_first=True), F("held_from").desc(nulls_last=True), "pk"]
    search_fields = [*in_every_language("seat__network__name"), "holder__family_name"]
    autocomplete_fields = ["holder", "elected_by"]
    cited_fields = ["held_from", "held_to", "held_as"]
    fields = ["seat", "holder", "held_as", ("held_from", "held_to"), "elected_by"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "seat":
            field.queryset = field.queryset.select_related("network", "working_group")
        return field


@admin.register(Commitment)
class CommitmentAdmin(OnNetworksPage, TranslatedRecordAdmin):
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
class RenewalAdmin(PlainVisibleRecordAdmin):
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
        view = self.admin_site.admin_view(self.sheet_view)
        return [path("<int:pk>/sheet/", view, name="networks_renewal_sheet"), *super().get_urls()]

    def sheet_view(self, request, pk):
        """What the network cost in the five years before, against what came of it: to print."""
        rows = self.get_queryset(request).select_related("membership__network", "act__body")
        renewal = get_object_or_404(rows, pk=pk)
        context = {
            "renewal": renewal,
            "benefits": Benefits(renewal, request.user),
            "opts": self.opts,
            "change_url": reverse("admin:networks_renewal_change", args=[renewal.pk]),
        }
        title = _("Benefit sheet: %(renewal)s") % {"renewal": renewal}
        return page(request, "admin/networks/benefits.html", title, **context)
