"""The forms of the networks, where they know more than a form of any record."""

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.utils.translation import gettext as _

from networks.models import Role
from networks.models.seats import TAKEN
from office.backoffice import RecordForm


class RoleForm(RecordForm):
    """A term: where another one is in its way, it says whose and when, to who may know."""

    # Set by the admin class: who opened the form.
    editor = None

    def _post_clean(self):
        super()._post_clean()
        if not self.has_error("held_from", TAKEN):
            return
        seen = Role.objects.visible_to(self.editor).select_related("holder")
        for other in self.instance.overlapping(seen)[:1]:
            who = other.holder or other.held_as or _("the city itself")
            said = _(
                "The seat is taken in these days: %(who)s, %(term)s. Write first when that ended."
            )
            self.errors["held_from"].data.clear()
            self.add_error("held_from", said % {"who": who, "term": other.term})


class SeatChoice(RelatedFieldWidgetWrapper):
    """The choice of a seat: one that is added on the spot is of the same network."""

    network = None

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if self.network and context.get("url_params"):
            context["url_params"] += f"&network={self.network}"
        return context

    @classmethod
    def of(cls, wrapper, network):
        """The same choice as Django made it, for the seats of one network (its key) or of all."""
        made = cls(
            wrapper.widget,
            wrapper.rel,
            wrapper.admin_site,
            can_add_related=wrapper.can_add_related,
            can_change_related=wrapper.can_change_related,
        )
        made.network = network
        return made
