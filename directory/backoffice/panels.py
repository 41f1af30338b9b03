"""What stands above the form of a city: what the upper rooms know of it, and what may be begun."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import ContactDetail, OfficeHeld
from office.backoffice.frame import record_url
from office.papers.report import Text
from office.registry import Registry
from office.text import labelled

# Name -> function(city, user) that returns a Panel of what the user may see, or None.
city_panels = Registry()
# Name -> function(partners, user) that returns a Panel of what one should have in mind when one
# notes a contact with these ({"city": key, "person": key, "organisation": key}), or None.
contact_panels = Registry()


@dataclass(frozen=True)
class Line:
    """One thing of a panel: its name, which leads to its record, and what is said of it."""

    name: Text | str
    url: str
    said: str = ""
    is_demo: bool = False


@dataclass(frozen=True)
class Panel:
    """
    A heading with its lines; `empty` is said where there is none.

    `actions` are (label, address) of what the user may begin from here.
    """

    key: str
    heading: str
    lines: list
    empty: str = ""
    actions: tuple = ()


def offices(city, user):
    """Who holds office there today, how one addresses them, and where one calls."""
    if not user.has_perm("directory.view_person"):
        return None
    held = OfficeHeld.objects.visible_to(user).filter(Q(city=city) | Q(organisation__city=city))
    held = held.held_on(timezone.localdate()).select_related("person", "organisation")
    contacts = ContactDetail.objects.visible_to(user).filter(is_private=False)
    held = held.prefetch_related(Prefetch("person__contacts", contacts))
    actions = []
    if user.has_perm("directory.add_person"):
        url = f"{reverse('admin:directory_person_add')}?{urlencode({'city': city.pk})}"
        actions.append((_("Add a person"), url))
    return Panel(
        "offices",
        _("Who holds office today"),
        [line_of(one) for one in held.order_by(F("organisation").asc(nulls_first=True), "pk")],
        empty=_("Nobody is recorded."),
        actions=tuple(actions),
    )


def line_of(office):
    person = office.person
    aloud, address = person.pronunciation, person.form_of_address
    said = [
        f"{office.title}, {office.organisation}" if office.organisation else office.title,
        labelled(_("form of address"), address) if address else "",
        labelled(_("how to say it"), aloud) if aloud else "",
        *(
            labelled(one.get_kind_display(), one.value)
            for one in person.contacts.all()
            if one.kind in (*ContactDetail.NUMBERS, ContactDetail.Kind.EMAIL)
        ),
    ]
    name = " ".join(filter(None, [person.title, str(person)]))
    return Line(name, record_url(person), "; ".join(filter(None, said)), person.is_demo)


class ShowsPanels:
    """Mixin of the admin class of cities."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            found = (panel(obj, request.user) for panel in city_panels.values())
            context["panels"] = [panel for panel in found if panel]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
