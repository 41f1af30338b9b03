"""Saving an appointment by the form of it, or of what it is for."""

from agenda import clashes
from agenda.backoffice import offers


class LooksBeforeSaving:
    """
    Mixin of an admin class whose form is a LooksFirst.

    Where another was first while it was saved, the form comes back as it was typed and says
    who; where a proposal is taken over, it comes back with that.
    """

    # What an action raises where it cannot be saved, in words for people.
    refusals = (clashes.Clash,)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.late_clash = getattr(request, "late_clash", None)
        form.editor = request.user
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and offers.TAKE in request.POST:
            request.POST = offers.taken(request.POST, request.user)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except self.refusals as refused:
            is_clash = isinstance(refused, clashes.Clash)
            request.late_clash = refused if is_clash else str(refused)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        context["attempt"] = getattr(form, "attempt", None)
        if offers.TAKE in request.POST and len(context["errors"]) == 1:
            # That it is not saved yet is no error.
            context |= {"errors": None, "taken": offers.TAKEN}
        elif getattr(form, "asks_first", False) and len(context["errors"]) == 1:
            # Nor is it one that something is to be looked at, as the warning itself says.
            context["errors"] = None
        context["is_long"] = getattr(form, "is_long", False)
        return super().render_change_form(request, context, *args, **kwargs)
