"""How long each kind of data is kept, and what is spared from the clock."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from office.backoffice.base import RecordAdmin
from office.erasure.clocks import EVENTS, label_of


class RetentionAdmin(RecordAdmin):
    """For how long after which event is each kind of personal data kept?"""

    is_setting = True

    list_display = ["kind", "event", "days", "is_proposal", "source"]
    list_filter = ["kind"]
    fields = ["kind", "after", "days", "is_proposal", "source"]

    @admin.display(description=_("from when"), ordering="after")
    def event(self, retention):
        return label_of(retention.after)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "after":
            return forms.ChoiceField(label=_("From when"), choices=[*EVENTS.items()])
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class HoldAdmin(RecordAdmin):
    """Of what does the clock erase nothing, why, and until when?"""

    list_display = ["reason", "kind", "until", "by", "made_at"]
    list_select_related = ["content_type", "by"]
    fields = ["reason", "until"]

    @admin.display(description=_("what"))
    def kind(self, hold):
        return hold.content_type.name

    def has_add_permission(self, request):
        """It is made on the page of the person whose data are kept."""
        return False
