"""The kinds of honours, and the register of those conferred."""

from django.contrib import admin
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.backoffice.of_occasion import OccasionAdmin, OccasionForm
from delegations.backoffice.register_forms import GO_ON, AsksAgain, one_after_the_other
from delegations.models import Honour, HonourKind, Mission
from delegations.registers import warnings
from directory.backoffice.documents import DocumentInline
from office.backoffice import ByName, TranslatedRecordAdmin, VisibleRecordAdmin
from office.backoffice.filters import YearFilter
from office.dates import PartialDate
from office.languages import in_every_language


@admin.register(HonourKind)
class HonourKindAdmin(ByName, TranslatedRecordAdmin):
    """Which honours does the city confer, for what, who decides, and how many a year?"""

    is_setting = True

    list_display = ["name", "decided_by", "most_per_year", "this_year", "in_all", "in_use"]
    list_filter = ["in_use"]
    search_fields = ["key", *in_every_language("name")]
    prepopulated_fields = {"key": ["name"]}
    cited_fields = ["description", "criteria", "decided_by", "most_per_year"]
    must_cite = ["criteria"]
    fieldsets = [
        (None, {"fields": ["name", "key", "description", ("position", "in_use")]}),
        (gettext_lazy("Rules"), {"fields": ["criteria", "decided_by", "most_per_year"]}),
    ]

    def get_queryset(self, request):
        """With how many of it the reader may see: counted by the database."""
        seen = Honour.objects.visible_to(request.user).standing()
        year = seen.in_year(timezone.localdate().year)
        return (
            super()
            .get_queryset(request)
            .annotate(
                count_in_all=Count("honours", filter=Q(honours__in=seen.order_by().values("pk"))),
                count_this_year=Count(
                    "honours", filter=Q(honours__in=year.order_by().values("pk"))
                ),
            )
        )

    @admin.display(description=gettext_lazy("this year"))
    def this_year(self, kind):
        return kind.count_this_year

    @admin.display(description=gettext_lazy("in all"))
    def in_all(self, kind):
        return kind.count_in_all


class HonourForm(AsksAgain, OccasionForm):
    """A line of the register; that more are conferred than are laid down is told before."""

    why = "above_reason"

    class Meta:
        help_texts = {
            "is_named": gettext_lazy(
                "And with the motivation. Of who holds public office, or has agreed. Everybody "
                "else stays unnamed, and of them the motivation is not published."
            )
        }

    def warnings(self):
        one_after_the_other(self.instance.kind)
        return warnings.of_honour(self.instance, self.editor)


@admin.register(Honour)
class HonourAdmin(OccasionAdmin, VisibleRecordAdmin):
    """Whom did the city honour, with what, when, why, and by which act?"""

    form = HonourForm
    list_display = ["who", "kind", "conferred_on", "handed_over_on", "act", "state", "is_published"]
    list_filter = [
        YearFilter,
        "kind",
        ("revoked_on", admin.EmptyFieldListFilter),
        "is_published",
    ]
    list_select_related = ["kind", "person", "organisation", "city", "act__body"]
    search_fields = [
        "name",
        "office",
        "person__family_name",
        *in_every_language("motivation"),
        *in_every_language("city__name"),
        *in_every_language("organisation__name"),
    ]
    autocomplete_fields = [*OccasionAdmin.autocomplete_fields, "person", "organisation", "city"]
    autocomplete_fields += ["act"]
    inlines = [DocumentInline]
    cited_fields = ["kind", "conferred_on", "handed_over_on", "motivation", "revoked_on"]
    fieldsets = [
        (
            None,
            {"fields": ["kind", ("person", "name", "office"), ("organisation", "city")]},
        ),
        (
            gettext_lazy("When and why"),
            {
                "fields": [
                    ("conferred_on", "handed_over_on"),
                    "motivation",
                    "act",
                    ("visit", "mission"),
                ]
            },
        ),
        (gettext_lazy("Revoked"), {"fields": ["revoked_on", "revoked_why"]}),
        (gettext_lazy("More than are laid down"), {"fields": [GO_ON, "above_reason"]}),
        (
            gettext_lazy("In the office"),
            {"fields": [("is_published", "is_named"), "note"]},
        ),
    ]
    only_to_write = [GO_ON]

    class Media:
        css = {"all": ["css/registers.css"]}

    def begun_by(self, occasion, said):
        day = occasion.first_day
        of_mission = isinstance(occasion, Mission)
        return {
            "city": occasion.city_id,
            "name": "" if of_mission else occasion.head_name,
            "conferred_on": day and PartialDate.of(day),
        }

    def columns_of_file(self):
        return [
            "kind", "who", "conferred_on", "handed_over_on", "motivation", "act", "revoked_on",
            "revoked_why", "is_published", "is_named", "demonstration",
        ]  # fmt: skip

    @admin.display(description=gettext_lazy("who is honoured"))
    def who(self, honour):
        return honour.who

    @admin.display(description=gettext_lazy("state"))
    def state(self, honour):
        if not honour.revoked_on:
            return None
        return _("revoked on %(day)s") % {"day": honour.revoked_on.display()}
