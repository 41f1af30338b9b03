"""The partial date: its value, its field in the database, its form field and its inputs."""

import datetime
import json

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import DateRangeField
from django.contrib.staticfiles import finders
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from pytest_django.asserts import assertHTMLEqual
from simple_history.models import HistoricalRecords

from office.dates import (
    InOrder,
    PartialDate,
    PartialDateField,
    PartialDateFormField,
    PartialDateWidget,
    partial_date_constraint,
)

YEAR = PartialDate(1954)
MONTH = PartialDate(1954, 7)
DAY = PartialDate(1954, 7, 3)

# Any installed app will do: the models stay in a registry of their own.
with isolate_apps("django.contrib.contenttypes"):

    class Bond(models.Model):
        since = PartialDateField("since", help_text="When it began.")
        until = PartialDateField("until", blank=True, null=True)

        history = HistoricalRecords(history_user_id_field=models.IntegerField(null=True))

        class Meta:
            app_label = "contenttypes"
            constraints = [
                partial_date_constraint("since"),
                partial_date_constraint("until"),
                InOrder(
                    "since",
                    "until",
                    name="bond_ends_after_it_begins",
                    message="It ends before it begins.",
                ),
            ]

        def __str__(self):
            return str(self.since)

    class Medal(models.Model):
        bond = models.ForeignKey(Bond, models.CASCADE)
        given_on = PartialDateField(blank=True, null=True, earliest_year=1900, latest_year=1999)

        class Meta:
            app_label = "contenttypes"

        def __str__(self):
            return str(self.given_on)


class BondForm(forms.ModelForm):
    class Meta:
        model = Bond
        fields = ["since", "until"]


@pytest.fixture
def bonds(db):
    """The bonds of a table that lives as long as the test."""
    with connection.schema_editor() as editor:
        editor.create_model(Bond)
        editor.create_model(Bond.history.model)
    return Bond.objects


def typed(name, day="", month="", year=""):
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


# ---------------------------------------------------------------- the value


@pytest.mark.parametrize(
    ("date", "precision", "first", "last", "iso"),
    [
        (YEAR, "year", datetime.date(1954, 1, 1), datetime.date(1954, 12, 31), "1954"),
        (MONTH, "month", datetime.date(1954, 7, 1), datetime.date(1954, 7, 31), "1954-07"),
        (DAY, "day", datetime.date(1954, 7, 3), datetime.date(1954, 7, 3), "1954-07-03"),
        (
            PartialDate(2024, 2),
            "month",
            datetime.date(2024, 2, 1),
            datetime.date(2024, 2, 29),
            "2024-02",
        ),
    ],
)
def test_a_date_stands_for_all_the_days_it_may_mean(date, precision, first, last, iso):
    end = last + datetime.timedelta(days=1)

    assert (date.precision, date.first, date.last) == (precision, first, last)
    assert date.as_range == DateRange(first, end, "[)")
    assert date.isoformat() == iso
    assert PartialDate.parse(iso) == date
    assert PartialDate.from_range(date.as_range) == date


@pytest.mark.parametrize(
    "text",
    [
        "",
        "54",
        "1954-7",
        "1954-13",
        "1954-00",
        "1954-02-29",
        "1954-07-00",
        "1954-07-03 ",
        "19540703",
    ],
)
def test_parse_refuses_what_is_no_date(text):
    with pytest.raises(ValueError):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "days",
    [
        DateRange(empty=True),
        DateRange(None, datetime.date(1954, 1, 1)),
        DateRange(datetime.date(1954, 1, 1), None),
        DateRange(datetime.date(1954, 1, 1), datetime.date(1954, 1, 3)),
        DateRange(datetime.date(1954, 7, 2), datetime.date(1954, 8, 2)),
        DateRange(datetime.date(1954, 2, 1), datetime.date(1955, 2, 1)),
    ],
)
def test_from_range_refuses_what_is_not_one_year_month_or_day(days):
    with pytest.raises(ValueError):
        PartialDate.from_range(days)


@pytest.mark.parametrize("parts", [(1954, None, 3), (1954, 2, 30), (1954, 13), (1954, 7, 0), (0,)])
def test_a_date_that_does_not_exist_cannot_be_made(parts):
    with pytest.raises(ValueError):
        PartialDate(*parts)


def test_a_date_cannot_be_changed_and_counts_once_in_a_set():
    with pytest.raises(AttributeError):
        DAY.year = 1955

    assert {DAY, PartialDate.parse("1954-07-03"), PartialDate.of(datetime.date(1954, 7, 3))} == {
        DAY
    }


def test_a_moment_is_no_day():
    with pytest.raises(ValueError):
        PartialDate.of(datetime.datetime(1954, 7, 3, 12, tzinfo=datetime.UTC))


def test_dates_sort_by_their_first_day_then_by_their_last():
    in_order = ["1953", "1954-01-01", "1954-01", "1954", "1954-07-01", "1954-07", "1954-07-03"]

    dates = [PartialDate.parse(text) for text in reversed(in_order)]

    assert [date.isoformat() for date in sorted(dates)] == in_order


def test_only_dates_that_share_no_day_are_certainly_before_each_other():
    assert PartialDate(1954, 6).is_certainly_before(MONTH)
    assert MONTH.is_certainly_before(datetime.date(1954, 8, 1))
    assert not YEAR.is_certainly_before(DAY)
    assert not PartialDate(1954, 1).is_certainly_before(YEAR)
    assert not DAY.is_certainly_before(DAY)


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("it", "3 luglio 1954", "luglio 1954"),
        ("en", "3 July 1954", "July 1954"),
        ("fr", "3 juillet 1954", "juillet 1954"),
        ("de", "3. Juli 1954", "Juli 1954"),
        ("es", "3 de julio de 1954", "julio de 1954"),
    ],
)
def test_a_date_prints_in_the_active_language(language, day, month):
    with translation.override(language):
        assert [str(DAY), str(MONTH), str(YEAR)] == [day, month, "1954"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "1º novembre 1911"),
        ("en", "1 November 1911"),
        ("fr", "1er novembre 1911"),
        ("de", "1. November 1911"),
        ("es", "1 de noviembre de 1911"),
    ],
)
def test_the_first_of_a_month_is_written_as_its_language_does(language, text):
    with translation.override(language):
        assert str(PartialDate(1911, 11, 1)) == text


def test_a_date_prints_where_no_language_is_active():
    with translation.override(None):
        assert str(MONTH) == "July 1954"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("it", "18–21 giugno 1988"),
        ("en", "18–21 June 1988"),
        ("fr", "18–21 juin 1988"),
        ("de", "18.–21. Juni 1988"),
        ("es", "18–21 de junio de 1988"),
    ],
)
def test_days_of_one_month_name_it_once(language, said):
    with translation.override(language):
        period = PartialDate(1988, 6, 18).as_html_until(PartialDate(1988, 6, 21))

    assert strip_tags(period) == said
    assert 'datetime="1988-06-18"' in period
    assert 'datetime="1988-06-21"' in period


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("1988-06-01", "1988-06-04", "1º–4 giugno 1988"),
        ("1988-06-28", "1988-07-02", "28 giugno 1988 – 2 luglio 1988"),
        ("1988-06", "1988-06-21", "giugno 1988 – 21 giugno 1988"),
        ("1988-06-18", None, "18 giugno 1988"),
        ("1988", "1988", "1988"),
    ],
)
def test_other_periods_name_both_dates(start, end, said):
    with translation.override("it"):
        period = PartialDate.of(start).as_html_until(end and PartialDate.of(end))

    assert strip_tags(period) == said


def test_as_html_gives_machines_the_iso_form():
    with translation.override("it"):
        html = MONTH.as_html()

    assert html == '<time datetime="1954-07">luglio 1954</time>'
    assert isinstance(html, SafeString)


# ---------------------------------------------------------------- the field of a model


@pytest.mark.parametrize(
    ("given", "date"),
    [
        (MONTH, MONTH),
        ("1954-07", MONTH),
        (datetime.date(1954, 7, 3), DAY),
        (DateRange(datetime.date(1954, 1, 1), datetime.date(1955, 1, 1)), YEAR),
    ],
)
def test_what_is_assigned_is_a_partial_date_at_once_and_after_reading_back(bonds, given, date):
    bond = bonds.create(since=given)

    assert (bond.since, bond.until) == (date, None)
    bond.refresh_from_db()
    assert (bond.since, bond.until) == (date, None)


def test_assigning_what_is_no_date_is_refused_by_name():
    with pytest.raises(ValidationError, match="“last summer” is not a date"):
        Bond(since="last summer")


def test_many_rows_are_written_and_changed_at_once(bonds):
    made = bonds.bulk_create([Bond(since="1954"), Bond(since="1960-02-29", until="1961")])
    made[0].until = "1999-12"
    bonds.bulk_update(made, ["until"])
    bonds.filter(since=DAY).update(since="2000")
    bonds.filter(since=YEAR).update(since=DAY)

    assert list(bonds.order_by("pk").values_list("since", "until")) == [
        (DAY, PartialDate(1999, 12)),
        (PartialDate(1960, 2, 29), PartialDate(1961)),
    ]


def test_the_database_sorts_mixed_precision_as_the_values_sort(bonds):
    bonds.bulk_create(
        Bond(since=text) for text in ["1954", "1955", "1954-07-03", "1954-07", "1954-01"]
    )

    dates = list(bonds.order_by("since").values_list("since", flat=True))

    assert dates == sorted(dates)
    assert [date.isoformat() for date in dates] == [
        "1954-01",
        "1954",
        "1954-07",
        "1954-07-03",
        "1955",
    ]


@pytest.mark.parametrize(
    ("lookup", "value", "found"),
    [
        ("since", "1954", ["1954"]),
        ("since__in", ["1954", DAY], ["1954", "1954-07-03"]),
        ("since__isnull", False, ["1953-12-31", "1954", "1954-07", "1954-07-03", "1955"]),
        ("since__year", 1954, ["1954", "1954-07", "1954-07-03"]),
        ("since__year", "1955", ["1955"]),
        ("since__before", datetime.date(1954, 7, 3), ["1953-12-31"]),
        ("since__before", "1955", ["1953-12-31", "1954", "1954-07", "1954-07-03"]),
        ("since__after", MONTH, ["1955"]),
        ("since__after", datetime.date(1953, 12, 31), ["1954", "1954-07", "1954-07-03", "1955"]),
        ("since__overlap", MONTH, ["1954", "1954-07", "1954-07-03"]),
        ("since__contained_by", MONTH, ["1954-07", "1954-07-03"]),
        (
            "since__contained_by",
            (datetime.date(1953, 1, 1), datetime.date(1954, 7, 10)),
            ["1953-12-31", "1954-07-03"],
        ),
        ("since__contains", datetime.date(1954, 7, 9), ["1954", "1954-07"]),
        ("since__startswith__gte", datetime.date(1954, 7, 2), ["1954-07-03", "1955"]),
        ("since__startswith__year", 1953, ["1953-12-31"]),
    ],
)
def test_lookups_find(bonds, lookup, value, found):
    bonds.bulk_create(
        Bond(since=text) for text in ["1953-12-31", "1954", "1954-07", "1954-07-03", "1955"]
    )

    dates = bonds.filter(**{lookup: value}).order_by("since").values_list("since", flat=True)

    assert sorted(date.isoformat() for date in dates) == found


def test_dates_of_two_columns_are_compared(bonds):
    bonds.create(since="1954-07", until="1954")
    later = bonds.create(since="1954", until="1955-01")

    assert list(bonds.filter(until__after=models.F("since"))) == [later]


@pytest.mark.parametrize("text", ["1954", "1954-07", "1954-07-03"])
def test_a_row_comes_back_from_its_export(bonds, text):
    bond = bonds.create(since=text)

    exported = serializers.serialize("json", [bond])
    fields = serializers.serialize("python", [bond])[0]["fields"]
    field = Bond._meta.get_field("since")

    assert json.loads(exported)[0]["fields"] == {"since": text, "until": None}
    assert field.to_python(fields["since"]) == bond.since


def test_the_history_keeps_partial_dates(bonds):
    bond = bonds.create(since="1954")
    bond.since = "1954-07"
    bond.save()

    versions = Bond.history.order_by("pk").values_list("since", flat=True)

    assert list(versions) == [YEAR, MONTH]
    assert bond.history.latest().since == MONTH
    assert bond.history.earliest().instance.since == YEAR


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        (PartialDateField("since"), {"verbose_name": "since"}),
        (
            PartialDateField(null=True, earliest_year=1900, latest_year=1999),
            {"null": True, "earliest_year": 1900, "latest_year": 1999},
        ),
    ],
)
def test_a_migration_writes_the_field_with_what_differs_from_the_defaults(field, arguments):
    assert field.deconstruct() == (None, "office.dates.PartialDateField", [], arguments)
    assert field.clone().deconstruct() == field.deconstruct()


def test_the_column_of_the_history_is_written_as_the_original():
    copy = Bond.history.model._meta.get_field("since")

    assert copy.deconstruct() == Bond._meta.get_field("since").deconstruct()
    assert copy.db_type(connection) == "daterange"


def test_a_migration_writes_the_constraint_so_that_it_comes_back_equal():
    constraint = Bond._meta.constraints[0]

    code, imports = MigrationWriter.serialize(constraint)
    names = {}
    exec("\n".join([*imports, f"again = {code}"]), names)  # noqa: S102 (as a migration is read)

    assert names["again"] == constraint


# ---------------------------------------------------------------- the constraint


def test_the_constraint_bears_the_names_of_app_model_and_field():
    names = [constraint.name for constraint in Bond._meta.constraints]

    assert names[:2] == [
        "contenttypes_bond_since_is_partial_date",
        "contenttypes_bond_until_is_partial_date",
    ]


def insert(days):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO contenttypes_bond (since) VALUES (%s::daterange)", [days])


@pytest.mark.parametrize(
    "days",
    [
        "[1954-01-01,1955-01-01)",
        "[1954-01-01,1954-12-31]",
        "[1954-07-01,1954-08-01)",
        "[1954-12-01,1955-01-01)",
        "[2024-02-01,2024-02-29]",
        "[2024-02-29,2024-02-29]",
        "[1000-01-01,1001-01-01)",
        "[2100-01-01,2101-01-01)",
        "[2100-12-31,2101-01-01)",
    ],
)
def test_the_database_takes_a_whole_year_month_or_day(bonds, days):
    insert(days)

    assert bonds.count() == 1


@pytest.mark.parametrize(
    "days",
    [
        "empty",
        "(,)",
        "[1954-01-01,)",
        "(,1954-01-01)",
        "[1954-01-01,infinity)",
        "[-infinity,1954-01-01)",
        "[1954-01-01,1954-01-03)",
        "[1954-01-01,1954-03-01)",
        "[1954-01-01,1956-01-01)",
        "[1954-07-02,1954-08-02)",
        "[1954-02-01,1955-02-01)",
        "[1954-01-02,1955-01-02)",
        "[2024-02-01,2024-02-29)",
        "[0999-01-01,1000-01-01)",
        "[0999-12-31,1000-01-01)",
        "[2101-01-01,2102-01-01)",
        "[2101-01-01,2101-01-02)",
    ],
)
def test_the_database_refuses_any_other_range(bonds, days):
    with pytest.raises(IntegrityError, match="contenttypes_bond_since_is_partial_date"):
        insert(days)


def test_the_constraint_does_not_depend_on_the_session(bonds):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = %s",
            ["contenttypes_bond_since_is_partial_date"],
        )
        [condition] = cursor.fetchone()

        # PostgreSQL refuses an index on an expression that is not immutable.
        cursor.execute(f"CREATE INDEX ON contenttypes_bond (({condition}))")


@pytest.mark.parametrize("text", ["1000", "1954-07", "2024-02-29", "2100-12-31"])
def test_full_clean_accepts_every_precision(bonds, text):
    Bond(since=text, until=text).full_clean()


def test_full_clean_asks_the_constraint(bonds):
    constraint = Bond._meta.constraints[0]
    bond = Bond()
    bond.__dict__["since"] = DateRange(datetime.date(1954, 1, 1), datetime.date(1954, 1, 3))

    with pytest.raises(ValidationError, match="A partial date is one whole year, month or day"):
        constraint.validate(Bond, bond)


@pytest.mark.parametrize("text", ["0999", "2101-01-01"])
def test_full_clean_names_the_bounds_at_the_field(bonds, text):
    with pytest.raises(ValidationError) as refusal:
        Bond(since=text).full_clean()

    assert refusal.value.message_dict == {"since": ["The year must lie between 1000 and 2100."]}


def test_an_end_that_is_certainly_before_the_beginning_is_refused_at_its_field(bonds):
    Bond(since="1954-07", until="1954").full_clean()
    with pytest.raises(ValidationError) as refusal:
        Bond(since="1954-07", until="1954-06").full_clean()

    assert refusal.value.message_dict == {"until": ["It ends before it begins."]}

    bonds.create(since="1954-07", until="1954")
    with pytest.raises(IntegrityError), transaction.atomic():
        bonds.create(since="1954-07", until="1954-06")


def test_a_form_without_the_end_tells_the_order_at_the_beginning(bonds):
    form_class = forms.modelform_factory(Bond, fields=["since"])
    bond = bonds.create(since="1954", until="1954-06")

    form = form_class(typed("since", year="1955"), instance=bond)

    assert form.errors == {"since": ["It ends before it begins."]}


def test_an_order_is_a_plain_check_to_migrations():
    order = Bond._meta.constraints[-1]
    path, _args, kwargs = order.deconstruct()

    assert path == "django.db.models.CheckConstraint"
    assert models.CheckConstraint(**kwargs) == order == order.clone()


# ---------------------------------------------------------------- the form


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        (("", "", ""), None),
        (("  ", "", " "), None),
        (("", "", " 1954 "), YEAR),
        (("", "7", "1954"), MONTH),
        (("03", "7", "1954"), DAY),
        (("29", "2", "2024"), PartialDate(2024, 2, 29)),
    ],
)
def test_the_form_reads_what_is_known(parts, date):
    assert PartialDateFormField(required=False).clean(list(parts)) == date


OUT_OF_BOUNDS = "The year must lie between 1000 and 2100."
NO_YEAR = "Write the year too: a day or a month alone is not a date."
FOUR_DIGITS = "Write the year in four digits, such as 1954."
NO_MONTH = "Choose the month too, or leave the day empty."
NO_NUMBER = "Write the day as a number."


@pytest.mark.parametrize(
    ("parts", "messages"),
    [
        (("", "7", ""), [NO_YEAR]),
        (("3", "7", ""), [NO_YEAR]),
        (("x", "", ""), [NO_YEAR]),
        (("3", "", "1954"), [NO_MONTH]),
        (("31", "2", "1954"), ["That month has no day 31."]),
        (("29", "2", "1954"), ["That month has no day 29."]),
        (("0", "2", "1954"), ["That month has no day 0."]),
        (("x", "2", "1954"), [NO_NUMBER]),
        (("-3", "2", "1954"), [NO_NUMBER]),
        (("x", "", "abcd"), [FOUR_DIGITS, NO_MONTH, NO_NUMBER]),
        (("", "", "abcd"), [FOUR_DIGITS]),
        (("", "", "1_95"), [FOUR_DIGITS]),
        (("", "", "9" * 5000), [FOUR_DIGITS]),
        (("", "", "20"), [OUT_OF_BOUNDS, FOUR_DIGITS]),
        (("", "", "0"), [OUT_OF_BOUNDS, FOUR_DIGITS]),
        (("", "", "0999"), [OUT_OF_BOUNDS]),
        (("", "", "2101"), [OUT_OF_BOUNDS]),
        (("", "13", "1954"), ["Select a valid choice. 13 is not one of the available choices."]),
    ],
)
@pytest.mark.parametrize("required", [True, False])
def test_the_form_says_what_is_wrong(parts, messages, required):
    with pytest.raises(ValidationError) as refusal:
        PartialDateFormField(required=required).clean(list(parts))

    assert refusal.value.messages == messages


@pytest.mark.parametrize("parts", [["", "", ""], ["", "", "  "], [None, None, None]])
def test_a_required_date_cannot_be_left_out(parts):
    with pytest.raises(ValidationError, match="This field is required"):
        PartialDateFormField().clean(parts)


def test_the_form_has_the_bounds_of_the_field():
    field = Medal._meta.get_field("given_on").formfield()

    with pytest.raises(ValidationError, match="The year must lie between 1900 and 1999"):
        field.clean(["", "", "1899"])


def test_a_form_saves_a_partial_date(bonds):
    form = BondForm(typed("since", month="7", year="1954") | typed("until", year="1999"))

    bond = form.save()

    bond.refresh_from_db()
    assert (bond.since, bond.until) == (MONTH, PartialDate(1999))


def test_a_form_says_at_its_field_what_is_wrong_and_shows_again_what_was_typed(bonds):
    form = BondForm(typed("since", day="31", month="2", year="1954") | typed("until", year="abcd"))

    page = str(form)

    assert form.errors == {"since": ["That month has no day 31."], "until": [FOUR_DIGITS]}
    assert 'name="since_day" value="31"' in page
    assert '<option value="2" selected>' in page
    assert 'name="since_year" value="1954"' in page
    assert 'name="until_year" value="abcd"' in page


@pytest.mark.parametrize(
    ("initial", "parts", "changed"),
    [
        (None, ["", "", ""], False),
        (None, ["", "", "1954"], True),
        (None, [None, None, None], False),
        (DAY, ["3", "7", "1954"], False),
        (DAY, ["03", "7", " 1954 "], False),
        (DAY, ["", "7", "1954"], True),
        (MONTH, ["", "7", "1954"], False),
        (MONTH, ["1", "7", "1954"], True),
        (YEAR, ["", "", "1954"], False),
        (YEAR, ["", "", "abcd"], True),
        (YEAR, ["", "", ""], True),
        ("1954-07", ["", "7", "1954"], False),
    ],
)
def test_has_changed_compares_what_is_meant(initial, parts, changed):
    assert PartialDateFormField(required=False).has_changed(initial, parts) is changed


def test_a_disabled_date_keeps_its_value_and_never_changes():
    class Form(forms.Form):
        since = PartialDateFormField(disabled=True)

    form = Form(typed("since", year="1999"), initial={"since": MONTH})

    assert form.is_valid()
    assert form.cleaned_data == {"since": MONTH}
    assert not form.has_changed()


def test_a_hidden_initial_is_read_as_it_was_written():
    class Form(forms.Form):
        since = PartialDateFormField(initial=lambda: MONTH, show_hidden_initial=True)

    page = str(Form())
    same = typed("since", month="7", year="1954") | typed("initial-since", month="7", year="1954")
    other = same | {"since_year": "1955"}

    assert '<input type="hidden" name="initial-since_year" value="1954"' in page
    assert not Form(same).has_changed()
    assert Form(other).has_changed()


# ---------------------------------------------------------------- the inputs


def render(value=None, language="en", **attrs):
    with translation.override(language):
        return PartialDateWidget().render("since", value, attrs)


def test_the_widget_is_three_labelled_inputs():
    options = "".join(
        f'<option value="{number}"{" selected" if number == 7 else ""}>{name}</option>'
        for number, name in enumerate(
            [
                *("January", "February", "March", "April", "May", "June", "July"),
                *("August", "September", "October", "November", "December"),
            ],
            start=1,
        )
    )
    assertHTMLEqual(
        render(MONTH, id="id_since"),
        f"""
        <div class="partial-date" role="group">
          <label for="id_since"><span>Day</span>
            <input type="text" name="since_day" inputmode="numeric" maxlength="2" size="2"
                   id="id_since"></label>
          <label for="id_since_1"><span>Month</span>
            <select name="since_month" id="id_since_1">
              <option value="">–</option>{options}
            </select></label>
          <label for="id_since_2"><span>Year</span>
            <input type="text" name="since_year" value="1954" inputmode="numeric" maxlength="4"
                   size="4" id="id_since_2"></label>
        </div>
        """,
    )


def test_the_widget_needs_neither_style_nor_script():
    page = render(DAY)

    assert "style=" not in page
    assert "<script" not in page
    assert "onchange" not in page


@pytest.mark.parametrize(
    ("language", "month"),
    [("it", "luglio"), ("en", "July"), ("fr", "juillet"), ("de", "Juli"), ("es", "julio")],
)
def test_the_months_are_named_in_the_readers_language(language, month):
    assert f'<option value="7" selected>{month}</option>' in render(MONTH, language)


@pytest.mark.parametrize("value", [None, "", "last summer"])
def test_the_widget_shows_nothing_for_what_is_no_date(value):
    assert "value=" not in render(value).replace("<option value=", "").replace("selected", "")


def test_the_form_names_the_group_and_points_its_label_at_the_first_input():
    page = BondForm().as_p()

    assert 'role="group" aria-label="Since"' in " ".join(page.split())
    assert '<label for="id_since">Since:</label>' in page
    assert BondForm()["since"].id_for_label == "id_since"


def test_only_the_year_of_a_required_date_is_required_in_the_browser():
    page = str(BondForm()["since"])

    assert page.count("required") == 1
    assert "required" in page.partition("since_year")[2]
    assert "required" not in str(BondForm()["until"])


def test_every_input_points_at_the_help_and_the_errors(bonds):
    page = BondForm(typed("since", day="x", month="2", year="1954")).as_div()

    assert page.count('aria-describedby="id_since_helptext id_since_error"') == 3
    assert page.count('id="id_since_helptext"') == 1
    assert page.count('id="id_since_error"') == 1


def test_a_date_is_omitted_only_when_none_of_its_inputs_was_sent():
    widget = PartialDateWidget()

    assert widget.value_omitted_from_data({"since": "1954"}, {}, "since")
    assert not widget.value_omitted_from_data({"since_year": ""}, {}, "since")


def test_the_style_sheet_travels_with_the_widget():
    assert PartialDateWidget().media._css == {"all": ["css/partial_date.css"]}
    assert finders.find("css/partial_date.css")


def test_the_back_office_and_its_inlines_take_the_widget_as_it_is(rf):
    class MedalInline(admin.TabularInline):
        model = Medal

    class BondAdmin(admin.ModelAdmin):
        inlines = [MedalInline]

    request = rf.get("/")
    request.user = AnonymousUser()
    site = admin.AdminSite()
    form = BondAdmin(Bond, site).get_form(request, fields=["since"])()
    formset = MedalInline(Bond, site).get_formset(request, fields=["given_on"])
    row = str(formset(instance=Bond()).empty_form["given_on"])

    assert isinstance(form.fields["since"].widget, PartialDateWidget)
    assert 'name="medal_set-__prefix__-given_on_year"' in row
    assert 'id="id_medal_set-__prefix__-given_on_2"' in row


def test_the_field_is_a_range_to_whoever_asks():
    assert isinstance(Bond._meta.get_field("since"), DateRangeField)
