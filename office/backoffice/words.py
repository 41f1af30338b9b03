"""
Sentences of Django's admin that our catalogues say in another way.

Django sets the name of a kind of record into its sentences, which needs a gender in most
languages and is wrong for every second kind. Named here, they stay in locale/*.po, which
comes before Django's own catalogues. English needs none of this.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

SAID_IN_OUR_WAY = [
    # Before the title of a page on which something is to be corrected.
    _("Error:"),
    # After saving.
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was added successfully. You may edit it again below."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("You may edit it again below."),
    # Deleting.
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("Successfully deleted %(count)d %(items)s."),
    _("Delete selected %(verbose_name_plural)s"),
    _("Cannot delete %(name)s"),
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? '
        "All of the following related items will be deleted:"
    ),
    _(
        "Are you sure you want to delete the selected %(objects_name)s? "
        "All of the following objects and their related items will be deleted:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would result in deleting related "
        "objects, but your account doesn't have permission to delete the following types of "
        "objects:"
    ),
    _(
        "Deleting the selected %(objects_name)s would result in deleting related objects, but "
        "your account doesn't have permission to delete the following types of objects:"
    ),
    _(
        "Deleting the selected %(objects_name)s would require deleting the following protected "
        "related objects:"
    ),
    _("Yes, I’m sure"),
    # What is not there.
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    # Buttons, and the links beside a choice.
    _("Add %(name)s"),
    _("Add another %(verbose_name)s"),
    _("Add another %(model)s"),
    _("Change selected %(model)s"),
    _("View selected %(model)s"),
    _("Save and add another"),
    _("View"),
    # What is wrong.
    ngettext_lazy("Please correct the error below.", "Please correct the errors below."),
    # Lists.
    _("0 of %(cnt)s selected"),
    ngettext_lazy("%(total_count)s selected", "All %(total_count)s selected"),
    _("Select all %(total_count)s %(module_name)s"),
    # Months and days of the week: Django's Italian writes them with a capital letter.
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
    # Hidden headings of the start page.
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    # Pages of the sign-in (allauth): the term of the link that leads there.
    _("Two-Factor Authentication"),
]
