"""What waits, as filters of the lists."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networks.models.memberships import RENEWAL_NOTICE


class ToRenew(admin.SimpleListFilter):
    """The memberships on which somebody should decide soon."""

    title = _("renewal")
    parameter_name = "to_renew"

    def lookups(self, request, model_admin):
        return [("yes", _("to be decided soon"))]

    def queryset(self, request, queryset):
        return (
            queryset.to_renew(timezone.localdate() + RENEWAL_NOTICE) if self.value() else queryset
        )


class Overdue(admin.SimpleListFilter):
    """The fees whose day is past."""

    title = _("payment")
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        return [("yes", _("past its day"))]

    def queryset(self, request, queryset):
        return queryset.overdue(timezone.localdate()) if self.value() else queryset
