"""The page of a person in the back-office."""

from django import forms
from django.contrib import admin
from django.db.models import Prefetch
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from directory import terms
from directory.backoffice.contacts import NotesContacts
from directory.backoffice.duplicates import DuplicatesForm, ShowsDuplicates, contacts_of
from directory.backoffice.merge import MergesPeople
from directory.backoffice.rows import ContactInline, OfficeHeldInline, PersonLanguageInline
from directory.models import City, OfficeHeld, Person, PersonLanguage
from office.backoffice import VisibleRecordAdmin, VisibleRecordForm
from office.served import PRIVATE, served
from office.tongues import names


class ProtectedPictureInput(forms.ClearableFileInput):
    """Shows the picture that is kept, through the page that asks who may see it."""

    template_name = "office/widgets/protected_picture.html"
    picture_url = ""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["picture_url"] = self.picture_url
        return context

    def _render(self, template_name, context, renderer=None):
        # The renderer of forms knows Django's inputs, and not the project's own templates.
        return render_to_string(template_name, context)


class PersonForm(DuplicatesForm, VisibleRecordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "photograph" in self.fields:
            url = reverse("admin:directory_person_photograph", args=[self.instance.pk])
            self.fields["photograph"].widget.picture_url = url


class LanguageFilter(admin.SimpleListFilter):
    """By a language that somebody in the list has."""

    title, parameter_name = _("language"), "language"

    def lookups(self, request, model_admin):
        rows = PersonLanguage.objects.visible_to(request.user)
        known = names()
        codes = rows.order_by().values_list("language", flat=True).distinct()
        return sorted(((code, known.get(code, code)) for code in codes), key=lambda one: one[1])

    def queryset(self, request, queryset):
        return queryset.filter(languages__language=self.value()) if self.value() else queryset


class UseFilter(admin.SimpleListFilter):
    """By what a person does in some language, or in the one chosen beside."""

    title, parameter_name = _("work with languages"), "work"
    WORK = {
        "guides": {"guides_in": True},
        "from": {"interprets_from": True},
        "into": {"interprets_into": True},
    }

    def lookups(self, request, model_admin):
        return [
            ("guides", _("guides")),
            ("from", _("interprets from it")),
            ("into", _("interprets into it")),
        ]

    def queryset(self, request, queryset):
        if self.value() not in self.WORK:
            return queryset
        rows = PersonLanguage.objects.filter(**self.WORK[self.value()])
        if language := request.GET.get(LanguageFilter.parameter_name):
            rows = rows.filter(language=language)
        return queryset.filter(pk__in=rows.values("person"))


class InOfficeFilter(admin.SimpleListFilter):
    """Who holds office today, and whose every term has ended."""

    title, parameter_name = pgettext_lazy("of a person", "office"), "office"

    def lookups(self, request, model_admin):
        return [
            ("today", _("in office today")),
            ("ended", _("every term has ended")),
            ("unfollowed", _("term ended, and nobody known to follow")),
        ]

    def queryset(self, request, queryset):
        today, user = timezone.localdate(), request.user
        if self.value() == "today":
            return queryset.in_office_on(today, user=user)
        if self.value() == "ended":
            return queryset.out_of_office_on(today, user=user)
        if self.value() == "unfollowed":
            return queryset.filter(pk__in={one.office.person_id for one in terms.ended(user)})
        return queryset


@admin.register(Person)
class PersonAdmin(NotesContacts, MergesPeople, ShowsDuplicates, VisibleRecordAdmin):
    """Whom do we know, in which office today, in which languages, and how do we reach them?"""

    form = PersonForm
    list_display = ["sort_name", "office_today", "spoken", "seen_by"]
    list_filter = [InOfficeFilter, LanguageFilter, UseFilter, "audience__level"]
    # What is searched is for `called` to say; the box is there because this is not empty.
    search_fields = ["family_name"]
    search_help_text = _("A name in any script, an e-mail address or a telephone number.")
    autocomplete_fields = ["account"]
    inlines = [OfficeHeldInline, ContactInline, PersonLanguageInline]
    cited_fields = ["family_name", "given_name", "own_name", "pronunciation"]
    watched = ("given_name", "family_name", "own_name")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    "given_name",
                    "family_name",
                    "family_first",
                    "form_of_address",
                    "language",
                    "website",
                ]
            },
        ),
        (
            _("In its own script, and aloud"),
            {"fields": ["own_name", "own_language", "transliteration", "pronunciation"]},
        ),
        (
            _("Photograph"),
            {
                "fields": [
                    "photograph",
                    ("photograph_author", "photograph_licence"),
                    "consent_on",
                    "consent_note",
                    "photograph_published",
                ]
            },
        ),
        (_("For the office"), {"fields": ["note", "account"]}),
    ]

    def get_queryset(self, request):
        offices = OfficeHeld.objects.visible_to(request.user)
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                Prefetch("offices", offices.select_related("city", "organisation")), "languages"
            )
        )

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """A new person begins with an office at the city that one comes from."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        key = request.GET.get("city", "")
        if request.method == "GET" and key.isdecimal() and isinstance(inline, OfficeHeldInline):
            cities = City.objects.visible_to(request.user).filter(pk=key)
            kwargs["initial"] = [{"city": city} for city in cities]
        return kwargs

    def get_search_results(self, request, queryset, search_term):
        return (queryset.called(search_term) if search_term else queryset), False

    def get_exclude(self, request, obj=None):
        """The account only for those who may see accounts."""
        excluded = super().get_exclude(request, obj)
        sees_accounts = request.user.has_perm("office.view_user")
        return excluded if sees_accounts else [*excluded, "account"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "photograph":
            kwargs["widget"] = ProtectedPictureInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self):
        view = self.admin_site.admin_view(self.photograph_view)
        photograph = path("<int:pk>/photograph/", view, name="directory_person_photograph")
        return [photograph, *super().get_urls()]

    def photograph_view(self, request, pk):
        person = self.get_object(request, pk)
        if person is None or not self.has_view_permission(request, person):
            raise Http404
        return served(person.photograph.open, kept=PRIVATE, content_type="image/webp")

    def described(self, data):
        typed = {name: data.get(name, "") for name in self.watched}
        return typed | contacts_of(data)

    def with_details(self, rows, user):
        offices = OfficeHeld.objects.visible_to(user).select_related("city", "organisation")
        return super().with_details(rows, user).prefetch_related(Prefetch("offices", offices))

    def choice_label(self, person):
        office = self.office_today(person)
        return f"{person} ({office})" if office else str(person)

    @admin.display(description=_("name"), ordering="family_name")
    def sort_name(self, person):
        return person.sort_name

    @admin.display(description=pgettext_lazy("of a person", "office today"))
    def office_today(self, person):
        between = pgettext("between two of a list", "; ")
        return between.join(str(office) for office in person.offices_today) or None

    @admin.display(description=_("languages"))
    def spoken(self, person):
        return ", ".join(str(language) for language in person.languages.all()) or None
