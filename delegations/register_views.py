"""The public page of gifts and honours."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from delegations.registers import published
from delegations.registers.published import RegisterFilter
from office.public_lists import csv_of

PER_PAGE = 100


@require_safe
def gifts_and_honours(request):
    """Whom does the city honour, what does it give, and what was it given?"""
    form = RegisterFilter(request.GET)
    if not form.is_valid():
        context = {"form": form, "query": form.query(), "asked_wrongly": True}
        return render(request, "delegations/registers.html", context, status=404)
    all_years = published.years()
    year = form.cleaned_data["year"] or (all_years[0] if all_years else None)
    honours = list(published.honours().in_year(year)) if year else []
    rows = published.gifts().in_year(year) if year else published.gifts()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "year": year,
        "all_years": all_years,
        "honours": [
            (one, published.name_of(one), published.motivation_of(one), published.act_of(one))
            for one in honours
        ],
        "page": page,
        "query": form.query(),
        "told": [*honours, *(one.kind for one in honours), *gifts_of(page)],
    }
    return render(request, "delegations/registers.html", context)


def gifts_of(page):
    """The records whose texts stand on the page: lines, and what of the catalogue they name."""
    for line in page.object_list:
        yield line.gift or line


@require_safe
def gifts_csv(request):
    """The published gifts, of a year or of all, as open data."""
    form = RegisterFilter(request.GET)
    form.refuse_wrong()
    rows = form.filter(published.gifts())
    return csv_of(rows, published.gift_columns(), name=published.file_name("gifts"))


@require_safe
def honours_csv(request):
    """The published honours, of a year or of all, as open data."""
    form = RegisterFilter(request.GET)
    form.refuse_wrong()
    rows = form.filter(published.honours())
    return csv_of(rows, published.honour_columns(), name=published.file_name("honours"))
