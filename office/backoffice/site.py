from functools import wraps

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db import transaction
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

REDIRECT = 302


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

    def admin_view(self, view, cacheable=False):
        """Of a page; what its form changed is true of the duties as soon as it is saved."""
        return super().admin_view(keeps_duties(view), cacheable)

    def get_urls(self):
        from office.backoffice import duties, links, own_pages, translators
        from office.exchange.urls import urls as tables

        ours = [
            path(address, self.admin_view(view), name=name)
            for address, view, name in (*translators.PAGES, *duties.PAGES, *links.PAGES)
        ]
        # Before the admin's own, whose last one takes everything.
        ours += [
            path("find/", self.admin_view(self.find), name="find"),
            path("find/results/", self.admin_view(self.find_results), name="find_results"),
        ]
        ours += own_pages.urls(self.admin_view)
        return [*ours, *tables(self.admin_view), *super().get_urls()]

    def get_app_list(self, request, app_label=None):
        """With the pages that are no list of one kind of record."""
        from office.backoffice import own_pages

        apps = super().get_app_list(request, app_label)
        for app in apps:
            if app["app_label"] == "office":
                app["models"] += self._further_pages(request.user)
            app["models"] += [
                listed(label, name, url)
                for name, label, url in own_pages.of_app(app["app_label"], request.user)
            ]
        return [group for app in apps for group in self._with_settings_apart(app)]

    def _with_settings_apart(self, app):
        """The app with what one does every day, and beneath it what is laid down once."""
        of_settings = [one for one in app["models"] if self._is_setting(one.get("model"))]
        daily = [one for one in app["models"] if one not in of_settings]
        if not (of_settings and daily):
            return [app]
        name = _("%(app)s: settings") % {"app": app["name"]}
        return [app | {"models": daily}, app | {"name": name, "models": of_settings}]

    def _is_setting(self, model):
        return bool(model) and self._registry[model].is_setting

    def _further_pages(self, user):
        from office.backoffice import desk
        from office.exchange.resources import importable_by

        pages = [
            (_("What is due"), "duties", True),
            (_("Imports"), "import_list", importable_by(user)),
            (_("Translations"), "translation_languages", desk.languages(user)),
        ]
        return [
            listed(label, name, reverse(f"admin:{name}", current_app=self.name))
            for label, name, has_something in pages
            if has_something
        ]

    def find(self, request):
        from office.backoffice import quick_find

        return quick_find.page(request, self)

    def find_results(self, request):
        from office.backoffice import quick_find

        return quick_find.results(request, self)

    def autocomplete_view(self, request):
        from office.backoffice.choosing import Choices

        return Choices.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        """The day's work: what waits for this person, and what they worked on last."""
        from office.backoffice import duties, news, radar
        from office.backoffice.last_edits import last_edits
        from office.start_page import Link, to_begin, waiting_for

        waiting = waiting_for(request.user)
        context = {
            "daily": [
                Link(radar.TITLE, reverse("admin:radar")),
                Link(_("What is due"), reverse("admin:duties")),
            ],
            "coming": radar.anniversaries_soon(request.user),
            "to_begin": to_begin(request.user),
            "news": news.unread(request.user),
            "duties": duties.of_start_page(request.user),
            "waiting": [line for line in waiting if not line.language],
            "texts": [line for line in waiting if line.language],
            "last_edits": last_edits(request),
        }
        return super().index(request, context | (extra_context or {}))


def keeps_duties(view):
    """
    The view, after which the duties are kept anew where it saved something.

    A step, a fee, another person in charge: any form may close one duty and open another.
    A form that is shown again, because something in it is wrong, has saved nothing.
    """
    from office import duties

    @wraps(view)
    def kept(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        if request.method == "POST" and answer.status_code == REDIRECT:
            transaction.on_commit(duties.refresh)
        return answer

    return kept


def listed(label, name, url):
    """A page as it stands in the list of an app."""
    return {
        "name": label,
        "object_name": name,
        "admin_url": url,
        "add_url": None,
        "perms": {"view": True},
        "view_only": True,
    }
