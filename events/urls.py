from django.urls import path
from django.utils.translation import pgettext_lazy

from events import views

app_name = "events"
urlpatterns = [
    path(pgettext_lazy("url", "our-history/"), views.heritage, name="heritage"),
]
