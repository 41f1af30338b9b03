"""What people type about a step in the life of an agreement."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from office.backoffice.forms import PlainEndsOfLines
from office.backoffice.frame import record_url
from office.backoffice.rights import visible
from office.backoffice.widgets import found_by_typing
from office.dates import DayInput
from office.languages import original_language
from partnerships import nations, step_rules
from partnerships.lifecycle import STEPS
from partnerships.models import (
    Addressee,
    Agreement,
    Move,
    Notice,
    Rule,
    Signatory,
    Signature,
    Status,
    Step,
)

FOUND = ("", Status.SIGNED, Status.IN_FORCE, Status.SUSPENDED, Status.EXPIRED, Status.ENDED)
WHY_BEFORE_THE_STATE = _(
    "The State has not answered yet, and its silence does not count yet (%(waiting)s). Write why "
    "it is signed all the same."
)
SEVERAL = _("Write why it is one more of this nation.")


def find_by_typing(form, model, name, user, *, can_add=True):
    """Have a related record found by typing, of those that the user sees, or added on the spot."""
    field = model._meta.get_field(name)
    related = field.remote_field.model
    form.fields[name].queryset = visible(related.objects.all(), user)
    widget = AutocompleteSelect(field, admin.site)
    if can_add:
        may_add = user.has_perm(f"{related._meta.app_label}.add_{related._meta.model_name}")
        widget = RelatedFieldWidgetWrapper(
            widget, field.remote_field, admin.site, can_add_related=may_add
        )
    form.fields[name].widget = widget
    form.fields[name].widget.choices = form.fields[name].choices


class StepForm(PlainEndsOfLines, forms.ModelForm):
    """When it happened, why, and by which act."""

    class Meta:
        model = Step
        fields = ["on", "act", "why"]
        widgets = {"why": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data=None, *, agreement, move, user, **kwargs):
        self.agreement, self.move, self.user = agreement, move, user
        super().__init__(data, initial={"on": timezone.localdate()}, **kwargs)
        find_by_typing(self, Step, "act", user)
        rules = STEPS[move]
        self.fields["on"].required = True
        self.fields["act"].required = rules.needs_act
        self.fields["why"].required = rules.needs_why

    def clean(self):
        cleaned = super().clean()
        said = {name: cleaned.get(name) for name in ("on", "act", "why")}
        for name, wrong in step_rules.faults(self.move, self.agreement, **said).items():
            if name not in self.errors:
                self.add_error(name, wrong)
        return cleaned


class NationForm(forms.Form):
    """Why there is one more of a nation than the rule of that day allows; by which act."""

    exception = forms.CharField(
        label=_("Reason for the exception"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Which political, economic or social circumstances speak for it."),
    )

    def check_nation(self, *, city, bond_type, day, user, but=None):
        """Ask for the reason and the act where the rule stands against it."""
        self.nation = nations.check(city=city, bond_type=bond_type, day=day, user=user, but=but)
        if not self.nation.is_exceeded:
            return
        if not self.cleaned_data.get("exception"):
            self.add_error("exception", SEVERAL)
        if not self.cleaned_data.get("act") and "act" not in self.errors:
            self.add_error("act", _("Name the act that allows it."))

    def exception_said(self):
        """What take_step() and propose() want to know of it."""
        nation = getattr(self, "nation", None)
        if nation is None or not nation.is_exceeded:
            return {}
        return {"rule": nation.rule, "exception": self.cleaned_data["exception"]}


class ProposeForm(NationForm, PlainEndsOfLines, forms.ModelForm):
    """A new pact, as an idea: with whom, of which kind, why."""

    on = Step._meta.get_field("on").formfield(label=_("Proposed on"), required=True)
    act = forms.ModelChoiceField(
        label=_("Act"),
        queryset=None,
        required=False,
        help_text=_("The act that proposes it, or that allows the exception."),
    )
    why = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 4}))

    class Meta:
        model = Agreement
        fields = ["city", "bond_type", "officer"]

    def __init__(self, data=None, *, user, **kwargs):
        self.user = user
        super().__init__(data, **kwargs)
        find_by_typing(self, Step, "act", user)
        find_by_typing(self, Agreement, "city", user)
        find_by_typing(self, Agreement, "bond_type", user, can_add=False)
        self.fields["officer"].queryset = staff()

    def clean_bond_type(self):
        kind, city = self.cleaned_data["bond_type"], self.cleaned_data.get("city")
        refuse_second(city, kind, self.user)
        return kind

    def clean(self):
        cleaned = super().clean()
        if {"city", "bond_type", "on"} <= {name for name, value in cleaned.items() if value}:
            self.check_nation(
                city=cleaned["city"],
                bond_type=cleaned["bond_type"],
                day=cleaned["on"].first,
                user=self.user,
            )
            self._check_friendship(cleaned)
        return cleaned

    def _check_friendship(self, cleaned):
        """The rule that asked for a friendship pact first, on the days on which it held."""
        kind, day = cleaned["bond_type"], cleaned["on"].first
        rule = Rule.objects.of_that_day(Rule.Kind.FRIENDSHIP_FIRST, day)
        if not (kind.is_limited and rule and rule.figure) or cleaned.get("exception"):
            return
        friends = Agreement.objects.visible_to(self.user).filter(city=cleaned["city"]).concluded()
        if not friends.exclude(bond_type__is_limited=True).exists():
            self.add_error(
                "exception",
                _("The rule of that day asks for a friendship pact first: write why not."),
            )


def refuse_second(city, bond_type, user):
    """Say that there is a pact of that kind already, as far as the user may see it."""
    there = city and Agreement.objects.visible_to(user).that_stands(city, bond_type)
    if there:
        said = _("There is a pact of this kind with this city already ({state}): {link}.")
        link = format_html('<a href="{}">{}</a>', record_url(there), there)
        state = there.get_status_display()
        raise forms.ValidationError(format_html(said, state=state, link=link))


class SignForm(NationForm, StepForm):
    """A signature: what was signed where, and why if something stood against it."""

    def clean(self):
        cleaned = super().clean()
        agreement, on = self.agreement, self.cleaned_data.get("on")
        if self.move == Move.RENEW or on is None or not agreement.is_under_way:
            return cleaned
        waiting = self._waiting_for(on.last)
        if waiting and not cleaned.get("why") and "why" not in self.errors:
            self.add_error("why", WHY_BEFORE_THE_STATE % {"waiting": "; ".join(waiting)})
        if not agreement.steps.exclude(exception="").exists():
            self.check_nation(
                city=agreement.city,
                bond_type=agreement.bond_type,
                day=on.first,
                user=self.user,
                but=agreement,
            )
        return cleaned

    def _waiting_for(self, day):
        """Each addressee that has not answered by that day, and since when its silence counts."""
        notices = {one.addressee_id: one for one in self.agreement.notices.all()}
        lines = []
        for addressee in Addressee.objects.all():
            notice = notices.get(addressee.pk)
            if notice is None:
                lines.append(_("%(addressee)s was not told") % {"addressee": addressee})
            elif not notice.is_settled_on(day):
                answer = notice.get_answer_display()
                since = date_format(notice.silence_on) if notice.silence_on else answer
                lines.append(f"{addressee}: {since if not notice.answer else answer}")
        return lines


class SignatureForm(PlainEndsOfLines, forms.ModelForm):
    """Where it was signed, in which languages, and what was given."""

    class Meta:
        model = Signature
        fields = ["room", "languages", "gifts"]
        widgets = {"gifts": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        place = Signature._meta.get_field(f"place_{original_language()}").formfield()
        place.label = capfirst(Signature._meta.get_field("place").verbose_name)
        self.fields["languages"].widget = found_by_typing(self.fields["languages"])
        self.fields = {"place": place, **self.fields}

    def save(self, commit=True):
        setattr(self.instance, f"place_{original_language()}", self.cleaned_data["place"])
        return super().save(commit)


class SignatoryForm(forms.ModelForm):
    """One who signed; the office held that day is looked up."""

    class Meta:
        model = Signatory
        fields = ["person", "side", "without_office"]

    def __init__(self, *args, user, signature, **kwargs):
        super().__init__(*args, **kwargs)
        find_by_typing(self, Signatory, "person", user)
        # Not saved yet: it lends the rows its day, on which the office was held.
        self.instance.signature = signature


class NoticeForm(forms.ModelForm):
    """What was sent to one addressee."""

    class Meta:
        model = Notice
        fields = ["sent_on", "register_number"]
        widgets = {"sent_on": DayInput()}

    def __init__(self, *args, addressee, agreement, **kwargs):
        super().__init__(*args, initial={"sent_on": timezone.localdate()}, **kwargs)
        self.instance.addressee, self.instance.agreement = addressee, agreement
        self.fields["sent_on"].required = False

    @property
    def is_sent(self):
        return bool(self.cleaned_data.get("sent_on"))


def staff(now=None):
    """Who may be put in charge: who may change pacts; and who is in charge now."""
    from office.models import User

    able = User.objects.who_may("partnerships.change_agreement").order_by()
    return User.objects.filter(Q(pk__in=able.values("pk")) | Q(pk=now)).order_by("name", "pk")
