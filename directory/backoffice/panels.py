"""What stands above the form of a city: what the upper rooms know of it, and what may be begun."""

from dataclasses import dataclass

from office.papers.report import Text
from office.registry import Registry

# Name -> function(city, user) that returns a Panel of what the user may see, or None.
city_panels = Registry()


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


class ShowsPanels:
    """Mixin of the admin class of cities."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            found = (panel(obj, request.user) for panel in city_panels.values())
            context["panels"] = [panel for panel in found if panel]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
