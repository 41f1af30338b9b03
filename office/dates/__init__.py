"""
The partial date: a date of which perhaps only the month or the year is known.

One value, one field, one form field; PartialDate tells how it sorts and prints.
"""

from office.dates.fields import PartialDateField, partial_date_constraint
from office.dates.forms import PartialDateFormField, PartialDateWidget
from office.dates.value import PartialDate

__all__ = [
    "PartialDate",
    "PartialDateField",
    "PartialDateFormField",
    "PartialDateWidget",
    "partial_date_constraint",
]
