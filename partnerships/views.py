from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from office.errors import NotHere
from partnerships.forms import CityFilter
from partnerships.models import Agreement, BondType


@require_safe
def city_list(request):
    """With which cities are we bound, and how?"""
    form = CityFilter(request.GET)
    if not form.is_valid():
        raise NotHere(" ".join(message for errors in form.errors.values() for message in errors))
    agreements = form.filter(Agreement.objects.public()).closest().by_city_name(get_language())
    context = {
        "form": form,
        "agreements": agreements,
        "filtered": any(form.cleaned_data.values()),
        "canonical_query": form.canonical_query(),
    }
    return render(request, "partnerships/city_list.html", context)


@require_safe
def bond_types(request):
    """What does each kind of bond mean?"""
    kinds = BondType.objects.with_city_counts()
    return render(request, "partnerships/bond_types.html", {"kinds": kinds})
