"""A project in the words of schema.org."""

from office.languages import texts_of


def project_data(page, url):
    """The project for machines that read the page at this address."""
    project = page.project
    others = {*texts_of(project, "title"), project.acronym} - {project.title, "", None}
    return {
        "@type": "Project",
        "@id": f"{url}#project",
        "name": project.title,
        "alternateName": sorted(others),
        "description": project.summary,
        "foundingDate": project.starts_on.isoformat() if project.starts_on else "",
        "dissolutionDate": project.ends_on.isoformat() if project.ends_on else "",
        "sameAs": project.website,
        "funder": {"@type": "Organization", "name": project.programme.funder}
        if project.programme and project.programme.funder
        else {},
        "mainEntityOfPage": url,
    }
