from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CooperationConfig(AppConfig):
    name = "cooperation"
    verbose_name = _("Cooperation")

    def ready(self):
        hand_in_data()
        hand_in_pages()
        hand_in_work()


def hand_in_data():
    """What the data sets and the demonstration say, and what is brought in and handed out."""
    from office.datasets import citable, readers
    from office.demo import parts
    from office.exchange.registry import resources

    readers.add("programmes.csv", "cooperation.readers.load_programmes")
    readers.add("projects.csv", "cooperation.readers.load_projects")
    readers.add("project_partners.csv", "cooperation.readers.load_partners")
    readers.add("project_countries.csv", "cooperation.readers.load_countries")
    readers.add("project_money.csv", "cooperation.readers.load_money")
    citable.add("project", "cooperation.models.Project")
    parts.add("cooperation", "cooperation.demo.load")
    resources.add("projects", "cooperation.resources.projects")
    resources.add("project money", "cooperation.resources.money_lines")


def hand_in_pages():
    """What everybody reads, and what stands on the pages of other rooms."""
    from cooperation import search  # noqa: F401  (lets its records be found)
    from directory import timeline
    from directory.backoffice.panels import city_panels
    from directory.pages import act_sections, city_sections
    from office import navigation, sitemaps
    from office.search.pages import Page, pages
    from partnerships import yearly

    navigation.entries.add("cooperation:project_list", _("Projects"))
    words = pgettext_lazy("search words", "projects cooperation money funding results partners")
    pages.add("projects", Page(_("Cooperation projects"), "cooperation:project_list", words))
    words = pgettext_lazy("search words", "good practices exchange study visit learn library")
    pages.add("good practices", Page(_("Good practices"), "cooperation:practice_list", words))
    sitemaps.sections.add("cooperation-pages", "cooperation.sitemaps.CooperationPages")
    sitemaps.sections.add("projects", "cooperation.sitemaps.Projects")
    sitemaps.sections.add("practices", "cooperation.sitemaps.Practices")
    city_sections.add("projects", "cooperation.pages.projects_of")
    act_sections.add("projects", "cooperation.pages.resting_on")
    city_panels.add("projects", "cooperation.backoffice.city_panel.projects_with")
    timeline.strands.add("projects", "cooperation.coming.worked_together")
    timeline.strands.add("exchanges", "cooperation.coming.learnt")
    yearly.parts.add("projects", "cooperation.yearly.sections")


def hand_in_work():
    """What waits for the office: reports that are due, own money that is not reserved."""
    from office import duties, radar, start_page
    from office.backoffice import frame, own_pages

    frame.work_pages.add("cooperation.step", "cooperation.backoffice.sheet_page.form_of_step")
    duties.kinds.add("project step", "cooperation.duties.do_step")
    duties.handed_over.add("projects", "cooperation.duties.in_charge")
    radar.marks.add("projects", "cooperation.coming.marks")
    start_page.lines.add("projects", "cooperation.coming.lines")
    own_pages.pages.add("project_money", "cooperation.backoffice.money_page.PAGE")
    own_pages.of_one.add("project_sheet", "cooperation.backoffice.sheet_page.PAGE")
