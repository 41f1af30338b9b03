"""Projects, their rows and good practices for the tests, each with the least that is valid."""

from datetime import date

from cooperation.models import (
    Call,
    Exchange,
    MoneyLine,
    Partner,
    Practice,
    Programme,
    Project,
    Result,
    Step,
    Update,
    Uptake,
)
from tests import factories


def make_programme(name="Horizon", **fields):
    values = {
        "key": f"programme-{next(factories.number)}",
        "kind": "eu",
        "name_it": name,
        "name_en": name,
    }
    return Programme.objects.create(**values | fields)


def make_call(programme=None, title="Cities 2026", **fields):
    return Call.objects.create(programme=programme or make_programme(), title=title, **fields)


def make_project(title="Twin rivers", *, level="internal", readers=(), **fields):
    values = {"slug": f"project-{next(factories.number)}", "title_it": title, "title_en": title}
    return Project.objects.create(
        audience=factories.make_audience(level, readers), **values | fields
    )


def make_partner(project=None, **fields):
    values = {} if {"city", "organisation"} & fields.keys() else {"name": "Laafi"}
    return Partner.objects.create(project=project or make_project(), **values | fields)


def make_money_line(project=None, **fields):
    values = {"source": "eu", "committed": 1000}
    return MoneyLine.objects.create(project=project or make_project(), **values | fields)


def make_step(project=None, due_on=date(2027, 5, 12), **fields):
    values = {"kind": "report", "title": "Interim report"}
    project = project or make_project(state="running")
    return Step.objects.create(project=project, due_on=due_on, **values | fields)


def make_result(project=None, title="Fountains restored", **fields):
    values = {"title_it": title, "title_en": title}
    return Result.objects.create(project=project or make_project(), **values | fields)


def make_update(project=None, title="It runs", **fields):
    values = {"title_it": title, "title_en": title, "happened_on": date(2026, 5, 12)}
    return Update.objects.create(project=project or make_project(), **values | fields)


def make_exchange(title="Study visit", *, level="internal", readers=(), **fields):
    values = {"slug": f"exchange-{next(factories.number)}", "title_it": title, "title_en": title}
    values |= {"kind": "study_visit", "audience": factories.make_audience(level, readers)}
    return Exchange.objects.create(**values | fields)


def make_practice(title="One fountain", *, level="internal", readers=(), **fields):
    values = {"slug": f"practice-{next(factories.number)}", "title_it": title, "title_en": title}
    return Practice.objects.create(
        audience=factories.make_audience(level, readers), **values | fields
    )


def make_uptake(practice=None, **fields):
    values = {"office_it": "Water office", "office_en": "Water office"}
    return Uptake.objects.create(practice=practice or make_practice(), **values | fields)
