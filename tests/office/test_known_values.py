"""A value that is chosen from a list is one of the list, whoever writes it."""

import pytest
from django.db import IntegrityError, transaction

from office.models import Citation
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def make_citation():
    return Citation.objects.create(
        record=factories.make_city(), field="population", source=factories.make_source()
    )


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
