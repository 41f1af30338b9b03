"""One activity of IATI for each public project that says all that the schema asks."""

from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from cooperation import missing
from cooperation.iati.writing import LANG, VERSION, add, amount, document, narrate, narrative
from cooperation.models import (
    MoneyLine,
    Partner,
    Programme,
    Project,
    ProjectCountry,
    Result,
)
from directory.models import Organisation
from office.languages import original_language
from office.models import Office

# Rows that are read at a time.
AT_ONCE = 200
STATUS = {
    Project.State.SUBMITTED: "1",
    Project.State.RESERVE: "1",
    Project.State.AWARDED: "1",
    Project.State.RUNNING: "2",
    Project.State.CLOSED: "3",
    Project.State.AUDITED: "4",
}
FUNDING, ACCOUNTABLE, EXTENDING, IMPLEMENTING = "1", "2", "3", "4"
OUR_ROLES = {
    Project.Role.LEAD: (ACCOUNTABLE, IMPLEMENTING),
    Project.Role.PARTNER: (IMPLEMENTING,),
    Project.Role.ASSOCIATED: (IMPLEMENTING,),
    Project.Role.FUNDER: (FUNDING,),
    Project.Role.SUPPORTER: (EXTENDING,),
}
ROLES = {
    Partner.Role.LEAD: ACCOUNTABLE,
    Partner.Role.PARTNER: IMPLEMENTING,
    Partner.Role.ASSOCIATED: IMPLEMENTING,
    Partner.Role.FUNDER: FUNDING,
    Partner.Role.SUPPLIER: IMPLEMENTING,
}
# Codes of the list OrganisationType.
FUNDERS = {
    Programme.Kind.EU: "40",
    Programme.Kind.STATE: "10",
    Programme.Kind.REGION: "11",
    Programme.Kind.INTERNATIONAL: "40",
    Programme.Kind.FOUNDATION: "60",
    Programme.Kind.OWN: "11",
}
BODIES = {
    Organisation.Kind.MUNICIPALITY: "11",
    Organisation.Kind.REGION: "11",
    Organisation.Kind.STATE: "10",
    Organisation.Kind.EMBASSY: "10",
    Organisation.Kind.CONSULATE: "10",
    Organisation.Kind.INTERNATIONAL: "40",
    Organisation.Kind.UNIVERSITY: "80",
    Organisation.Kind.ASSOCIATION: "22",
    Organisation.Kind.COMPANY: "70",
}
CITY = "11"
COMMITMENT, DISBURSEMENT = "2", "3"
DAC, SDG_GOALS = "1", "2"
WEB_PAGE = "A12"
RESULTS = {Result.Kind.OUTPUT: "1", Result.Kind.OUTCOME: "2", Result.Kind.IMPACT: "3"}
MEASURES = {Result.Measure.NUMBER: "1", Result.Measure.PERCENT: "2"}


def reported():
    """The public projects with all that an activity names, in an order that stays."""
    return (
        Project.objects.public()
        .filter(state__in=missing.IATI_STATES)
        .select_related("programme")
        .prefetch_related(
            "themes",
            "purposes",
            "markers",
            "results",
            Prefetch("partners", Partner.objects.public().with_names().order_by("pk")),
            Prefetch("money", MoneyLine.objects.public().order_by("year", "pk")),
            Prefetch("countries", ProjectCountry.objects.select_related("country")),
        )
        .order_by("pk")
    )


def activities(settings, address):
    """
    The bytes of the file, activity by activity.

    `settings` are IatiSettings with an identifier; `address` makes an address on the web of a
    path. A project that lacks something that IATI asks (cooperation.missing) is left out.
    """
    office = Office.objects.current()
    rows = reported().iterator(chunk_size=AT_ONCE)
    found = (
        activity(one, settings, office, address)
        for one in rows
        if missing.for_iati(one).is_complete
    )
    now = timezone.now().isoformat(timespec="seconds")
    head = {"version": VERSION, "generated-datetime": now}
    yield from document("iati-activities", head, found)


def activity(project, settings, office, address):
    root = etree.Element("iati-activity", {"default-currency": "EUR"})
    root.set(LANG, original_language())
    add(root, "iati-identifier", f"{settings.identifier}-{project.slug}")
    narrate(add(root, "reporting-org", ref=settings.identifier, type=settings.kind), office, "name")
    narrate(add(root, "title"), project, "title")
    narrate(add(root, "description", type="1"), project, "summary")
    _participants(root, project, settings, office)
    add(root, "activity-status", code=STATUS[project.state])
    _dates(root, project)
    for one in project.countries.all():
        add(root, "recipient-country", code=one.country.code, percentage=one.percent)
    for one in project.purposes.all():
        add(root, "sector", vocabulary=DAC, code=one.purpose, percentage=one.percent)
    for code in project.goals:
        add(root, "tag", vocabulary=SDG_GOALS, code=code)
    for one in project.markers.all():
        add(root, "policy-marker", vocabulary=DAC, code=one.marker, significance=one.significance)
    _budgets(root, project)
    _transactions(root, project)
    url = address(reverse("cooperation:project_detail", args=[project.slug]))
    link = add(root, "document-link", format="text/html", url=url)
    narrate(add(link, "title"), project, "title")
    add(link, "category", code=WEB_PAGE)
    _results(root, project)
    return root


def _participants(root, project, settings, office):
    for role in OUR_ROLES[project.role]:
        ours = add(
            root, "participating-org", role=role, type=settings.kind, ref=settings.identifier
        )
        narrate(ours, office, "name")
    programme = project.programme
    if programme and programme.funder:
        kind = FUNDERS.get(programme.kind, "90")
        narrate(add(root, "participating-org", role=FUNDING, type=kind), programme, "funder")
    for one in project.partners.all():
        body = one.organisation
        kind = BODIES.get(body.kind, "90") if body else CITY if one.city else "90"
        partner = add(root, "participating-org", role=ROLES[one.role], type=kind)
        if one.name:
            narrative(partner, one.name)
        else:
            narrate(partner, body or one.city, "name")


def _dates(root, project):
    """Planned, and actual where they are past; of a partial date the first or the last day."""
    today = timezone.localdate()
    for day, planned, actual in (
        (project.starts_on.first, "1", "2"),
        (project.ends_on.last, "3", "4"),
    ):
        add(root, "activity-date", type=planned, iso_date=day)
        if day <= today:
            add(root, "activity-date", type=actual, iso_date=day)


def span_of(project, year):
    """The first and the last day of a year of the project; of all of it without a year."""
    if year is None:
        return project.starts_on.first, project.ends_on.last
    return date(year, 1, 1), date(year, 12, 31)


def _budgets(root, project):
    """One for each year and currency: budgets of one year may not overlap."""
    sums = {}
    for line in project.money.all():
        key = (line.year, line.currency)
        sums[key] = sums.get(key, 0) + line.committed
    for (year, currency), total in sums.items():
        first, last = span_of(project, year)
        budget = add(root, "budget", type="1", status="2")
        add(budget, "period-start", iso_date=first)
        add(budget, "period-end", iso_date=last)
        add(budget, "value", amount(total), currency=currency, value_date=first)


def _transactions(root, project):
    """What was committed, and what was paid out, each by its source."""
    for line in project.money.all():
        first, last = span_of(project, line.year)
        for code, value, day in (
            (COMMITMENT, line.committed, first),
            (DISBURSEMENT, line.disbursed, last),
        ):
            if not value:
                continue
            made = add(root, "transaction")
            add(made, "transaction-type", code=code)
            add(made, "transaction-date", iso_date=min(day, timezone.localdate()))
            add(made, "value", amount(value), currency=line.currency, value_date=day)
            narrative(add(made, "provider-org"), line.get_source_display())


def _results(root, project):
    """Those that are measured: a result of IATI has an indicator."""
    for one in project.results.all():
        if one.indicator:
            result = add(root, "result", type=RESULTS[one.kind])
            narrate(add(result, "title"), one, "title")
            _indicator(result, project, one)


def _indicator(result, project, one):
    rising = "0" if one.less_is_better else "1"
    indicator = add(result, "indicator", measure=MEASURES[one.measure], ascending=rising)
    narrate(add(indicator, "title"), one, "indicator")
    if one.baseline is not None and one.baseline_year:
        add(indicator, "baseline", year=one.baseline_year, value=amount(one.baseline))
    if one.target is None and one.actual is None:
        return
    period = add(indicator, "period")
    add(period, "period-start", iso_date=project.starts_on.first)
    add(period, "period-end", iso_date=project.ends_on.last)
    if one.target is not None:
        add(period, "target", value=amount(one.target))
    if one.actual is not None:
        add(period, "actual", value=amount(one.actual))
