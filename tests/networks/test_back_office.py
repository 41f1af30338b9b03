"""Networks in the back-office: bad input at its field, the panel, the sheet to print."""

import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from networks.models import Fee, Membership, MembershipContact, Network, Role, Seat, Suspension
from office.models import Audience
from tests import factories
from tests.forms import form_of, send
from tests.pages import errors_at_fields, form_url, text

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- bad input


def test_a_payment_before_its_day_comes_back_with_what_was_typed(clerk, office):
    fee = factories.make_fee(year=2026, asked_on="2026-03-01")

    response = send(
        clerk,
        form_url(fee),
        state="paid",
        paid_on_day="28",
        paid_on_month="2",
        paid_on_year="2026",
        amount_paid="2750",
        register_number="PG/12345",
    )

    assert errors_at_fields(response) == {
        "paid_on": ["A fee is not paid before it is asked for, nor before its year begins."]
    }
    assert 'value="PG/12345"' in response.text
    assert Fee.objects.values_list("state", "register_number").get() == ("due", "")


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"amount_due": "-1"}, {"amount_due"}),
        ({"amount_due": "much"}, {"amount_due"}),
        ({"state": "paid", "amount_paid": "10"}, {"paid_on"}),
        ({"year": "1789"}, {"year"}),
        ({"currency": "euro"}, {"currency"}),
    ],
)
def test_a_wrong_fee_is_told_at_its_field_and_not_saved(clerk, typed, fields):
    fee = factories.make_fee()
    before = Fee.objects.values().get()

    response = send(clerk, form_url(fee), **typed)

    assert errors_at_fields(response).keys() == fields
    assert Fee.objects.values().get() == before


def test_overlapping_terms_are_told_at_the_field_without_naming_who(clerk):
    seat = factories.make_seat()
    hidden = factories.make_person("Zzyzx", level="quiet")
    factories.make_role(seat, holder=hidden, held_from="2018", held_to=None)
    form = form_of(clerk.get("/admin/networks/role/add/"))

    response = clerk.post(
        "/admin/networks/role/add/",
        form | {"seat": seat.pk, "held_from_year": "2020", "held_as_it": "Sindaca"},
    )

    assert errors_at_fields(response).keys() == {"held_from"}
    assert ("Zzyzx" in response.text, 'value="Sindaca"' in response.text) == (False, True)
    assert Role.objects.count() == 1


def test_a_term_in_the_way_is_named_to_who_may_see_it(clerk):
    seat = factories.make_seat()
    factories.make_role(seat, holder=factories.make_person("Prova"), held_from="2018", held_to=None)
    add = f"/admin/networks/role/add/?network={seat.network_id}"

    response = clerk.post(add, form_of(clerk.get(add)) | {"held_from_year": "2020"})

    (message,) = errors_at_fields(response)["held_from"]
    assert re.fullmatch(
        r"The seat is taken in these days: .*Prova.*, 2018 – …\. Write first when that ended\.",
        message,
    )


def test_an_act_of_another_city_is_told_at_its_field(clerk):
    theirs = factories.make_act(body=factories.make_body(city=factories.make_city("Kyoto")))
    membership = factories.make_membership()
    fee = factories.make_fee(membership)

    answers = [send(clerk, form_url(one), act=theirs.pk) for one in (membership, fee)]

    said = "belongs to another city: name an act of our own city, or of the network itself."
    assert [
        [said in message for message in errors_at_fields(answer)["act"]] for answer in answers
    ] == [
        [True],
        [True],
    ]


def test_a_role_is_added_to_the_only_seat_of_the_network_and_leads_back(clerk):
    seat = factories.make_seat()
    factories.make_seat(kind="board")
    url = form_url(seat.network)
    link = f"/admin/networks/role/add/?network={seat.network_id}&back=network"

    page = clerk.get(link)
    saved = clerk.post(link, form_of(page) | {"held_from_year": "2020"})

    assert unescape(clerk.get(url).text).count(f'href="{link}"') == 1
    assert page.text.count("seat in the board") == 0
    assert f"network={seat.network_id}" in re.search(r'id="add_id_seat"[^>]*', page.text)[0]
    assert (saved.status_code, saved["Location"]) == (302, url)
    assert list(Role.objects.values_list("seat", flat=True)) == [seat.pk]


def test_the_renewal_that_is_there_is_opened_and_leads_back_to_the_network(clerk):
    membership = factories.make_membership(renew_by="2027-03-01")
    url = form_url(membership.network)
    before = clerk.get(url).text
    renewal = factories.make_renewal(membership, 2027)

    page = clerk.get(url).text
    saved = send(clerk, f"{form_url(renewal)}?back=network", judgement="Worth it.")

    assert ("Prepare the renewal of 2027" in before, "The renewal of 2027" in page) == (True, True)
    assert "Prepare the renewal" not in page
    assert (saved.status_code, saved["Location"]) == (302, url)


def test_two_suspensions_typed_at_once_are_told_at_the_second(clerk):
    membership = factories.make_membership()
    rows = {"suspensions-TOTAL_FORMS": "2"}
    for number, year in enumerate(("2019", "2020")):
        rows |= {f"suspensions-{number}-since_{part}": "" for part in ("day", "month")}
        rows[f"suspensions-{number}-since_year"] = year

    response = send(clerk, form_url(membership), **rows)

    assert response.status_code == 200
    (formset,) = [
        one.formset
        for one in response.context["inline_admin_formsets"]
        if one.formset.model is Suspension
    ]
    assert [list(form.errors) for form in formset.forms] == [[], ["since"]]
    assert not Suspension.objects.exists()


def test_two_seats_alike_typed_at_once_are_told_at_the_second(clerk):
    network = factories.make_network()
    rows = {"seats-TOTAL_FORMS": "2"}
    for number in range(2):
        rows |= {f"seats-{number}-kind": "presidency", f"seats-{number}-number": "1"}

    response = send(clerk, form_url(network), **rows)

    assert response.status_code == 200
    assert not Seat.objects.exists()
    assert "There is such a seat already: give this one another number." in response.text


def test_leaving_is_written_with_its_state_or_not_at_all(clerk):
    membership = factories.make_membership()

    response = send(clerk, form_url(membership), left_on_year="2020")

    assert errors_at_fields(response) == {
        "status": ["Only a network that we left has a day or an act of leaving."]
    }
    assert Membership.objects.get().left_on is None


# ---------------------------------------------------------------- work


def test_a_network_is_added_and_is_internal_until_published(clerk):
    add = "/admin/networks/network/add/"
    values = {"name_it": "Rete", "slug": "rete", "kind": "thematic_network"}

    assert clerk.post(add, form_of(clerk.get(add)) | values).status_code == 302

    network = Network.objects.get()
    assert (network.name_it, network.audience.level) == ("Rete", Audience.Level.INTERNAL)


def test_the_next_year_of_the_ledger_starts_from_the_membership(clerk):
    membership = factories.make_membership(fee_kind="voluntary", fee_amount=2750)
    factories.make_fee(membership, 2025)

    page = clerk.get(f"/admin/networks/fee/add/?membership={membership.pk}")

    form = form_of(page)
    assert [form[name] for name in ("year", "amount_due", "currency")] == ["2026", "2750.00", "EUR"]
    assert form["is_voluntary"] == ["on"]


def panel(page):
    found = re.search(r'<section class="standing".*?</section>', page.text, re.S)
    return found and text(found[0])


def test_the_panel_answers_whether_we_are_in_it_and_whether_we_pay(clerk):
    act = factories.make_act("348/2012", adopted_on="2012-10-23")
    membership = factories.make_membership(
        factories.make_network("Mayors for Peace"),
        officer=factories.make_user("officer", name="Ada Rossi"),
        joined_on=None,
        status_on="2014-09-01",
        act=act,
        fee_kind="voluntary",
        fee_amount=2750,
    )
    MembershipContact.objects.create(
        membership=membership, part="political", person=factories.make_person()
    )
    factories.make_fee(membership, 2012, state="suspended", is_voluntary=True)
    paid = {"state": "paid", "paid_on": "2011-05-02", "amount_paid": 2750}
    factories.make_fee(membership, 2011, **paid, register_number="PG/7", act=act)

    page = clerk.get(form_url(membership.network))

    said = panel(page)
    assert said.startswith(
        "Are we members, and do we pay? Member; since when is not documented. "
        "State known on: 1 September 2014. Consiglio 348/2012, 23 October 2012 "
        "Yearly fee €2,750 a year, voluntary Last paid €2,750 for 2011, 2 May 2011 "
        "Paid in all €2,750 (recorded since 2011)"
    )
    assert "2012 suspended, not paid, voluntary €2,750 2011 paid €2,750" in said
    assert "In charge: Ada Rossi – political contact Yamada" in said
    assert page.text.count(f'href="/admin/directory/act/{act.pk}/change/"') == 2


def test_the_panel_marks_what_is_past_its_day_and_what_is_not_published(clerk):
    membership = factories.make_membership()
    factories.make_fee(membership, 2024, due_on="2024-06", is_published=False)
    add = f"/admin/networks/fee/add/?membership={membership.pk}"

    said = panel(clerk.get(form_url(membership.network)))
    form = form_of(clerk.get(add))

    assert "2024 due past its day (not on the public page) €2,750" in said
    assert "not on the public page: the act" not in said
    assert "is_published" not in form


def test_the_panel_says_how_much_the_public_page_leaves_out(clerk):
    membership = factories.make_membership()
    factories.make_fee(membership, act=factories.make_act(level="internal"))

    said = panel(clerk.get(form_url(membership.network)))

    assert "1 thing that you see here is not on the public page" in said


def test_a_network_without_a_membership_offers_to_add_one(clerk):
    network = factories.make_network()

    page = clerk.get(form_url(network))

    assert panel(page).startswith(
        "Are we members, and do we pay? No membership is recorded. Add our membership"
    )
    assert f"/admin/networks/membership/add/?network={network.pk}" in page.text


# ---------------------------------------------------------------- the sheet before a renewal


def test_the_sheet_sets_five_years_of_cost_against_what_came_of_them(clerk):
    membership = factories.make_membership(fee_kind="mandatory", fee_amount=1500)
    network = membership.network
    for year in (2020, 2024, 2026):
        factories.make_fee(
            membership, year, state="paid", paid_on=str(year), amount_paid=year - 2000
        )
    factories.make_activity(network, "Too early", happened_on="2019")
    factories.make_activity(network, "Assembly", happened_on="2024-10-04", kind="hosted")
    factories.make_role(factories.make_seat(network), held_from="2018", held_to="2022-05")
    over = factories.make_seat(network, kind="board")
    factories.make_role(over, held_from="2010", held_to="2012")
    renewal = factories.make_renewal(membership, 2027, judgement="Worth it.")

    page = clerk.get(f"/admin/networks/renewal/{renewal.pk}/sheet/")

    said = text(page.text.split('class="benefits"')[1])
    assert "The years 2022–2026." in said
    assert "Paid in all €50 (recorded since 2024)" in said
    assert "2024 €24 4 October 2024 – Assembly (we were host)" in said
    assert "Roles held presidency (2018 – May 2022)" in said
    assert ("Too early" in said, "seat in the board" in said) == (False, False)
    assert "Judgement Worth it. Decision – open" in said


def test_the_sheet_is_taken_along_as_a_paper_that_says_the_same(clerk):
    membership = factories.make_membership(fee_kind="mandatory", fee_amount=1500)
    network = membership.network
    paid = {"state": "paid", "paid_on": "2026-05-02", "amount_paid": 1500}
    factories.make_fee(membership, 2026, **paid, register_number="PG/7")
    factories.make_activity(network, "Assembly", happened_on="2026-10-04", kind="hosted")
    factories.make_role(factories.make_seat(network), held_as_en="Mayor")
    factories.make_commitment(network, "Charter", deadline="2030")
    factories.make_city_in_network(network, factories.make_city("Gifu"))
    renewal = factories.make_renewal(membership, 2027, judgement="Worth it.")
    url = f"/admin/networks/renewal/{renewal.pk}/sheet/export/"

    book = load_workbook(io.BytesIO(b"".join(clerk.get(f"{url}xlsx/").streaming_content)))

    cells = {str(one.value) for sheet in book for row in sheet.iter_rows() for one in row}
    told = " | ".join(sorted(cells))
    wanted = ["€1,500 a year, mandatory", "PG/7", "4 October 2026 – Assembly (we were host)"]
    wanted += ["Mayor", "Charter", "Gifu", "Worth it."]
    assert [one for one in wanted if one not in told] == []
    assert clerk.get(f"{url}pdf/")["Content-Type"] == "application/pdf"
    assert clerk.get(f"{url}odt/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_asks_as_often_for_one_of_each_as_for_three(
    clerk, django_assert_num_queries, count
):
    membership = factories.make_membership(act=factories.make_act())
    network = membership.network
    for n in range(count):
        factories.make_fee(membership, 2024 + n, act=factories.make_act())
        seat = factories.make_seat(network, number=n + 1)
        factories.make_role(seat, holder=factories.make_person(), elected_by=factories.make_act())
        factories.make_commitment(network, act=factories.make_act())
        factories.make_activity(network, happened_on="2024")
        factories.make_meeting(network, day=date(2024, 5, 12))
        factories.make_city_in_network(network, factories.make_city())
    renewal = factories.make_renewal(membership)
    url = f"/admin/networks/renewal/{renewal.pk}/sheet/"
    clerk.get(url)

    with django_assert_num_queries(26):
        clerk.get(url)


def test_a_sheet_without_anything_does_not_say_that_nothing_came_of_it(clerk):
    renewal = factories.make_renewal()

    page = clerk.get(f"/admin/networks/renewal/{renewal.pk}/sheet/").text

    assert "Nothing is recorded for these years." in page


def test_a_sheet_that_may_not_be_read_is_not_there(clerk, people, client, settings):
    hidden = factories.make_renewal(level="confidential")

    assert clerk.get(f"/admin/networks/renewal/{hidden.pk}/sheet/").status_code == 404


# ---------------------------------------------------------------- lists


def test_lists_answer_what_is_to_renew_and_what_is_overdue(clerk):
    today = timezone.localdate()
    soon = factories.make_membership(renew_by=today + timedelta(days=30))
    decided = factories.make_membership(renew_by=today + timedelta(days=30))
    factories.make_renewal(
        decided, (today + timedelta(days=30)).year, decision="renew", decided_on=today
    )
    factories.make_membership(renew_by=today + timedelta(days=300))
    late = factories.make_fee(due_on=today - timedelta(days=1))
    factories.make_fee(due_on=today)
    factories.make_fee(due_on=today - timedelta(days=1), state="waived")

    memberships = clerk.get("/admin/networks/membership/?to_renew=yes").context["cl"].result_list
    fees = clerk.get("/admin/networks/fee/?overdue=yes").context["cl"].result_list
    lines = {line.url: line.count for line in clerk.get("/admin/").context["waiting"]}

    assert (list(memberships), list(fees)) == ([soon], [late])
    assert lines["/admin/networks/membership/?to_renew=yes"] == 1
    assert lines["/admin/networks/fee/?overdue=yes"] == 1
