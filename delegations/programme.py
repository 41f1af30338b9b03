"""What the items of a programme are to the calendar: facets of its appointments."""

from django.utils.translation import gettext_lazy

from agenda.facets import Facet

facet = Facet("programme_item", gettext_lazy("programme of a visit"), "delegations.change_visit")
