from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.models import City, Organisation, Person
from directory.pages import people_of, sections_of, with_sources
from office.errors import NotHere
from office.pictures import answer


@require_safe
def city_detail(request, slug):
    """What binds us to this city."""
    cities = City.objects.public().select_related("country").prefetch_related(with_sources())
    try:
        city = cities.get(slug=slug)
    except City.DoesNotExist:
        raise NotHere(_("We have no page of a city with this name in its address.")) from None
    counterpart = Organisation.objects.public().filter(city=city, is_counterpart=True).first()
    context = {
        "city": city,
        "counterpart": counterpart,
        # This room's own part comes last, after what the upper rooms show.
        "sections": [*sections_of(city), people_of(city)],
    }
    return render(request, "directory/city_detail.html", context)


@require_safe
def person_photograph(request, pk):
    """The photograph of someone whom everybody may see, published with consent."""
    person = get_object_or_404(Person.objects.public(), pk=pk, photograph_published=True)
    return answer(person.photograph)
