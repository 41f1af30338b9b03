"""Who is there already: shown beside the form as one types, and once more before it is saved."""

import re

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from directory.models import ContactDetail

# The box "this is another one": the keys of those that it was ticked for.
ANOTHER = "another"
PANEL = "admin/directory/_duplicates.html"


def contacts_of(data):
    """E-mail addresses and telephone numbers in the rows of a form, as `find` takes them."""
    emails, numbers = [], []
    for name, value in data.items():
        row = re.fullmatch(r"contacts-(\d+)-value", name)
        kind = row and data.get(f"contacts-{row[1]}-kind")
        if kind == ContactDetail.Kind.EMAIL:
            emails.append(value)
        elif kind in ContactDetail.NUMBERS:
            numbers.append(value)
    return {"emails": emails, "telephones": numbers}


class DuplicatesForm(forms.ModelForm):
    """
    Mixin of the form of a record that may be there already: it comes back once with those.

    `duplicates` are the rows found; the admin class gives `find_duplicates`.
    """

    duplicates = ()
    find_duplicates = None

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk is None:
            self.duplicates = list(self.find_duplicates(self.data))
        if self.duplicates and not self._are_others():
            self.add_error(
                None,
                _(
                    "Perhaps this is in the directory already: look at those found. If it is "
                    "none of them, tick “None of these” and save again."
                ),
            )
        return cleaned

    def _are_others(self):
        """Whether the box was ticked for each of those found now, in view of them."""
        ticked = self.data.get(ANOTHER, "").split(",")
        return {str(record.pk) for record in self.duplicates} <= set(ticked)


class ShowsDuplicates:
    """
    Mixin of the admin class: a panel of probable duplicates beside the form of a new record.

    It gives `described(data)`, the keyword arguments of `probable_duplicates`, from what a
    form holds; `watched`, the fields that are looked up as one types; and `with_details`.
    """

    change_form_template = "admin/directory/change_form_with_duplicates.html"
    watched = ()

    class Media:
        js = ["js/duplicates.js"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.duplicates_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_duplicates"
        return [path("duplicates/", view, name=name), *super().get_urls()]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.find_duplicates = staticmethod(lambda data: self.find_duplicates(request.user, data))
        return form

    def find_duplicates(self, user, data):
        """The probable duplicates of what a form holds that the user may see."""
        readable = self.model.objects.visible_to(user)
        return self.with_details(readable.probable_duplicates(**self.described(data)), user)

    def with_details(self, rows, user):
        contacts = ContactDetail.objects.visible_to(user)
        return rows.prefetch_related(Prefetch("contacts", contacts))

    def duplicates_view(self, request):
        """The panel for what was typed so far. Sent, not in the address: logs keep addresses."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        found = self.find_duplicates(request.user, request.POST)
        return render(request, PANEL, self.panel(found))

    def panel(self, found, ticked=""):
        return {
            "duplicates": found,
            "duplicate_keys": ",".join(str(record.pk) for record in found),
            "ticked": ticked,
            "opts": self.opts,
        }

    def render_change_form(self, request, context, *args, add=False, **kwargs):
        if add:
            form = context["adminform"].form
            context |= self.panel(form.duplicates, form.data.get(ANOTHER, ""))
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_duplicates"
            context |= {"duplicates_url": reverse(name), "watched": " ".join(self.watched)}
        return super().render_change_form(request, context, *args, add=add, **kwargs)
