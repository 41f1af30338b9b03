from allauth.account.decorators import secure_admin_login
from django.contrib import admin
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
        from office.exchange.urls import urls

        # Before the admin's own, whose last one takes everything.
        return [*urls(self.admin_view), *super().get_urls()]
