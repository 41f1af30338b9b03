"""By what networks are found."""

from django.utils import translation

from agenda.models import Appointment
from directory.models import City
from directory.search import city_part
from networks.models import Activity, CityInNetwork, Fee, Meeting, Network, WorkingGroup
from office import search
from office.languages import texts_of
from office.search import Kind, Part, languages, read

TEXTS = ("mission", "organs", "note", "seat")


def network_parts(network):
    """By names and texts, working groups and what came of it; by its cities, guarded by each."""
    groups, activities = list(network.working_groups.all()), list(network.activities.all())
    for code in languages():
        name = getattr(network, f"name_{code}")
        texts = [getattr(network, f"{field}_{code}") for field in TEXTS]
        texts += [getattr(one, f"name_{code}") for one in groups]
        texts += [getattr(one, f"title_{code}") for one in activities]
        texts = [text for text in texts if text]
        if name or texts:
            yield Part(code, name, text=" · ".join(texts))
    yield Part(names=[*texts_of(network, "name"), network.acronym, network.website])
    for one in network.cities_in_it.all():
        yield city_part(one.city)


search.register(
    Kind(
        Network,
        network_parts,
        rows={CityInNetwork: "network", WorkingGroup: "network", Activity: "network"},
        mentions={City: "cities_in_it__city"},
        prefetch=("working_groups", "activities", "cities_in_it__city"),
        public=True,
        weight=2,
    )
)


def meeting_parts(meeting):
    """By its title, with its network; a cancelled one by staff alone."""
    one, cancelled = meeting.appointment, meeting.appointment.is_cancelled
    for code in languages():
        title = getattr(one, f"title_{code}")
        if title:
            network = read(meeting.network, "name", code)
            yield Part(code, title, text=network, for_staff=cancelled)
    yield Part(names=[*texts_of(one, "title"), meeting.network.acronym], for_staff=cancelled)


search.register(
    Kind(
        Meeting,
        meeting_parts,
        mentions={Network: "network", Appointment: "appointment"},
        related=("network", "appointment"),
        public=True,
        weight=1,
    )
)


def fee_parts(fee):
    """By its network, its year and the word for a fee: "quota 2026"."""
    network = fee.membership.network
    for code in languages():
        with translation.override(code):
            kind = str(Fee._meta.verbose_name)
        title = f"{read(network, 'name', code)} {fee.year}"
        yield Part(code, title, names=[network.acronym], text=kind)
    names = filter(None, texts_of(network, "name"))
    yield Part(names=[f"{name} {fee.year}" for name in names])


search.register(
    Kind(
        Fee,
        fee_parts,
        mentions={Network: "membership__network"},
        related=("membership__network",),
    )
)
