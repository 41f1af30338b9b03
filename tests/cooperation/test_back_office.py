"""Ten fields first, then what is missing: the forms of projects in the back-office."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cooperation.models import Partner, Project, ProjectCountry, ProjectPurpose
from tests import cooperation_factories as made
from tests import factories
from tests.forms import form_of, send
from tests.pages import text

pytestmark = pytest.mark.django_db
ADD = "admin:cooperation_project_add"


def change_url(project):
    return reverse("admin:cooperation_project_change", args=[project.pk])


def rows(prefix, *rows):
    """What a browser sends of new rows."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    for place, row in enumerate(rows):
        data |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return data


def faults(page, prefix):
    """[{field: messages}] of the rows of one kind."""
    formsets = [one.formset for one in page.context["inline_admin_formsets"]]
    (formset,) = [one for one in formsets if one.prefix == prefix]
    return [{name: [*said] for name, said in errors.items()} for errors in formset.errors]


def test_a_project_is_saved_with_ten_fields(clerk):
    page = clerk.get(reverse(ADD))
    asked = {name for name in form_of(page) if not name.startswith(("_", "csrf"))}
    assert "grant_number" not in asked
    assert "partners-TOTAL_FORMS" not in asked

    answer = send(clerk, reverse(ADD), title_it="Due fiumi", state="idea")

    project = Project.objects.get()
    assert answer["Location"] == change_url(project)
    assert project.slug == "due-fiumi"
    assert project.audience.level == "internal"


def test_what_is_missing_stands_above_the_form_with_the_way_to_its_field(clerk):
    project = made.make_project(state="idea")

    page = clerk.get(change_url(project)).text

    assert "For a public page: 1 of 10" in text(page)
    assert 'href="#id_summary_it"' in page
    assert 'href="#partners-group"' in page
    assert "a state that IATI knows" in text(page)


def test_nothing_is_missing_of_a_project_that_says_all(clerk):
    project = whole_project()

    page = text(clerk.get(change_url(project)).text)

    assert "For a public page: nothing is missing" in page
    assert "For IATI: nothing is missing" in page


def whole_project(*, theme="water", **fields):
    from partnerships.models import Theme

    values = {
        "summary_it": "Acqua",
        "role": "lead",
        "state": "running",
        "starts_on": "2025-01",
        "ends_on": "2027",
        "budget_total": 1000,
        "programme": made.make_programme(),
    }
    project = made.make_project(**values | fields)
    made.make_partner(project)
    made.make_money_line(project, year=2026)
    ProjectCountry.objects.create(project=project, country=factories.make_country(code="MA"))
    ProjectPurpose.objects.create(project=project, purpose="14030")
    defaults = {"name_it": "Acqua", "rank": 100 + Theme.objects.count()}
    project.themes.add(Theme.objects.get_or_create(key=theme, defaults=defaults)[0])
    return project


def test_own_money_that_is_not_reserved_is_said(clerk):
    project = made.make_project(state="awarded")
    made.make_money_line(project, source="own_cash", committed=2500)

    page = text(clerk.get(change_url(project)).text)

    assert "Of the city’s own money €2,500 are not reserved." in page


@pytest.mark.parametrize(
    ("percents", "message"),
    [
        (("60", "30"), "The shares add up to 90, not to 100."),
        (("60", "60"), "The shares add up to 120, not to 100."),
        (("60", "40"), None),
    ],
)
def test_shares_of_purposes_add_up_to_a_hundred(clerk, percents, message):
    project = made.make_project()
    codes = ("14030", "11110")
    typed = [{"purpose": code, "percent": one} for code, one in zip(codes, percents, strict=True)]

    page = send(clerk, change_url(project), **rows("purposes", *typed))

    if message is None:
        assert page.status_code == 302
        assert project.purposes.count() == 2
    else:
        assert faults(page, "purposes")[1] == {"percent": [message]}
        assert not project.purposes.exists()


def test_an_unknown_purpose_is_said_at_its_row(clerk):
    project = made.make_project()
    row = {"purpose": "99999", "percent": "100"}

    page = send(clerk, change_url(project), **rows("purposes", row))

    assert "99999 is not one of the available choices" in faults(page, "purposes")[0]["purpose"][0]


def test_two_leads_that_are_typed_together_are_refused(clerk):
    project = made.make_project()
    typed = [{"name": name, "role": "lead"} for name in ("Laafi", "Cospe")]

    page = send(clerk, change_url(project), **rows("partners", *typed))

    assert "has its lead already" in faults(page, "partners")[1]["role"][0]
    assert not Partner.objects.exists()


def test_a_lead_beside_the_city_that_leads_is_refused(clerk):
    project = made.make_project()

    page = send(
        clerk,
        change_url(project),
        role="lead",
        **rows("partners", {"name": "Laafi", "role": "lead"}),
    )

    assert faults(page, "partners")[0] == {"role": ["The city itself leads this project."]}


def test_a_currency_without_a_rate_and_spending_above_the_commitment_are_said(clerk):
    project = made.make_project()
    line = {"source": "eu", "committed": "10", "disbursed": "11", "currency": "USD", "rate": "0.9"}

    page = send(clerk, change_url(project), **rows("money", line))

    (found,) = faults(page, "money")
    assert "write the commitment first" in found["disbursed"][0]
    assert "on which day" in found["rate_on"][0]
    assert not project.money.exists()


def test_what_one_may_not_see_stays_linked_and_is_not_named(clerk, back_office):
    project = made.make_project()
    hidden = factories.make_network("Secret circle", level="quiet")
    shown = factories.make_network("Eurocities")
    project.networks.add(hidden, shown)

    send(clerk, change_url(project), acronym="RIVERS")

    project.refresh_from_db()
    assert project.acronym == "RIVERS"
    assert {*project.networks.all()} == {hidden, shown}
    for browser in (clerk, back_office("auditor")):
        page = browser.get(change_url(project)).text
        assert "Eurocities" in page
        assert "Secret circle" not in page


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_sheet_of_a_project_is_a_file(clerk, ending):
    project = whole_project()
    made.make_step(project)
    made.make_result(project)

    answer = clerk.get(reverse("admin:project_sheet", args=[project.pk, ending]))

    assert answer.status_code == 200
    assert len(b"".join(answer) if answer.streaming else answer.content) > 1000


def test_the_sheet_of_a_project_one_may_not_see_is_not_there(clerk):
    project = made.make_project(level="quiet")

    assert clerk.get(reverse("admin:project_sheet", args=[project.pk, "pdf"])).status_code == 404


@pytest.mark.parametrize("query", ["late=yes", "to_reserve=yes", "no_final_report=yes"])
def test_the_start_page_leads_to_the_projects_that_it_counts(clerk, query):
    late = made.make_project("Late", state="running")
    made.make_step(late, due_on=timezone.localdate().replace(year=2020, day=1))
    unreserved = made.make_project("Unreserved", state="running")
    made.make_money_line(unreserved, source="own_cash")
    made.make_project("Ended", state="closed", ends_on="2020")
    made.make_project("Idea")
    url = f"{reverse('admin:cooperation_project_changelist')}?{query}"
    wanted = {"late=yes": "Late", "to_reserve=yes": "Unreserved", "no_final_report=yes": "Ended"}

    assert query in clerk.get(reverse("admin:index")).text
    (found,) = clerk.get(url).context["cl"].queryset
    assert found.title == wanted[query]
