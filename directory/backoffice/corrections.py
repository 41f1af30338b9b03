"""The corrections that partners proposed: read beside what the page said, and decided."""

from urllib.parse import quote

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.corrections import PURPOSE
from directory.models import Correction
from office.backoffice import RecordAdmin
from office.backoffice.frame import record_url
from office.links import purposes


@admin.register(Correction)
class CorrectionAdmin(RecordAdmin):
    """What do partners say of our page about them, and what became of it?"""

    list_display = ["sent_at", "city", "part", "name", "state", "decided_by"]
    list_filter = ["state", "city__country"]
    list_select_related = ["city", "decided_by"]
    search_fields = ["should_say", "part", "name", "email"]
    radio_fields = {"state": admin.VERTICAL}
    fieldsets = [
        (None, {"fields": ["city", "part", "now_says", "should_say", "source"]}),
        (gettext_lazy("From whom"), {"fields": ["name", "write_to", "sent_at"]}),
        (gettext_lazy("Decision"), {"fields": ["state", "note", "decided_by", "decided_at"]}),
    ]
    readonly_fields = [
        "city",
        "part",
        "now_says",
        "should_say",
        "source",
        "name",
        "write_to",
        "sent_at",
        "decided_by",
        "decided_at",
    ]

    @admin.display(description=Correction._meta.get_field("email").verbose_name)
    def write_to(self, correction):
        return format_html(
            '<a href="mailto:{}">{}</a>', quote(correction.email, safe="@"), correction.email
        )

    def has_add_permission(self, request):
        """They come from partners alone, by their links."""
        return False

    def save_model(self, request, obj, form, change):
        if "state" in form.changed_data:
            obj.decide(obj.state, by=request.user)
        super().save_model(request, obj, form, change)

    def response_change(self, request, obj):
        """What was accepted is still to be written: its city's form comes next."""
        accepted = obj.state == Correction.State.ACCEPTED
        if not accepted or {"_continue", "_addanother"} & request.POST.keys():
            return super().response_change(request, obj)
        told = _("Accepted, and not yet written. It should say: %(words)s")
        messages.success(request, told % {"words": obj.should_say})
        return redirect(record_url(obj.city))


class GivesCorrectionLinks:
    """Mixin of the admin class of cities: the way to the links for corrections."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and self.has_page(obj) and purposes.get(PURPOSE).may_make(request.user, obj):
            context["corrections_url"] = reverse("admin:links", args=[PURPOSE, obj.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
