from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.models import Act, City, Organisation, Person
from directory.pages import act_sections, sections_of, with_sources
from directory.structured import act_data, city_data
from office.errors import NotHere
from office.models import Office
from office.served import PUBLIC, served
from office.updates import last_update


@require_safe
def city_detail(request, slug):
    """What binds us to this city, and what has come of it."""
    cities = City.objects.public().select_related("country").prefetch_related(with_sources())
    try:
        city = cities.get(slug=slug)
    except City.DoesNotExist:
        raise NotHere(_("We have no page of a city with this name in its address.")) from None
    sections = sections_of(city)
    records = [one for part in sections for one in part.records]
    context = {
        "city": city,
        "counterpart": Organisation.objects.public().filter(city=city, is_counterpart=True).first(),
        "sections": sections,
        "told": [city, city.country, Office.objects.current(), *records],
        "updated": last_update([city, *records]),
        "structured": city_data(city, request.build_absolute_uri(request.path)),
    }
    return render(request, "directory/city_detail.html", context)


@require_safe
def person_photograph(request, pk):
    """The photograph of someone whom everybody may see, published with consent."""
    person = get_object_or_404(Person.objects.public(), pk=pk, photograph_published=True)
    return served(person.photograph.open, kept=PUBLIC, content_type="image/webp")


@require_safe
def act_detail(request, pk):
    """What did this body decide, when, and what came of it?"""
    acts = Act.objects.public().select_related("body__city").prefetch_related(with_sources())
    act = get_object_or_404(acts, pk=pk)
    sections = [part for entry in act_sections.values() if (part := entry(act))]
    records = [one for part in sections for one in part.records]
    context = {
        "act": act,
        "sections": sections,
        "told": [act, act.body],
        "updated": last_update([act, *records]),
        "structured": act_data(act, request.build_absolute_uri(request.path)),
    }
    return render(request, "directory/act_detail.html", context)
