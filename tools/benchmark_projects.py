"""
How long the pages of projects take with 2,000 projects and 20,000 lines of money, against 20:

    .venv/bin/python -m tools.benchmark_projects

In the database of the settings, which has its tables, and everything is taken back in the end. It
ends with 1 where the database is asked more often for more projects, but for the file of IATI,
which is read 200 projects at a time; there the memory that it takes is measured.
"""

import os
import sys
import tracemalloc
from pathlib import Path

SIZES = (20, 2_000)
LINES = 10
FILE = "all as IATI"
ROW = "{:28}{:>14}{:>14}{:>8}{:>12}"

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main():
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    from tests import factories
    from tests.forms import signed_in
    from tools.benchmark_visits import measured

    settings.DEMONSTRATION, settings.ALLOWED_HOSTS = True, ["*"]
    found = {}
    for size in SIZES:
        with transaction.atomic():
            if not factories.Office.objects.exists():
                factories.make_office()
            project = fill(size)
            client = signed_in("officer")
            found[size] = {name: measured(ask, client, project) for name, ask in QUESTIONS.items()}
            found[size]["memory"] = memory_of_the_file(client)
            transaction.set_rollback(True)
        factories.Office.objects.forget()
    return report(found)


def fill(size):
    """So many public projects of which nothing is missing, each with ten lines of money."""
    from django.db import models

    from cooperation.models import IatiSettings, MoneyLine, Project, ProjectCountry, ProjectPurpose
    from office import planner
    from tests import cooperation_factories as made
    from tests import factories

    IatiSettings.objects.create(identifier="XX-TEST-1")
    programme, country = made.make_programme(), factories.make_country(code="MA")
    audiences = [factories.make_audience("public") for _n in range(size)]
    projects = [
        Project(
            title_it=f"Project {number}",
            summary_it="About water",
            slug=f"benchmark-{number}",
            audience=audience,
            programme=programme,
            role="lead",
            state="running",
            starts_on="2020",
            ends_on="2028",
        )
        for number, audience in enumerate(audiences)
    ]
    # Not by our own QuerySets, which would have each of them taken into the search.
    models.QuerySet(Project).bulk_create(projects)
    models.QuerySet(ProjectCountry).bulk_create(
        ProjectCountry(project=one, country=country) for one in projects
    )
    models.QuerySet(ProjectPurpose).bulk_create(
        ProjectPurpose(project=one, purpose="14030") for one in projects
    )
    models.QuerySet(MoneyLine).bulk_create(
        MoneyLine(project=one, year=2018 + year, source="eu", committed=1000, disbursed=400)
        for one in projects
        for year in range(LINES)
    )
    planner.count_anew()
    return projects[0]


def public_list(client, project):
    return client.get("/en/projects/")


def page_of_a_project(client, project):
    return client.get(f"/en/projects/{project.slug}/")


def list_of_staff(client, project):
    return client.get("/admin/cooperation/project/")


def list_of_money(client, project):
    return client.get("/admin/cooperation/moneyline/")


def all_as_iati(client, project):
    answer = client.get("/en/iati/activities.xml")
    for _piece in answer:
        pass
    return answer


QUESTIONS = {
    "public list": public_list,
    "page of a project": page_of_a_project,
    "list of staff": list_of_staff,
    "list of money": list_of_money,
    FILE: all_as_iati,
}


def memory_of_the_file(client):
    """The most megabytes that writing the file takes at a time."""
    tracemalloc.start()
    all_as_iati(client, None)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1024**2


def report(found):
    small, large = (found[size] for size in SIZES)
    print(ROW.format("", *(f"{size} projects" for size in SIZES), "ratio", "queries"))
    is_bad = False
    for name in QUESTIONS:
        (before, asked), (after, asked_then) = small[name], large[name]
        is_bad = is_bad or (name != FILE and asked_then > asked)
        row = (f"{before:.0f} ms", f"{after:.0f} ms", f"{after / before:.1f}")
        print(ROW.format(name, *row, f"{asked} / {asked_then}"))
    row = (f"{small['memory']:.1f} MB", f"{large['memory']:.1f} MB")
    print(ROW.format("memory of the file", *row, f"{large['memory'] / small['memory']:.1f}", ""))
    return is_bad


if __name__ == "__main__":
    sys.exit(main())
