"""The catalogue of gifts, the register, and what stands of them on the page of a visit."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from delegations import actions
from delegations.backoffice.of_occasion import (
    DAYS,
    OccasionAdmin,
    OccasionForm,
    OfOccasionFilter,
    asked_for,
)
from delegations.backoffice.register_forms import GO_ON, MONEY, AsksAgain
from delegations.models import Gift, GiftLine, Member, Mission, StockChange, field_of
from delegations.registers import warnings
from delegations.registers.warnings import euro
from directory.backoffice.documents import DocumentInline
from directory.backoffice.people import ProtectedPictureInput
from office.backoffice import ByName, RecordInline, TranslatedRecordAdmin, VisibleRecordAdmin
from office.backoffice.filters import YearFilter
from office.backoffice.forms import RowsFormSet
from office.languages import in_every_language
from office.served import PRIVATE, served

VIEWS = "delegations.view_giftline"
SHOWN = 6


class HasPhotograph:
    """Mixin of an admin class whose records have a protected photograph."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "photograph":
            kwargs["widget"] = ProtectedPictureInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj and "photograph" in form.base_fields:
            name = f"admin:delegations_{self.opts.model_name}_photograph"
            form.base_fields["photograph"].widget.picture_url = reverse(name, args=[obj.pk])
        return form

    def get_urls(self):
        view = self.admin_site.admin_view(self.photograph_view)
        name = f"delegations_{self.opts.model_name}_photograph"
        return [path("<int:pk>/photograph/", view, name=name), *super().get_urls()]

    def photograph_view(self, request, pk):
        one = self.get_object(request, pk)
        if one is None or not one.photograph or not self.has_view_permission(request, one):
            raise Http404
        return served(one.photograph.open, kept=PRIVATE, content_type="image/webp")


# ---------------------------------------------------------------- the catalogue


class StockChangeFormSet(RowsFormSet):
    """Several changes in one form: each is looked at after those above it, as they are saved."""

    def clean(self):
        super().clean()
        left = Gift.objects.filter(pk=self.instance.pk).values_list("stock", flat=True).first() or 0
        for form in self.extra_forms:
            change = form.instance
            if form.errors or not form.has_changed() or change.quantity is None:
                continue
            moved = change.moves(left)
            if left + moved < 0:
                form.add_error("quantity", Gift.OutOfStock(left).messages)
            else:
                left += moved


class StockChangeInline(RecordInline):
    """What came in and went out otherwise than by a gift; what is written stays."""

    model = StockChange
    formset = StockChangeFormSet
    formfield_overrides = MONEY | DAYS
    fields = ["kind", "quantity", "unit_value", "day", "note"]
    verbose_name_plural = gettext_lazy("Bought, counted, written off")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class StockFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("stock"), "stock"

    def lookups(self, request, model_admin):
        return [("some", _("in stock")), ("none", _("none left"))]

    def queryset(self, request, queryset):
        match self.value():
            case "some":
                return queryset.in_stock()
            case "none":
                return queryset.filter(stock=0)
        return queryset


@admin.register(Gift)
class GiftAdmin(HasPhotograph, ByName, TranslatedRecordAdmin):
    """What can we give, what is it worth, and how many are left?"""

    formfield_overrides = MONEY
    list_display = ["name", "gift_class", "stock", "worth", "in_use"]
    list_filter = ["gift_class", StockFilter, "in_use"]
    search_fields = [*in_every_language("name")]
    inlines = [StockChangeInline]
    readonly_fields = ["stock", "explained"]
    fieldsets = [
        (None, {"fields": ["name", "description", ("gift_class", "value"), "in_use"]}),
        (gettext_lazy("Stock"), {"fields": ["stock", "explained"]}),
        (gettext_lazy("In the office"), {"fields": ["photograph", "note"]}),
    ]
    only_to_write = ["photograph"]

    def choice_label(self, record):
        return _("%(gift)s (%(count)d in stock)") % {"gift": record, "count": record.stock}

    def columns_of_file(self):
        return ["value" if name == "worth" else name for name in super().columns_of_file()]

    @admin.display(description=gettext_lazy("value of one piece"), ordering="value")
    def worth(self, gift):
        return None if gift.value is None else euro(gift.value)

    @admin.display(description=gettext_lazy("how it came about"))
    def explained(self, gift):
        if not gift.pk:
            return None
        given = gift.lines.standing().given().totals()["pieces"]
        came = sum(gift.changes_of_stock.values_list("moved", flat=True))
        words = _("%(came)d bought, counted or written off, less %(given)d given: %(left)d.")
        return words % {"came": came, "given": given, "left": came - given}

    def save_formset(self, request, form, formset, change):
        if formset.model is StockChange:
            for one in formset.forms:
                one.instance.by = one.instance.by or request.user
        super().save_formset(request, form, formset, change)


# ---------------------------------------------------------------- the register


class GiftLineForm(AsksAgain, OccasionForm):
    """A line of the register; that the same was given before is told before it is saved."""

    why = "repeat_reason"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "member" in self.fields:
            members = Member.objects.visible_to(self.editor).in_order()
            self.fields["member"].queryset = members.filter(visit=self._visit())
            self.fields["member"].help_text = _("Of the visit above, once that is chosen.")

    def _visit(self):
        key = self.data.get("visit") if self.is_bound else self.initial.get("visit")
        key = key or self.instance.visit_id
        return int(key) if str(key or "").isdecimal() else None

    def warnings(self):
        return warnings.of_gift(self.instance, self.editor)


@admin.register(GiftLine)
class GiftLineAdmin(HasPhotograph, OccasionAdmin, VisibleRecordAdmin):
    """What did we give to whom, what were we given, and where is it?"""

    form = GiftLineForm
    formfield_overrides = MONEY | DAYS
    list_display = ["what", "direction", "day", "who", "worth", "ours", "is_published"]
    list_filter = [
        YearFilter,
        "direction",
        OfOccasionFilter,
        "gift__gift_class",
        ("taken_back_on", admin.EmptyFieldListFilter),
        "is_published",
        ("city", admin.RelatedOnlyFieldListFilter),
    ]
    # What the columns name, and no more: who may see a line joins many tables already.
    list_select_related = ["gift", "person", "organisation", "city"]
    search_fields = [
        "name",
        "office",
        "ours",
        "kept_at",
        *in_every_language("words"),
        *in_every_language("gift__name"),
        "person__family_name",
        *in_every_language("city__name"),
        *in_every_language("organisation__name"),
    ]
    autocomplete_fields = [*OccasionAdmin.autocomplete_fields, "gift", "person", "organisation"]
    autocomplete_fields += ["city"]
    inlines = [DocumentInline]
    fieldsets = [
        (None, {"fields": ["direction", "day", ("visit", "mission")]}),
        (
            gettext_lazy("What"),
            {"fields": ["gift", "words", ("quantity", "value", "is_estimated")]},
        ),
        (
            gettext_lazy("To whom, or from whom"),
            {"fields": ["member", ("person", "name", "office"), ("organisation", "city")]},
        ),
        (gettext_lazy("By whom, and where it is"), {"fields": ["ours", "kept_at", "photograph"]}),
        (gettext_lazy("The same again"), {"fields": [GO_ON, "repeat_reason"]}),
        (
            gettext_lazy("In the office"),
            {"fields": ["taken_back_on", "is_published", "note"]},
        ),
    ]
    only_to_write = ["photograph", GO_ON]

    class Media:
        css = {"all": ["css/registers.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.take_back_view))
        address = path("<int:pk>/take-back/", view, name="delegations_giftline_take_back")
        return [address, *super().get_urls()]

    def begun_by(self, occasion, said):
        of_mission = isinstance(occasion, Mission)
        return {
            "city": occasion.city_id,
            "organisation": None if of_mission and occasion.city_id else occasion.organisation_id,
            "day": said.get("day") or occasion.first_day,
        }

    def columns_of_file(self):
        return [
            "direction", "day", "what", "quantity", "value", "is_estimated", "who", "ours",
            "kept_at", "taken_back_on", "is_published", "demonstration",
        ]  # fmt: skip

    def take_back_view(self, request, pk):
        """It was not handed over after all: its pieces are in stock again."""
        line = self.get_object(request, pk)
        if line is None or line.direction != GiftLine.Direction.GIVEN:
            raise Http404
        if not self.has_change_permission(request, line):
            raise PermissionDenied
        line = actions.take_gift_back(line=line, by=request.user)
        words = _("%(gift)s: taken back, and in stock again.") % {"gift": line.what}
        messages.success(request, words)
        self.log_change(request, line, words)
        return redirect("admin:delegations_giftline_change", pk)

    @admin.display(description=gettext_lazy("gift"))
    def what(self, line):
        return _("%(gift)s (taken back)") % {"gift": line.what} if line.taken_back_on else line.what

    @admin.display(description=gettext_lazy("to or from"))
    def who(self, line):
        return line.who

    @admin.display(description=gettext_lazy("value"), ordering="value")
    def worth(self, line):
        if line.value is None:
            return None
        return (
            _("about %(value)s") % {"value": euro(line.value)}
            if line.is_estimated
            else euro(line.value)
        )


# ---------------------------------------------------------------- on the page of a visit


@dataclass(frozen=True)
class GiftPart:
    """The gifts of one visit or mission, and which ones its city never got."""

    heading: str
    lines: list
    count: int
    page: str
    add: str
    take: str
    level_gift: str = ""
    template: str = "admin/delegations/occasion_parts/_gifts.html"

    @property
    def more(self):
        return self.count - len(self.lines)


def part_of(user, occasion):
    """What is given and received at a visit or on a mission: one query."""
    if not user.has_perm(VIEWS):
        return None
    rows = GiftLine.objects.visible_to(user).standing().of(occasion)
    lines = list(rows.with_names().in_order())
    add = reverse("admin:delegations_giftline_add")
    may_add = user.has_perm("delegations.add_giftline")
    level = getattr(occasion, "level", None)
    return GiftPart(
        heading=_("Gifts"),
        lines=lines[:SHOWN],
        count=len(lines),
        page=reverse(f"admin:{page_name(occasion)}", args=[occasion.pk]),
        add=f"{add}?{urlencode(asked_for(occasion))}" if may_add else "",
        take=f"{add}?{urlencode({**asked_for(occasion), 'direction': 'received'})}"
        if may_add
        else "",
        level_gift=level.get_gift_display() if level and level.gift else "",
    )


def page_name(occasion):
    return f"{field_of(occasion)}_gifts"


def ideas(city):
    """Gifts in stock that the city never got; all in stock where no city is known."""
    rows = Gift.objects.in_stock()
    rows = rows.never_given_to(city) if city else rows
    return rows.in_order(get_language())
