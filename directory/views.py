from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.models import City, Organisation
from directory.pages import sections_of, with_sources
from office.errors import NotHere


@require_safe
def city_detail(request, slug):
    """What binds us to this city."""
    cities = City.objects.public().select_related("country").prefetch_related(with_sources())
    try:
        city = cities.get(slug=slug)
    except City.DoesNotExist:
        raise NotHere(_("We have no page of a city with this name in its address.")) from None
    counterpart = Organisation.objects.public().filter(city=city, is_counterpart=True).first()
    context = {"city": city, "counterpart": counterpart, "sections": sections_of(city)}
    return render(request, "directory/city_detail.html", context)
