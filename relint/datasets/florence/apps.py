from django.apps import AppConfig


class FlorenceDataSet(AppConfig):
    name = "relint.datasets.florence"
    label = "florence"
