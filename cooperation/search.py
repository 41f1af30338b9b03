"""By what projects, good practices and exchanges are found."""

from cooperation.models import Exchange, Partner, Practice, Project, Result
from directory.models import City
from directory.search import city_part
from office import search
from office.languages import texts_of
from office.search import Kind, Part, languages

TEXTS = ("summary", "note")


def project_parts(project):
    """By title, texts and results, acronym and grant; by its partner cities, guarded by each."""
    results = list(project.results.all())
    for code in languages():
        title = getattr(project, f"title_{code}")
        texts = [getattr(project, f"{field}_{code}") for field in TEXTS]
        texts += [getattr(one, f"title_{code}") for one in results]
        texts = [text for text in texts if text]
        if title or texts:
            yield Part(code, title, text=" · ".join(texts))
    names = [*texts_of(project, "title"), project.acronym, project.grant_number]
    yield Part(names=[*names, *(one.name for one in project.partners.all())])
    for city in {one.city for one in project.partners.all()} - {None}:
        yield city_part(city)


search.register(
    Kind(
        Project,
        project_parts,
        rows={Partner: "project", Result: "project"},
        mentions={City: "partners__city"},
        prefetch=("partners__city", "results"),
        public=True,
        weight=2,
    )
)


def learnt_parts(*fields):
    """By title and texts; by the city from which one learns, guarded by it."""

    def parts(record):
        for code in languages():
            title = getattr(record, f"title_{code}")
            texts = [text for field in fields if (text := getattr(record, f"{field}_{code}"))]
            if title or texts:
                yield Part(code, title, text=" · ".join(texts))
        yield Part(names=texts_of(record, "title"))
        if record.city:
            yield city_part(record.city)

    return parts


for model, fields in (
    (Practice, ("summary", "lesson", "evidence")),
    (Exchange, ("offices", "learnt")),
):
    search.register(
        Kind(
            model,
            learnt_parts(*fields),
            mentions={City: "city"},
            related=("city",),
            public=True,
            weight=1,
        )
    )
