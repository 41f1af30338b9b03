"""What the data sets say of projects, and with whom and with whose money they are done."""

from decimal import Decimal

from cooperation.models import MoneyLine, Partner, Programme, Project, ProjectCountry
from directory.models import City, Country
from office.models import Audience
from office.readers import days, plain, texts
from partnerships.models import Theme


def load_programmes(data_set):
    """Who pays for cooperation: `programmes.csv`."""
    for row in data_set.rows("programmes.csv"):
        values = texts(row, "name", "funder") | plain(row, "key", "kind")
        data_set.put(Programme, row["key"], values, row, natural={"key": row["key"]})


def load_projects(data_set):
    """The projects, published, with what was applied for: `projects.csv`."""
    for row in data_set.rows("projects.csv"):
        values = texts(row, "title", "note") | plain(row, "acronym", "role", "state")
        values |= days(row, "state_on", "starts_on", "ends_on") | {"slug": row["key"]}
        values |= sums(row, "budget_total", "budget_city", "budget_eu")
        with row.reading("programme") as key:
            values["programme"] = data_set.record(Programme, key) if key else None
        project = data_set.put(
            Project,
            row["key"],
            values,
            row,
            natural={"slug": row["key"]},
            audience=Audience.Level.PUBLIC,
        )
        if project and data_set.made(project):
            add_themes(data_set, project, row)


def add_themes(data_set, project, row):
    """The themes, each handed in once: what staff take out stays out."""
    with row.reading("themes") as text:
        keys = [key for key in text.split("|") if key]
        themes = {key: data_set.record(Theme, key) for key in keys}
    fresh = [themes[key] for key in data_set.once(project, row["key"], keys)]
    project.themes.add(*(theme for theme in fresh if theme))


def load_partners(data_set):
    """With whom: `project_partners.csv`; a city of the directory, or a name alone."""
    for row in data_set.rows("project_partners.csv"):
        values = plain(row, "name", "role") | project_of(data_set, row)
        with row.reading("city") as slug:
            values["city"] = data_set.record(City, slug) if slug else None
        with row.reading("country") as code:
            values["country"] = data_set.record(Country, code) if code else None
        put(data_set, Partner, row["key"], values, row, is_whole=values["city"] or values["name"])


def load_countries(data_set):
    """For which countries: `project_countries.csv`."""
    for row in data_set.rows("project_countries.csv"):
        values = project_of(data_set, row) | sums(row, "percent")
        with row.reading("country") as code:
            values["country"] = data_set.record(Country, code)
        key = f"{row['project']}-{row['country']}"
        put(data_set, ProjectCountry, key, values, row, is_whole=values["country"])


def load_money(data_set):
    """Where the money comes from: `project_money.csv`."""
    for row in data_set.rows("project_money.csv"):
        values = project_of(data_set, row) | plain(row, "source", "currency")
        values |= sums(row, "committed", "disbursed")
        with row.reading("year") as text:
            values["year"] = int(text) if text else None
        put(data_set, MoneyLine, row["key"], values, row)


def project_of(data_set, row):
    with row.reading("project") as key:
        return {"project": data_set.record(Project, key)}


def put(data_set, model, key, values, row, *, is_whole=True):
    """A row of a project; passed over where staff deleted what it hangs on."""
    if values["project"] is None or not is_whole:
        data_set.pass_over(model, key)
    else:
        data_set.put(model, key, values, row)


def sums(row, *columns):
    found = {}
    for column in columns:
        with row.reading(column) as text:
            found[column] = Decimal(text) if text else None
    return found
