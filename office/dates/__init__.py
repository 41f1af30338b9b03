"""
The partial date: a date of which perhaps only the month or the year is known.

One value, one field, one form field; PartialDate tells how it sorts and prints.
"""

from office.dates.fields import PartialDateField, partial_date_constraint
from office.dates.forms import DayInput, PartialDateFormField, PartialDateWidget
from office.dates.order import InOrder, check_order
from office.dates.value import PartialDate

__all__ = [
    "DayInput",
    "InOrder",
    "PartialDate",
    "PartialDateField",
    "PartialDateFormField",
    "PartialDateWidget",
    "check_order",
    "partial_date_constraint",
]
