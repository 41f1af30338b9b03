"""The catalogue with its stock, the register of gifts, and the same gift twice."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from delegations import actions
from delegations.models import Gift, GiftLine, StockChange
from delegations.registers.before import given_before
from office.erasure.copies import text_of as text_of_paper
from tests import factories, forms
from tests.factories import make_city, make_gift, make_gift_line, make_mission, make_visit
from tests.threads import both

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def sum_of_stock(gift):
    """What the changes and the register say that there is."""
    came = sum(gift.changes_of_stock.values_list("moved", flat=True))
    return came - sum(gift.lines.standing().given().values_list("quantity", flat=True))


def stock_of(gift):
    return Gift.objects.get(pk=gift.pk).stock


# ---------------------------------------------------------------- the stock


def test_what_is_given_leaves_the_stock_and_comes_back_when_it_is_taken_back():
    gift = make_gift(stock=5, value=12)

    line = actions.give(gift=gift, quantity=3, office="mayor")
    assert (stock_of(gift), line.value) == (2, 36)

    actions.take_gift_back(line=line, day=date(2026, 11, 2))
    actions.take_gift_back(line=line, day=date(2026, 11, 3))

    line.refresh_from_db()
    assert (stock_of(gift), line.taken_back_on) == (5, date(2026, 11, 2))


def test_what_we_received_is_not_taken_back():
    line = actions.receive_gift(words_en="A vase", office="mayor")

    assert actions.take_gift_back(line=line).taken_back_on is None


def test_more_than_is_left_is_refused_with_the_number_and_nothing_is_saved():
    gift = make_gift(stock=2)

    with pytest.raises(Gift.OutOfStock) as refused:
        actions.give(gift=gift, quantity=3, office="mayor")

    assert (refused.value.left, refused.value.messages) == (2, ["Of this gift 2 are left."])
    assert (stock_of(gift), GiftLine.objects.count()) == (2, 0)


def test_the_stock_is_explained_by_what_came_in_and_what_was_given():
    gift = make_gift(stock=10)
    StockChange.objects.create(gift=gift, kind="counted", quantity=8)
    StockChange.objects.create(gift=gift, kind="written_off", quantity=1)
    kept, changed, deleted = (actions.give(gift=gift, office="mayor") for _n in range(3))
    changed.quantity = 2
    changed.save()
    deleted.delete()

    moved = [one.moved for one in gift.changes_of_stock.all()]
    assert (moved, stock_of(gift), sum_of_stock(gift)) == ([10, -2, -1], 4, 4)
    assert kept.leaves_stock == 1


def test_what_another_took_back_comes_back_once_when_a_stale_line_is_deleted():
    gift = make_gift(stock=5)
    opened = actions.give(gift=gift, quantity=2, office="mayor")
    actions.take_gift_back(line=GiftLine.objects.get(pk=opened.pk))

    opened.delete()

    assert stock_of(gift) == 5


def test_many_lines_deleted_at_once_give_their_pieces_back():
    gift = make_gift(stock=9)
    actions.give(gift=gift, office="mayor", quantity=2)
    actions.give(gift=gift, office="mayor", quantity=3)
    actions.take_gift_back(line=actions.give(gift=gift, office="mayor"))

    GiftLine.objects.all().delete()

    assert (stock_of(gift), sum_of_stock(gift)) == (9, 9)


def test_another_gift_on_a_line_moves_both_stocks():
    first, second = make_gift("A print", stock=2), make_gift("A book", stock=2)
    line = actions.give(gift=first, office="mayor")

    line.gift = second
    line.save()

    assert (stock_of(first), stock_of(second)) == (2, 1)


def test_the_value_follows_gift_and_pieces_unless_somebody_typed_another():
    print_, book, vase = make_gift("A print", value=12), make_gift("A book", value=5), make_gift()
    line = actions.give(gift=print_, office="mayor")
    found = [line.value]
    for values in ({"quantity": 3}, {"gift": book}, {"gift": vase}, {"gift": book, "quantity": 2}):
        line = GiftLine.objects.get(pk=line.pk)
        for name in values:
            setattr(line, name, values[name])
        line.full_clean()
        line.save()
        found.append(GiftLine.objects.get(pk=line.pk).value)
    line.value = 11
    line.save()
    line.quantity = 4
    line.save()

    assert found == [12, 36, 15, None, 10]
    assert GiftLine.objects.get(pk=line.pk).value == 11


def test_saving_a_gift_that_was_opened_before_leaves_its_stock():
    gift = make_gift(stock=5)
    opened = Gift.objects.get(pk=gift.pk)
    actions.give(gift=gift, office="mayor")

    opened.note = "On the second shelf."
    opened.save()

    assert (stock_of(gift), Gift.objects.get().note) == (4, "On the second shelf.")


def test_more_than_there_is_cannot_be_written_off():
    change = StockChange(gift=make_gift(stock=1), kind="written_off", quantity=2)

    with pytest.raises(ValidationError) as told:
        change.full_clean()

    assert told.value.message_dict == {"quantity": ["Of this gift 1 is left."]}


def test_two_changes_in_one_form_are_added_up_before_they_are_saved(clerk):
    gift = make_gift(stock=6, name_it="Un fermacarte")
    url = reverse("admin:delegations_gift_change", args=[gift.pk])
    row, total = "changes_of_stock-{}-{}", "changes_of_stock-TOTAL_FORMS"
    typed = {total: "3"}
    for number, quantity in ((1, "5"), (2, "5")):
        typed |= {
            row.format(number, "kind"): "written_off",
            row.format(number, "quantity"): quantity,
            row.format(number, "day"): "2026-05-12",
        }

    refused = forms.send(clerk, url, **typed)

    [formset] = [
        one.formset
        for one in refused.context["inline_admin_formsets"]
        if one.formset.model is StockChange
    ]
    assert formset.errors[1:] == [{}, {"quantity": ["Of this gift 1 is left."]}]
    assert 'value="5"' in refused.content.decode()
    assert (stock_of(gift), StockChange.objects.count()) == (6, 1)
    forms.send(clerk, url, **typed | {row.format(2, "quantity"): "1"})
    assert (stock_of(gift), StockChange.objects.count()) == (0, 3)


@pytest.mark.parametrize(
    "values",
    [
        {"quantity": 0},
        {"value": -1},
        {"direction": "lent"},
        {"words_en": ""},
        {"office": ""},
        {"direction": "received", "taken_back_on": date(2026, 1, 1)},
    ],
)
def test_the_database_refuses_a_line_that_says_too_little(values):
    line = make_gift_line()

    with pytest.raises(IntegrityError), transaction.atomic():
        GiftLine.objects.filter(pk=line.pk).update(**values)


def test_a_gift_that_we_received_is_none_of_the_catalogue():
    line = GiftLine(direction="received", gift=make_gift(), office="mayor")

    with pytest.raises(ValidationError) as told:
        line.full_clean(exclude=["audience"])

    assert list(told.value.message_dict) == ["gift"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_the_last_one_at_once_one_is_told_that_none_is_left(office):
    gift = make_gift(stock=1)

    raised = both(
        lambda: actions.give(gift=gift, office="mayor"),
        lambda: actions.give(gift=gift, office="consul"),
    )

    assert sorted(type(one).__name__ for one in raised) == ["NoneType", "OutOfStock"]
    assert next(one.left for one in raised if one) == 0
    assert (stock_of(gift), GiftLine.objects.count()) == (0, 1)


# ---------------------------------------------------------------- of a visit


def test_a_line_of_a_visit_is_seen_by_who_sees_the_visit_and_is_of_its_city():
    head = factories.make_user("head")
    city = make_city()
    visit = make_visit(city=city, level="quiet", readers=[head])

    line = actions.give(words_en="A print", visit=visit, office="mayor", by=head)

    assert (line.audience, line.city) == (visit.audience, city)
    assert list(GiftLine.objects.visible_to(head)) == [line]
    assert not GiftLine.objects.visible_to(factories.make_user("officer")).exists()


def test_a_member_of_the_delegation_gives_name_and_office_to_the_line():
    visit = make_visit()
    member = factories.make_member(visit, "Tanaka", given_name="Yuki", office="Mayor")

    line = actions.give(words_en="A print", visit=visit, member=member)

    assert (line.name, line.office) == ("Yuki Tanaka", "Mayor")


# ---------------------------------------------------------------- given before


@pytest.fixture
def officer(office):
    return factories.make_user("officer")


def test_the_office_of_a_city_is_warned_of_though_another_holds_it(officer):
    city, gift = make_city("Kyoto"), make_gift("Marzocco")
    day = date(2022, 5, 12)
    make_gift_line(gift, city=city, office="Sindaco", name="The old mayor", day=day)

    told = given_before(gift, user=officer, city=city, office="sindaco", name="The new mayor")

    assert [(one.to, str(one)) for one in told] == [
        ("office", "Sindaco, Kyoto, got the same on 12 May 2022: Marzocco.")
    ]


def test_person_body_and_city_are_told_of_the_nearest_first(officer):
    city, gift = make_city("Kyoto"), make_gift()
    person = factories.make_person("Tanaka")
    body = factories.make_organisation("Museum", city=city)
    make_gift_line(gift, city=city, office="consul")
    make_gift_line(gift, organisation=body)
    make_gift_line(gift, person=person)

    told = given_before(
        gift, user=officer, person=person, organisation=body, city=city, office="mayor"
    )

    assert [one.to for one in told] == ["person", "organisation", "city"]


def test_another_gift_one_taken_back_and_one_received_are_no_repetition(officer):
    city, gift = make_city(), make_gift()
    make_gift_line(make_gift("Another"), city=city)
    make_gift_line(gift, city=city, taken_back_on=date(2026, 1, 1))
    make_gift_line(city=city, direction="received", words_en=gift.name)

    assert given_before(gift, user=officer, city=city, office="mayor") == []


def test_a_class_and_the_words_of_the_years_before_are_asked_for_as_well(officer):
    city, gift = make_city(), make_gift("Marzocco", gift_class="official")
    make_gift_line(gift, city=city)
    make_gift_line(city=city, words_it="MARZOCCO", day=date(2012, 1, 1))

    by_class = given_before("official", user=officer, city=city)

    assert len(by_class) == 1
    assert len(given_before(gift, user=officer, city=city)) == 2
    assert len(given_before("marzocco", user=officer, city=city)) == 1


def test_the_other_members_of_the_same_delegation_are_no_repetition_for_their_city(officer):
    city, gift = make_city(), make_gift()
    visit = make_visit(city=city)
    make_gift_line(gift, visit=visit, name="Anna")
    now = GiftLine(gift=gift, visit=visit, city=city, name="Bruno")

    assert given_before(gift, user=officer, city=city, name="Bruno", but=now) == []
    assert [
        one.to for one in given_before(gift, user=officer, city=city, name="Anna", but=now)
    ] == ["person"]


def test_what_may_not_be_read_is_told_without_a_word_and_what_may_not_be_known_not_at_all(officer):
    gift, city = make_gift(), make_city()
    for level, told in [
        ("quiet", []),
        ("confidential", ["The same was given on an occasion that you may not see."]),
    ]:
        make_gift_line(gift, city=city, level=level)

        assert [str(one) for one in given_before(gift, user=officer, city=city)] == told


# ---------------------------------------------------------------- ideas


def test_ideas_are_in_stock_in_use_and_were_never_given_to_the_city():
    city = make_city()
    given, back = make_gift("Given"), make_gift("Taken back")
    make_gift_line(given, city=city)
    make_gift_line(back, city=city, taken_back_on=date(2026, 1, 1))
    make_gift("None left", stock=0)
    make_gift("Not in use", in_use=False)

    ideas = Gift.objects.in_stock().never_given_to(city).in_order("en")

    assert [str(one) for one in ideas] == ["Taken back"]


# ---------------------------------------------------------------- the form


def typed(visit, **values):
    """A new line of the visit, as somebody fills in the form."""
    values = {"visit": visit.pk, "city": visit.city_id, "office": "Mayor", **values}
    return {name: str(value) for name, value in values.items()}


ADD = "/admin/delegations/giftline/add/"


def test_a_repetition_is_warned_of_before_it_is_saved_and_saved_with_a_tick_and_a_reason(clerk):
    city, gift = make_city("Kyoto"), make_gift("Marzocco")
    make_gift_line(gift, city=city, office="mayor", day=date(2022, 5, 12))
    visit = make_visit(city=city)

    refused = forms.send(clerk, ADD, **typed(visit, gift=gift.pk, ours="Anna Bianchi"))

    errors = refused.context["adminform"].form.errors
    assert errors["go_on"][0].startswith("Mayor, Kyoto, got the same on")
    assert list(errors) == ["go_on", "repeat_reason"]
    assert 'value="Anna Bianchi"' in refused.content.decode()
    assert stock_of(gift) == 9
    held = {"go_on": "on", "repeat_reason": "They asked for it."}
    forms.send(clerk, ADD, **typed(visit, gift=gift.pk, **held))
    assert (stock_of(gift), GiftLine.objects.first().repeat_reason) == (8, "They asked for it.")


def test_a_gift_out_of_stock_is_told_at_its_field(clerk):
    visit, gift = make_visit(city=make_city()), make_gift(stock=1)

    refused = forms.send(clerk, ADD, **typed(visit, gift=gift.pk, quantity=2))

    errors = refused.context["adminform"].form.errors
    assert errors == {"quantity": ["Of this gift 1 is left."]}
    assert not GiftLine.objects.exists()


def test_the_form_begins_from_the_visit_and_leads_back_to_its_page(clerk):
    visit = make_visit(city=make_city("Kyoto"), days=(3, 4))

    begun = clerk.get(f"{ADD}?visit={visit.pk}").context["adminform"].form.initial
    saved = forms.send(clerk, f"{ADD}?visit={visit.pk}", words_it="Una stampa", office="Sindaca")

    assert (begun["city"], begun["day"]) == (visit.city_id, visit.first_day)
    assert saved.url == reverse("admin:visit", args=[visit.pk])


def test_a_form_asked_for_a_visit_that_may_not_be_seen_does_not_name_it(clerk):
    visit = make_visit("Secret guests", level="quiet")

    page = clerk.get(f"{ADD}?visit={visit.pk}")

    assert "Secret guests" not in page.content.decode()


# ---------------------------------------------------------------- the pages


@pytest.mark.parametrize("make", [make_visit, make_mission])
def test_the_gifts_of_an_occasion_stand_on_a_page_with_ideas_and_as_a_paper(clerk, make):
    city = make_city("Kyoto")
    occasion = make(city=city, days=(-3, -1))
    name = "mission" if make is make_mission else "visit"
    make_gift_line(city=city, words_en="A vase", direction="received", day=date(2020, 1, 1))
    make_gift("Marzocco")
    line = make_gift_line(**{name: occasion}, words_en="A print", ours="Anna Bianchi")

    page = clerk.get(reverse(f"admin:{name}_gifts", args=[occasion.pk])).content.decode()
    paper = clerk.get(reverse(f"admin:{name}_gifts_paper", args=[occasion.pk, "docx"]))
    back = clerk.post(reverse("admin:delegations_giftline_take_back", args=[line.pk]))

    assert all(words in page for words in ("A print", "A vase", "Marzocco"))
    told = text_of_paper(b"".join(paper.streaming_content))
    assert "A print" in told
    assert "Anna Bianchi" in told
    assert back.status_code == 302
    line.refresh_from_db()
    assert line.taken_back_on is not None


def test_a_gift_that_the_city_got_before_is_marked_on_page_and_paper(clerk):
    city, gift = make_city("Kyoto"), make_gift("Marzocco")
    visit = make_visit(city=city, days=(-3, -1))
    make_gift_line(city=city, gift=gift, day=date(2020, 1, 1))
    make_gift_line(visit=visit, city=city, gift=gift)
    make_gift_line(visit=visit, city=city, words_en="A print")
    # Much was given since, and the print later than here.
    for number in range(25):
        make_gift_line(city=city, words_en=f"Gift {number}", day=date(2021, 1, 1))
    make_gift_line(city=city, words_en="A print", day=timezone.localdate() + timedelta(days=9))

    page = clerk.get(reverse("admin:visit_gifts", args=[visit.pk]))
    paper = clerk.get(reverse("admin:visit_gifts_paper", args=[visit.pk, "docx"]))

    marked = {one.what: one.given_before is not None for one in page.context["lines"]}
    assert marked == {"Marzocco": True, "A print": False}
    # The text of the paper is read twice: its pieces together, and apart.
    told = text_of_paper(b"".join(paper.streaming_content))
    assert told.count("given before, on") == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_occasion_asks_as_much_for_one_gift_as_for_three(
    clerk, count, django_assert_num_queries
):
    visit = make_visit(city=make_city())
    for number in range(count):
        make_gift(f"Gift {number}")
        make_gift_line(visit=visit, person=factories.make_person(f"Person {number}"))

    with django_assert_num_queries(17):
        clerk.get(reverse("admin:visit_gifts", args=[visit.pk]))
