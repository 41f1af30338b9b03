"""The office itself in the words of IATI: who it is, and what of its own it gives year by year."""

from datetime import date

from django.utils import timezone
from lxml import etree

from cooperation.iati.writing import LANG, VERSION, add, amount, document, narrate
from cooperation.models import MoneyLine, Project
from cooperation.models.money import euros
from office.languages import original_language
from office.models import Office


def organisation(settings):
    """The bytes of the file; `settings` are IatiSettings with an identifier."""
    now = timezone.now().isoformat(timespec="seconds")
    head = {"version": VERSION, "generated-datetime": now}
    return b"".join(document("iati-organisations", head, [element(settings)]))


def element(settings):
    office = Office.objects.current()
    root = etree.Element("iati-organisation", {"default-currency": "EUR"})
    root.set(LANG, original_language())
    add(root, "organisation-identifier", settings.identifier)
    narrate(add(root, "name"), office, "name")
    narrate(add(root, "reporting-org", ref=settings.identifier, type=settings.kind), office, "name")
    for row in own_money():
        budget = add(root, "total-budget", status="2")
        add(budget, "period-start", iso_date=date(row["year"], 1, 1))
        add(budget, "period-end", iso_date=date(row["year"], 12, 31))
        value_date = date(row["year"], 1, 1)
        add(budget, "value", amount(row["total"]), currency="EUR", value_date=value_date)
    return root


def own_money():
    """{year, total} of the city's own money in public projects that were awarded."""
    rows = MoneyLine.objects.public().filter(
        source__in=MoneyLine.OWN, year__isnull=False, project__state__in=Project.AWARDED
    )
    return rows.order_by().values("year").annotate(total=euros("committed")).order_by("year")
