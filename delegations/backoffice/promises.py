"""The promises: their list, their form, and where they come up."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delegations.backoffice.of_occasion import (
    NAMES_OF_OCCASION,
    OccasionForm,
    OverdueFilter,
    PaperworkAdmin,
)
from delegations.models import Promise
from office.languages import in_every_language
from office.models import User


class PromiseForm(OccasionForm):
    """Closing one without a day closes it today."""

    def clean(self):
        cleaned = super().clean()
        state = cleaned.get("state")
        if state and state != Promise.State.OPEN and not cleaned.get("closed_on"):
            cleaned["closed_on"] = timezone.localdate()
        return cleaned


@admin.register(Promise)
class PromiseAdmin(PaperworkAdmin):
    """What did we promise to whom, what did they, by when, and is it kept?"""

    form = PromiseForm
    list_display = ["text", "side", "with_whom", "due_on", "owner", "state"]
    list_filter = [OverdueFilter, "side", "state", "owner"]
    list_select_related = [*NAMES_OF_OCCASION, "city", "organisation", "person", "owner"]
    search_fields = [
        "text",
        "outcome",
        "their_name",
        "person__family_name",
        *in_every_language("city__name"),
        *in_every_language("organisation__name"),
        *in_every_language("visit__city__name"),
        "visit__body_name",
        *in_every_language("mission__city__name"),
    ]
    search_help_text = _("Words of the promise, a city, an organisation or a family name.")
    autocomplete_fields = [*PaperworkAdmin.autocomplete_fields, "city", "organisation", "person"]
    fieldsets = [
        (None, {"fields": ["text", "side", ("made_on", "due_on"), ("owner", "their_name")]}),
        (_("With whom"), {"fields": ["visit", "mission", "city", "organisation", "person"]}),
        (_("What became of it"), {"fields": [("state", "closed_on"), "outcome"]}),
    ]

    def columns_of_file(self):
        more = ["their_name", "made_on", "closed_on", "outcome", "of", "demonstration"]
        return [*self.list_display, *more]

    def get_changeform_initial_data(self, request):
        return {"owner": request.user.pk} | super().get_changeform_initial_data(request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "owner":
            kwargs["queryset"] = User.objects.who_may("delegations.change_promise")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("with whom"))
    def with_whom(self, promise):
        return promise.with_whom
