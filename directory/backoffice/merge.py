"""Two records of one person, side by side, and the choice of what stands."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import display_for_field
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directory.actions import CannotMerge, locked, merge_people, merged_fields
from directory.models import Person
from office.backoffice import frame
from office.backoffice.rights import visible
from office.tongues import LanguageField, names

MOST_FOUND = 20


@dataclass(frozen=True)
class Line:
    """One field of both people; `choice` is the form's where a person has to say."""

    label: str
    kept: str
    dropped: str
    choice: object = None


class MergeForm(forms.Form):
    """Which of the two values stands, for each field that both fill differently."""

    other = forms.IntegerField(widget=forms.HiddenInput)
    versions = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data, *, keep, drop, fields):
        versions = f"{keep.version}.{drop.version}"
        super().__init__(data, initial={"other": drop.pk, "versions": versions})
        self.keep, self.drop, self.compared = keep, drop, fields
        for field in fields:
            if differ(field, keep, drop):
                self.fields[field.name] = forms.ChoiceField(
                    choices=[("keep", shown(field, keep)), ("drop", shown(field, drop))],
                    initial="keep",
                    widget=forms.RadioSelect,
                )

    def clean_versions(self):
        if self.cleaned_data["versions"] != self.initial["versions"]:
            raise forms.ValidationError(
                _("Someone else saved one of the two meanwhile: look again, then merge.")
            )
        return self.cleaned_data["versions"]

    @property
    def chosen(self):
        """The names of the fields that the one that goes has right. Of a valid form only."""
        return [name for name, value in self.cleaned_data.items() if value == "drop"]

    @property
    def lines(self):
        for field in self.compared:
            mine, theirs = shown(field, self.keep), shown(field, self.drop)
            choice = self[field.name] if field.name in self.fields else None
            if mine or theirs:
                yield Line(capfirst(field.verbose_name), mine, theirs, choice)


def differ(field, keep, drop):
    values = [getattr(person, field.attname) for person in (keep, drop)]
    return values[0] != values[1] and not {None, ""} & set(values)


def shown(field, person):
    value = getattr(person, field.name)
    if isinstance(field, LanguageField):
        return names().get(value, value)
    if field.name == "photograph":
        return value and _("photograph by %s") % (person.photograph_author or _("an unknown hand"))
    return display_for_field(value, field, "") if value not in (None, "") else ""


class MergesPeople:
    """Mixin of the admin class of people: the page that makes one of two."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", view, name="directory_person_merge"), *super().get_urls()]

    def has_merge_permission(self, request, person=None):
        may_merge = request.user.has_perm("directory.merge_person")
        return may_merge and self.has_change_permission(request, person)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and self.has_merge_permission(request, obj):
            context["merge_url"] = reverse("admin:directory_person_merge", args=[obj.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def merge_view(self, request, pk):
        """First who the other one is; then both side by side; then, once sent, one."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        readable = Person.objects.visible_to(request.user)
        keep = get_object_or_404(readable, pk=pk)
        asked = (request.POST or request.GET).get("other")
        if asked is None:
            return self._choose_other(request, keep, readable.exclude(pk=pk))
        if not asked.isdecimal() or int(asked) == pk:
            raise Http404
        drop = get_object_or_404(readable, pk=int(asked))
        with transaction.atomic():
            return self._side_by_side(request, keep, drop)

    def _choose_other(self, request, keep, others):
        words = request.GET.get("q", "").replace("\0", "").strip()
        if words:
            found = others.called(words)[:MOST_FOUND]
        else:
            found = others.probable_duplicates(**described(keep))
        found = self.with_details(found, request.user)
        return self._page(request, "merge_choose", keep, words=words, found=found)

    def _side_by_side(self, request, keep, drop):
        keep, drop = sorted(locked(keep, drop), key=lambda person: person.pk != keep.pk)
        fields = [
            field
            for field in merged_fields()
            if field.name != "account" or request.user.has_perm("office.view_user")
        ]
        form = MergeForm(request.POST or None, keep=keep, drop=drop, fields=fields)
        if form.is_valid():
            try:
                merge_people(keep=keep, drop=drop, by=request.user, chosen=form.chosen)
            except CannotMerge as error:
                form.add_error(None, self._why_not(error.record, request.user))
            else:
                return self._merged(request, keep, drop)
        return self._page(
            request,
            "merge",
            keep,
            other=drop,
            form=form,
            rows=self._rows(request.user, keep, drop),
            swap_url=reverse("admin:directory_person_merge", args=[drop.pk]),
        )

    def _page(self, request, name, keep, **context):
        title = _("Two records of one person: %s") % keep
        template = f"admin/directory/{name}.html"
        return frame.page(request, template, title, person=keep, opts=self.opts, **context)

    def _rows(self, user, *people):
        """What hangs on each of the two, as far as the user may see it: all of it stays."""
        return [
            [
                (capfirst(related.model._meta.verbose_name_plural), list(visible(related, user)))
                for related in (
                    person.offices.select_related("city", "organisation"),
                    person.contacts.all(),
                    person.languages.all(),
                )
            ]
            for person in people
        ]

    def _why_not(self, record, user):
        rows = type(record)._default_manager.filter(pk=record.pk)
        names = [str(row) for row in visible(rows, user)]
        return _("Both stand in one record that takes a person once: %s. Change it first.") % (
            names[0] if names else _("something that you may not see")
        )

    def _merged(self, request, keep, drop):
        self.log_change(request, keep, _("Merged from two records: %s") % drop)
        told = _("Two records are one now. “%(keep)s” stays and has what “%(drop)s” had.")
        messages.success(request, told % {"keep": keep, "drop": drop})
        return redirect("admin:directory_person_change", keep.pk)


def described(person):
    """What is known of a person, to find others like it."""
    contacts = person.contacts.exclude(normalised="")
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "own_name": person.own_name,
        "emails": [one.normalised for one in contacts if "@" in one.normalised],
        "telephones": [one.normalised for one in contacts if "@" not in one.normalised],
    }
