"""A value that is chosen from a list is one of the list, whoever writes it."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction

from office.models import Citation
from tests import factories

# What the database takes any value of, and why.
UNCHECKED = {
    # Which languages the site has is a setting.
    "office.Link.language",
    "office.Office.original_language",
    "office.User.language",
    "delegations.Part.ask_language",
    "delegations.Recipient.language",
    "delegations.RequestDraft.language",
    "delegations.Visit.contact_language",
    # The program alone writes these.
    "office.ImportedRow.fate",
    "partnerships.Step.from_status",
    "partnerships.Step.to_status",
    "delegations.StateChange.new",
    "delegations.StateChange.old",
    # Held by a constraint of its own, which says of each state what it blocks.
    "agenda.Appointment.state",
    # To be held by a constraint as well.
    "directory.CityName.kind",
}


def chosen_fields():
    """Each field of ours whose value is chosen from a list."""
    ours = {one for one in settings.INSTALLED_APPS if "." not in one}
    for model in apps.get_models():
        is_ours = model._meta.app_label in ours and not hasattr(model, "history_object")
        for field in model._meta.concrete_fields if is_ours else ():
            if field.choices:
                yield field


def values_taken(field):
    """Which values the constraint of the field lets in; None where it has none."""
    name = f"{field.model._meta.app_label}_{field.model._meta.model_name}_{field.name}_is_known"
    for constraint in field.model._meta.constraints:
        if constraint.name == name:
            [(lookup, values)] = constraint.condition.children
            if lookup == f"{field.name}__range":
                return set(range(values[0], values[1] + 1))
            assert lookup == f"{field.name}__in"
            return set(values)
    return None


def test_the_form_offers_exactly_what_the_database_takes():
    taken = {str(field): values_taken(field) for field in chosen_fields()}
    offered = {
        str(field): {value for value, _label in field.flatchoices}
        # Of what may be left empty without a text of its own, nothing is asked.
        | ({""} if field.blank and not field.null else set())
        for field in chosen_fields()
    }

    assert {name for name, values in taken.items() if values is None} == UNCHECKED
    assert {name: taken[name] for name in taken.keys() - UNCHECKED} == {
        name: offered[name] for name in offered.keys() - UNCHECKED
    }


def make_citation():
    return Citation.objects.create(
        record=factories.make_city(), field="population", source=factories.make_source()
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("make", "name"),
    [
        (factories.make_organisation, "kind"),
        (factories.make_document, "kind"),
        (factories.make_event, "kind"),
        (factories.make_act, "kind"),
        (factories.make_contact, "channel"),
        (factories.make_contact, "direction"),
        (make_citation, "confidence"),
    ],
)
def test_the_database_takes_each_value_of_the_list_and_no_other(make, name):
    record = make()
    row = type(record).objects.filter(pk=record.pk)

    for value in record._meta.get_field(name).flatchoices:
        assert row.update(**{name: value[0]}) == 1
    with pytest.raises(IntegrityError, match=f"{name}_is_known"), transaction.atomic():
        row.update(**{name: "other?"})
