"""What the forms of gifts, honours and expenses have in common: money, and asking again."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.exchange.columns import Money

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


def one_after_the_other(record):
    """
    Of two who fill up the same budget or the same year, the second waits, and is told of the first.

    Within the transaction in which the form is saved.
    """
    type(record).objects.select_for_update(no_key=True, of=("self",)).get(pk=record.pk)


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
