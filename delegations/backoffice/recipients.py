"""Who reads which print of a programme: drivers, press, the staff of the rooms, hosts."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from agenda.models import Place, Resource
from delegations import actions, lifecycle
from delegations.actions.recipients import answers, answers_for_a_part
from delegations.backoffice.pages import CHANGES, of_visit
from delegations.backoffice.visit_steps import NAMES
from delegations.models import Print, Recipient, ToInform
from delegations.programme_links import PROGRAMME
from office.backoffice import frame
from office.backoffice.forms import OpenedForm
from office.backoffice.widgets import found_by_typing
from office.languages import offered_languages, original_language

TITLE = gettext_lazy("Recipients of the programme")
ADD, CHANGE, TAKE_OFF, INFORM = "add", "change", "take_off", "inform"


class RecipientForm(OpenedForm):
    class Meta:
        model = Recipient
        fields = [
            "print",
            "name",
            "email",
            "telephone",
            "language",
            "resource",
            "place",
            "is_told",
        ]
        widgets = {"telephone": forms.TextInput(attrs={"type": "tel"})}

    def __init__(self, data=None, *, instance, user):
        super().__init__(data, instance=instance)
        self.fields["language"].choices = offered_languages()
        resources = Resource.objects.visible_to(user).in_use().in_order(get_language())
        places = Place.objects.visible_to(user).in_order(get_language())
        self.fields["resource"].queryset = resources.named()
        self.fields["place"].queryset = places.select_related("building")
        for name in ("resource", "place"):
            self.fields[name].widget = found_by_typing(self.fields[name])

    def clean(self):
        """Whoever answers for a part is corrected at the part."""
        cleaned = super().clean()
        before = Recipient.objects.filter(pk=self.instance.pk).first()
        if before and answers(before):
            for name in ("print", "email"):
                if name in cleaned and cleaned[name] != getattr(before, name):
                    self.add_error(name, at_the_part(before.visit_id))
        return cleaned

    def _get_validation_exclusions(self):
        """With the visit, or that the address gets this print already is told too late."""
        return super()._get_validation_exclusions() - {"visit"}


def at_the_part(visit):
    url = reverse("admin:programme_parts", args=[visit])
    link = format_html('<a href="{}">{}</a>', url, _("Who has a part, and what they answer"))
    return format_html("{} {}", answers_for_a_part(), link)


def recipients_page(request, pk):
    """Who reads the programme of this visit, in which print and language?"""
    visit = of_visit(request, pk, right=CHANGES)
    rows = Recipient.objects.visible_to(request.user).filter(visit=visit)
    rows = rows.select_related("resource__place", "resource__person", "place__building")
    if request.method == "POST":
        return changed(request, visit, rows)
    form = asked_for(request, visit, rows)
    key = request.GET.get(TAKE_OFF)
    return shown(request, visit, rows, form, found(rows, key) if key else None)


def asked_for(request, visit, rows):
    """The form of the one that the address names, or of a new one; None without."""
    if key := request.GET.get(CHANGE):
        return RecipientForm(instance=found(rows, key), user=request.user)
    if ADD in request.GET:
        # Hosts are written down when they are asked.
        recipient = Recipient(visit=visit, print=Print.DRIVER, language=original_language())
        return RecipientForm(instance=recipient, user=request.user)
    return None


def found(rows, key):
    one = rows.filter(pk=key).first() if key.isdecimal() else None
    if one is None:
        raise Http404
    return one


def changed(request, visit, rows):
    if INFORM in request.POST:
        return informed(request, visit)
    key = request.POST.get("recipient", "")
    recipient = found(rows, key) if key else Recipient(visit=visit)
    if key and TAKE_OFF in request.POST:
        actions.take_off(recipient=recipient, by=request.user)
        messages.success(request, _("%(who)s is taken off.") % {"who": recipient.name})
        return redirect(address(visit))
    recipient.visit = visit
    form = RecipientForm(request.POST, instance=recipient, user=request.user)
    if form.is_valid():
        try:
            actions.save_recipient(recipient=form.instance, by=request.user)
        except lifecycle.NotAllowed as error:
            form.add_error("email", str(error))
        except actions.Changed as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()
            form.data["version"] = found(rows, key).version
        else:
            messages.success(request, _("%(who)s is saved.") % {"who": recipient.name})
            return redirect(address(visit))
    return shown(request, visit, rows, form)


def informed(request, visit):
    """Whoever should know becomes a recipient and has a draft, in one step."""
    try:
        new, mails = actions.inform(visit=visit, by=request.user)
    except lifecycle.NotAllowed as error:
        messages.warning(request, str(error))
        return redirect(address(visit))
    words = ngettext("%(count)d new recipient.", "%(count)d new recipients.", len(new))
    drafts = ngettext(
        "%(count)d draft waits to be read and sent.",
        "%(count)d drafts wait to be read and sent.",
        len(mails),
    )
    said = [words % {"count": len(new)}, drafts % {"count": len(mails)}]
    messages.success(request, " ".join(said))
    return redirect(address(visit))


def who_should_know(visit, recipients):
    """[(row, whether they are a recipient already)]"""
    there = {(one.print, one.email.lower()) for one in recipients}
    rows = ToInform.objects.of_visit(visit)
    return [(one, (one.print, one.email.lower()) in there) for one in rows]


def shown(request, visit, rows, form, leaving=None):
    """The list, with the form of one of them, or the question before one is taken off."""
    recipients = list(rows)
    for one in recipients:
        one.links_url = reverse("admin:links", args=[PROGRAMME, one.pk])
        one.change_url = f"{address(visit)}?{CHANGE}={one.pk}#recipient_form"
        one.take_off_url = f"{address(visit)}?{TAKE_OFF}={one.pk}#take-off"
    return frame.page(
        request,
        "admin/delegations/programme/recipients.html",
        f"{TITLE}: {visit}",
        visit=visit,
        recipients=recipients,
        form=form,
        leaving=leaving,
        here=address(visit),
        media=form.media + NAMES if form else forms.Media(),
        add_url=f"{address(visit)}?{ADD}=1#recipient_form",
        should_know=who_should_know(visit, recipients),
        left_out=ToInform.objects.left_out(visit),
        told_url=told_url(request, visit),
    )


def told_url(request, visit):
    if not request.user.has_perm("office.view_mail"):
        return ""
    return reverse("admin:programme_told", args=[visit.pk])


def address(visit):
    return reverse("admin:programme_recipients", args=[visit.pk])


PAGE = ("visits/<int:pk>/programme/recipients/", recipients_page)
