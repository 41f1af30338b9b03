"""Two partial dates of a row of which one does not lie before the other."""

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q

from office.dates.value import PartialDate


class InOrder(CheckConstraint):
    """
    The check that `last` is not certainly before `first`, told at the field.

    Without a query, so that many rows can be asked one by one. To migrations it is the plain
    check that it stands for.
    """

    def __init__(self, first, last, *, name, message):
        self.first, self.last = first, last
        super().__init__(
            condition=~Q(**{f"{last}__before": F(first)}),
            name=name,
            violation_error_message=message,
        )

    def is_broken_by(self, record):
        first, last = getattr(record, self.first), getattr(record, self.last)
        both = isinstance(first, PartialDate) and isinstance(last, PartialDate)
        return both and last.is_certainly_before(first)

    def validate(self, model, instance, exclude=None, using=None):
        asked = [name for name in (self.last, self.first) if name not in (exclude or ())]
        if asked and self.is_broken_by(instance):
            raise ValidationError({asked[0]: self.get_violation_error_message()})

    def clone(self):
        return InOrder(self.first, self.last, name=self.name, message=self.violation_error_message)

    def deconstruct(self):
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs


def check_order(record):
    """Raise what the InOrder checks of the record have to say, where no other check is asked."""
    for constraint in record._meta.constraints:
        if isinstance(constraint, InOrder):
            constraint.validate(type(record), record)
