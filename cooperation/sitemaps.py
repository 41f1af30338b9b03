from cooperation.models import Practice, Project
from office.sitemaps import NamedPages, TranslatedSitemap


class CooperationPages(NamedPages):
    names = ("cooperation:project_list", "cooperation:practice_list")


class Projects(TranslatedSitemap):
    def items(self):
        return Project.objects.public().order_by("slug")


class Practices(TranslatedSitemap):
    def items(self):
        return Practice.objects.public().order_by("slug")
