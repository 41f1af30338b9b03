from django import forms
from django.contrib import admin

from office.backoffice import RecordAdmin
from office.checks import every_admin_is_ours
from office.models import Citation


def test_an_admin_class_without_our_base_stops_the_start(monkeypatch):
    class Leaky(admin.ModelAdmin):
        pass

    monkeypatch.setitem(admin.site._registry, Citation, Leaky(Citation, admin.site))

    assert [error.id for error in every_admin_is_ours(None)] == ["office.E001"]


def test_every_admin_class_has_our_base():
    assert every_admin_is_ours(None) == []


def test_an_admin_class_with_another_form_stops_the_start(monkeypatch):
    class Careless(RecordAdmin):
        form = forms.ModelForm

    monkeypatch.setitem(admin.site._registry, Citation, Careless(Citation, admin.site))

    assert [error.id for error in every_admin_is_ours(None)] == ["office.E001"]
