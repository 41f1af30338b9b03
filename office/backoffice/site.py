from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _


class BackOffice(admin.AdminSite):
    """The one admin site; sign-in is that of the accounts, with its second factor."""

    site_header = _("Back-office")
    site_title = _("Back-office")
    index_title = _("Start page")
    site_url = "/"
    empty_value_display = "–"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.login = secure_admin_login(self.login)

    def get_urls(self):
        return [
            path("find/", self.admin_view(self.find), name="find"),
            path("find/results/", self.admin_view(self.find_results), name="find_results"),
            *super().get_urls(),
        ]

    def find(self, request):
        from office.backoffice import quick_find

        return quick_find.page(request, self)

    def find_results(self, request):
        from office.backoffice import quick_find

        return quick_find.results(request, self)

    def index(self, request, extra_context=None):
        """The day's work: what waits for this person, and what they worked on last."""
        from office.backoffice.last_edits import last_edits
        from office.start_page import waiting_for

        context = {"waiting": waiting_for(request.user), "last_edits": last_edits(request)}
        return super().index(request, context | (extra_context or {}))
