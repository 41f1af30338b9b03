from django.urls import path
from django.utils.translation import pgettext_lazy

from cooperation import views

app_name = "cooperation"
urlpatterns = [
    path(pgettext_lazy("url", "projects/"), views.project_list, name="project_list"),
    path(pgettext_lazy("url", "projects/projects.csv"), views.projects_csv, name="projects_csv"),
    path("iati/activities.xml", views.iati_activities, name="iati_activities"),
    path("iati/organisation.xml", views.iati_organisation, name="iati_organisation"),
    path(
        pgettext_lazy("url", "projects/<slug:slug>/"), views.project_detail, name="project_detail"
    ),
    path(pgettext_lazy("url", "good-practices/"), views.practice_list, name="practice_list"),
    path(
        pgettext_lazy("url", "good-practices/<slug:slug>/"),
        views.practice_detail,
        name="practice_detail",
    ),
]
