"""Amounts of money: a currency, and what one unit of it came to in euros on a day."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from networks.models.memberships import CURRENCY

NOT_NEGATIVE = _("An amount is not negative.")
NEEDS_RATE = _("Say what one unit of this currency came to in euros, and on which day.")
EURO = "EUR"


def amount(verbose_name, *, is_known=False, **options):
    """An amount; without `is_known`, empty where it is not documented."""
    known = {} if is_known else {"blank": True, "null": True}
    return models.DecimalField(
        verbose_name,
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(0, NOT_NEGATIVE)],
        **known | options,
    )


def currency():
    return models.CharField(_("currency"), max_length=3, default=EURO, validators=[CURRENCY])


def rate():
    return models.DecimalField(
        _("euros for one unit"),
        max_digits=16,
        decimal_places=8,
        default=1,
        validators=[MinValueValidator(0)],
        help_text=_("1 for euros."),
    )


def amounts_are_not_negative(model, *names):
    condition = Q()
    for name in names:
        condition &= Q(**{name: None}) | Q(**{f"{name}__gte": 0})
    return models.CheckConstraint(
        condition=condition,
        name=f"cooperation_{model}_amounts_are_not_negative",
        violation_error_message=NOT_NEGATIVE,
    )


def has_a_rate(model):
    """Euros are euros; any other currency has the rate of a day."""
    return models.CheckConstraint(
        condition=Q(currency=EURO, rate=1)
        | (~Q(currency=EURO) & Q(rate__gt=0, rate_on__isnull=False)),
        name=f"cooperation_{model}_has_a_rate",
        violation_error_message=NEEDS_RATE,
    )


def refuse_missing_rate(record):
    """{field: what is wrong} where a foreign currency has no rate of a day, or euros have one."""
    if not record.currency or record.rate is None:
        return {}
    if record.currency == EURO:
        return {} if record.rate == 1 else {"rate": _("One euro is one euro.")}
    if record.rate_on is None:
        return {"rate_on": NEEDS_RATE}
    return {} if record.rate > 0 else {"rate": NEEDS_RATE}
