"""The contacts in the back-office: noted in two clicks from a city, person or organisation."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.backoffice.documents import DocumentInline, WithFile
from directory.backoffice.panels import contact_panels
from directory.models import City, Contact, Organisation, Person
from office.backoffice import PlainVisibleRecordAdmin
from office.backoffice.base import is_key
from office.backoffice.filters import DecadeFilter
from office.backoffice.frame import record_url
from office.backoffice.rights import visible
from office.files import DocumentFormField
from office.languages import in_every_language
from office.models import User
from office.start_page import Link

# With whom a contact is had, the most particular first: where one came from, and goes back to.
PARTNERS = {"person": Person, "organisation": Organisation, "city": City}
# In the address of the form: the page to come back to, where it is not the record's form.
BACK = "back"
SHOWN = 10


class ContactForm(WithFile):
    """A contact, and what came with it: a file or a mail."""

    file = DocumentFormField(label=_("File or mail"), required=False)


@admin.register(Contact)
class ContactAdmin(PlainVisibleRecordAdmin):
    """With whom were we in contact, when and how, and what came of it?"""

    form = ContactForm
    list_display = ["had_on", "channel", "city", "person", "organisation", "summary", "had_by"]
    # One city of hundreds is found by typing its name.
    list_filter = [
        "channel",
        "direction",
        ("had_on", DecadeFilter),
        "had_by",
        "city__country",
        "audience__level",
    ]
    list_select_related = ["city", "person", "organisation", "had_by"]
    search_fields = [
        "summary",
        "note",
        "person__family_name",
        *in_every_language("city__name"),
        *in_every_language("organisation__name"),
    ]
    search_help_text = _("Words of the contact, a city, a family name or an organisation.")
    autocomplete_fields = ["city", "person", "organisation"]
    inlines = [DocumentInline]
    fields = [
        "summary",
        ("had_on", "channel", "direction"),
        "city",
        "person",
        "organisation",
        "had_by",
        "note",
        "file",
    ]
    only_to_write = ["file"]

    def get_changeform_initial_data(self, request):
        """Today, by whoever writes it down, and with whom the address says."""
        today = {"had_on": timezone.localdate(), "had_by": request.user.pk}
        return today | super().get_changeform_initial_data(request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "had_by":
            kwargs["queryset"] = User.objects.filter(is_staff=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """With what one should have in mind at the next contact with them."""
        form = context["adminform"].form
        partners = {name: form[name].value() for name in PARTNERS if name in form.fields}
        if obj:
            partners = {name: getattr(obj, f"{name}_id") for name in PARTNERS}
        known = {name: int(key) for name, key in partners.items() if key and is_key(key)}
        found = (panel(known, request.user) for panel in contact_panels.values()) if known else ()
        context["panels"] = [panel for panel in found if panel]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """The city follows from the offices of the person that whoever notes it may see."""
        if obj.city_id is None and obj.person_id:
            seen = visible(obj.person.offices.all(), request.user)
            obj.city = obj.city_meant(seen.select_related("city", "organisation__city"))
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        """Back to the page from which one came to note it."""
        url = self.came_from(request)
        if url is None or {"_continue", "_addanother", "_popup"} & request.POST.keys():
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, gettext("Noted: “%(contact)s”.") % {"contact": obj})
        return redirect(url)

    def response_post_save_change(self, request, obj):
        """The same after a change; without an address to come back to, the list."""
        url = self.came_from(request)
        return redirect(url) if url else super().response_post_save_change(request, obj)

    def came_from(self, request):
        """The page that the address names, of a record that the user may see; else None."""
        for name, model in PARTNERS.items():
            key = request.GET.get(name, "")
            if not key.isdecimal():
                continue
            record = visible(model._default_manager.filter(pk=key), request.user).first()
            if record is None:
                return None
            if request.GET.get(BACK) == "timeline" and model is City:
                return reverse("admin:directory_city_timeline", args=[record.pk])
            return record_url(record)
        return None


class NotesContacts:
    """Mixin of the admin class of a partner: its last contacts, and the button to note one."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        page = self.admin_site._registry[Contact]
        if obj and page.has_view_or_change_permission(request):
            name = partner_name(obj)
            had = visible(Contact.objects.filter(**{name: obj}), request.user).in_order()
            context["contacts_had"] = list(
                had.select_related("person", "organisation", "had_by")[: SHOWN + 1]
            )
            context["contacts_shown"] = SHOWN
            context["all_contacts_url"] = (
                f"{reverse('admin:directory_contact_changelist')}?{name}__id__exact={obj.pk}"
            )
            context["came_from"] = urlencode({name: obj.pk})
            if page.has_add_permission(request):
                context["note_contact_url"] = note_contact_url(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def partner_name(record):
    return next(name for name, model in PARTNERS.items() if isinstance(record, model))


def note_contact_url(record, **more):
    """The form of a new contact with this city, person or organisation."""
    query = urlencode({partner_name(record): record.pk, **more})
    return f"{reverse('admin:directory_contact_add')}?{query}"


def to_begin(user):
    """For the start page: the form of a new contact."""
    if not user.has_perm("directory.add_contact"):
        return []
    return [Link(gettext("Note a contact"), reverse("admin:directory_contact_add"))]
