"""What the forms of gifts, honours and expenses have in common: their visit or mission, money."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.backoffice.pages import page_of
from delegations.missions import page_of as page_of_mission
from delegations.models import Mission, Visit
from networks.resources import Money
from office.backoffice import VisibleRecordForm
from office.models import made_up

READ = Money("amount", "")
GO_ON = "go_on"


class AmountField(forms.DecimalField):
    """An amount as people write it: 1.234,50 or 1,234.50, 1234,5, 1 234, with or without €."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value):
        text = str(value if value is not None else "").replace("€", "").replace("EUR", "").strip()
        if not text:
            return None
        try:
            number = READ.read(text.replace("−", "-"), None)
        except ValidationError as error:
            message = _("“%s” is no amount such as 1.234,50 or 1234.50.") % text
            raise ValidationError(message, code="invalid") from error
        return super().to_python(number)


# For the admin classes of what has an amount.
MONEY = {models.DecimalField: {"form_class": AmountField}}


def day_input():
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AsksAgain(forms.Form):
    """
    Mixin of a form that tells what speaks against a line before it is saved.

    It is saved once somebody ticks that it holds, and says why in the field `why`. `warnings`
    are asked for of a form that is right in itself; what stood there before is not asked again.
    """

    why = ""
    warned = ()
    go_on = forms.BooleanField(
        label=gettext_lazy("I have read it, and it holds nevertheless"), required=False
    )

    def warnings(self):
        """What speaks against it, in words. The instance is as it would be saved."""
        raise NotImplementedError  # each form's own

    def _post_clean(self):
        super()._post_clean()
        if self.errors or not self.is_news():
            return
        self.warned = self.warnings()
        if not self.warned:
            return
        if not self.cleaned_data.get(GO_ON):
            ticked = _("Tick this where it holds nevertheless, and say why.")
            self.add_error(GO_ON, [*self.warned, ticked])
        if not getattr(self.instance, self.why):
            self.add_error(self.why, _("Say why."))

    def is_news(self):
        """Whether something was changed that one could be warned of."""
        quiet = {GO_ON, self.why, "note", "is_published", "level", "readers"}
        return not self.instance.pk or bool({*self.changed_data} - quiet)


class OccasionForm(VisibleRecordForm):
    """Of a visit or a mission it is seen by who sees that: who may see it is not asked then."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.occasion:
            self.fields["level"].disabled = self.fields["readers"].disabled = True
            self.fields["level"].help_text = _("As the visit or the mission that it is of.")

    def save_audience(self):
        if self.instance.occasion is None:
            super().save_audience()


class OccasionAdmin:
    """
    Mixin of the admin classes: with `?visit=1` or `?mission=1` the form begins from it.

    Whoever comes from the page of a visit or mission gets back there.
    """

    formfield_overrides = MONEY
    autocomplete_fields = ["visit", "mission"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.editor = request.user
        return form

    def get_changeform_initial_data(self, request):
        """Only of an occasion that the reader may see: its name would be told."""
        said = super().get_changeform_initial_data(request)
        for name, model in (("visit", Visit), ("mission", Mission)):
            key = said.get(name)
            if key is None:
                continue
            one = model.objects.visible_to(request.user).filter(pk=key).first()
            if one is None:
                del said[name]
            else:
                said |= self.begun_by(one, said)
        return said

    def begun_by(self, occasion, said):
        """What the form begins with for that visit or mission."""
        return {}

    def is_made_up(self, request, obj):
        return made_up(request.user, obj.occasion)

    def response_post_save_add(self, request, obj):
        return self._back(obj, super().response_post_save_add(request, obj))

    def response_post_save_change(self, request, obj):
        return self._back(obj, super().response_post_save_change(request, obj))

    def _back(self, obj, otherwise):
        return HttpResponseRedirect(address_of(obj.occasion)) if obj.occasion else otherwise


def address_of(occasion):
    """The page on which one works on that visit or mission."""
    return page_of_mission(occasion) if isinstance(occasion, Mission) else page_of(occasion)


def asked_for(occasion):
    """The query that names the occasion in the address of a form or list: {"visit": 1}."""
    return {"mission" if isinstance(occasion, Mission) else "visit": occasion.pk}


def rows_of(rows, occasion):
    """Those of the rows that are of this visit or mission."""
    return rows.filter(**asked_for(occasion))


def list_of(model, occasion):
    """The address of the list of the model's rows of that occasion."""
    name = "mission" if isinstance(occasion, Mission) else "visit"
    url = reverse(f"admin:delegations_{model._meta.model_name}_changelist")
    return f"{url}?{name}__id__exact={occasion.pk}"
