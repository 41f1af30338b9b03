from django import forms
from django.contrib import admin
from django.contrib.auth import password_validation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from office.backoffice import RecordAdmin, RecordForm, TranslatedRecordAdmin
from office.backoffice.forms import RolesField
from office.backoffice.mail_templates import MailTemplateAdmin
from office.backoffice.outbox import MailAdmin
from office.backoffice.papers import PaperTemplateAdmin
from office.backoffice.privacy import PrivacyNoticeAdmin
from office.backoffice.retention import HoldAdmin, RetentionAdmin
from office.languages import offered_languages, original_language
from office.models import (
    Hold,
    Mail,
    MailTemplate,
    Office,
    PaperTemplate,
    PrivacyNotice,
    Retention,
    Source,
    User,
)

# The pages that other packages bring know nothing of our rights.
for model in list(admin.site._registry):
    admin.site.unregister(model)


def several_languages(db_field, choices, *, required=True):
    """The form field of a list of languages: a box to tick for each."""
    return forms.TypedMultipleChoiceField(
        label=capfirst(db_field.verbose_name),
        help_text=db_field.help_text,
        choices=choices,
        required=required,
        widget=forms.CheckboxSelectMultiple,
    )


@admin.register(Office)
class OfficeAdmin(TranslatedRecordAdmin):
    """Under which name, address and languages does the office show itself?"""

    list_display = ["name", "department", "original_language"]
    fieldsets = [
        (None, {"fields": ["name", "city_name", "department", "coat_of_arms"]}),
        (_("Languages"), {"fields": ["original_language", "languages"]}),
        (
            _("Contact"),
            {
                "fields": [
                    "address",
                    "telephone",
                    "email",
                    "certified_email",
                    "website",
                    "privacy_contact",
                    "licence",
                ]
            },
        ),
        (_("For the public"), {"fields": ["heritage", "for_schools"]}),
        (_("Reminders"), {"fields": ["escalation_days"]}),
        (_("Larger body"), {"fields": ["parent_body", "parent_body_url", "country"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "languages":
            return several_languages(db_field, db_field.base_field.choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request):
        """There is one office; `start_office` or a data set makes it."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.register(PaperTemplate, PaperTemplateAdmin)
admin.site.register(PrivacyNotice, PrivacyNoticeAdmin)
admin.site.register(Mail, MailAdmin)
admin.site.register(MailTemplate, MailTemplateAdmin)
admin.site.register(Retention, RetentionAdmin)
admin.site.register(Hold, HoldAdmin)


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Where do our facts come from?"""

    list_display = ["title", "url", "published_on", "licence"]
    search_fields = ["title", "url"]


class UserForm(RecordForm):
    new_password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Leave it empty to keep the password, or to let the person set one by mail."),
    )

    def clean_email(self):
        """In small letters, and told at the field: two capitals make no second account."""
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk):
            raise forms.ValidationError(_("There is an account with this e-mail address."))
        return email

    def clean_new_password(self):
        password = self.cleaned_data["new_password"]
        if password:
            password_validation.validate_password(password, self.instance)
        return password

    def clean(self):
        cleaned = super().clean()
        roles = {group.name for group in cleaned.get("groups") or []}
        if "head" not in roles and self.instance.is_the_only_head():
            self.add_error("groups", User.THE_ONLY_HEAD)
        return cleaned


@admin.register(User)
class UserAdmin(RecordAdmin):
    """Who has an account, in which role, and who may still sign in?"""

    form = UserForm
    # Who works here, and when they last came, is nobody's list to carry away.
    is_exported = False
    list_display = ["name", "email", "role_names", "language", "is_active", "last_login"]
    list_filter = ["is_active", "language"]
    search_fields = ["name", "email"]
    fields = [
        "name",
        "email",
        "language",
        "told",
        "groups",
        "translates",
        "is_active",
        "new_password",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "translates":
            return several_languages(db_field, offered_languages(), required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "language":
            kwargs |= {"choices": offered_languages(), "initial": original_language()}
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs |= {"form_class": RolesField, "widget": forms.CheckboxSelectMultiple}
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label, field.help_text = _("Roles"), ""
        return field

    def save_model(self, request, obj, form, change):
        if form.cleaned_data["new_password"]:
            obj.set_password(form.cleaned_data["new_password"])
        elif not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.give_roles(*(group.name for group in form.cleaned_data["groups"]))

    @admin.display(description=_("roles"))
    def role_names(self, user):
        from office.roles import BY_KEY

        return ", ".join(str(BY_KEY[group.name].label) for group in user.groups.all())
