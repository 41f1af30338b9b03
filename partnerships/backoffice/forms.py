"""What people type about a step in the life of an agreement."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from office.backoffice.forms import PlainEndsOfLines
from office.backoffice.rights import visible
from office.backoffice.widgets import found_by_typing
from office.languages import original_language
from partnerships import clock, nations
from partnerships.lifecycle import STEPS
from partnerships.models import (
    OVER,
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
    "The State has not answered yet, and its silence does not count yet. Write why it is signed "
    "all the same."
)
SEVERAL = _("Write why it is one more of this nation.")


class ChoosesAct(PlainEndsOfLines):
    """Mixin: the act is found by typing, and can be added on the spot; whoever asks sees it."""

    def offer_acts(self, user, name="act"):
        field = Step._meta.get_field("act")
        self.fields[name].queryset = visible(field.remote_field.model.objects.all(), user)
        self.fields[name].widget = RelatedFieldWidgetWrapper(
            AutocompleteSelect(field, admin.site),
            field.remote_field,
            admin.site,
            can_add_related=user.has_perm("directory.add_act"),
        )
        self.fields[name].widget.choices = self.fields[name].choices


class StepForm(ChoosesAct, forms.ModelForm):
    """When it happened, why, and by which act."""

    class Meta:
        model = Step
        fields = ["on", "act", "why"]
        widgets = {"why": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data=None, *, agreement, move, user, **kwargs):
        self.agreement, self.move, self.user = agreement, move, user
        super().__init__(data, initial={"on": timezone.localdate()}, **kwargs)
        self.offer_acts(user)
        rules = STEPS[move]
        self.fields["on"].required = True
        self.fields["act"].required = rules.needs_act
        self.fields["why"].required = rules.needs_why

    def clean_on(self):
        on = self.cleaned_data["on"]
        if self.move == Move.CONFIRM and on:
            self._check_term(on)
        signed = self.agreement.signed_on
        if self.move in AFTER_SIGNATURE and on and signed and on.is_certainly_before(signed):
            raise forms.ValidationError(
                _("This lies before the signature (%(day)s).") % {"day": signed}
            )
        return on

    def _check_term(self, on):
        """One confirmation a term: the next one can come when the end is near."""
        agreements = Agreement.objects.filter(pk=self.agreement.pk)
        term = clock.terms(clock.with_confirmations(agreements)).get(self.agreement.pk)
        if term and term.agreement.confirmations and on.last < term.opens_on():
            raise forms.ValidationError(
                _(
                    "This term is confirmed already: it began on %(began)s and runs until "
                    "%(ends)s. The next confirmation can come from %(opens)s on."
                )
                % {
                    "began": term.began,
                    "ends": term.ends,
                    "opens": type(term.ends).of(term.opens_on()),
                }
            )


AFTER_SIGNATURE = {Move.CONFIRM, Move.RENEW, Move.ENTER, Move.END, Move.EXPIRE}


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


class ProposeForm(NationForm, ChoosesAct, forms.ModelForm):
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
        self.offer_acts(user)
        for name in ("city", "bond_type"):
            field = Agreement._meta.get_field(name)
            self.fields[name].queryset = visible(field.remote_field.model.objects.all(), user)
            self.fields[name].widget = AutocompleteSelect(field, admin.site)
            self.fields[name].widget.choices = self.fields[name].choices
        self.fields["officer"].queryset = staff()

    def clean_bond_type(self):
        kind, city = self.cleaned_data["bond_type"], self.cleaned_data.get("city")
        same = Agreement.objects.visible_to(self.user).filter(city=city, bond_type=kind)
        there = same.exclude(status__in=[*OVER, Status.DROPPED]).first() if city else None
        if there:
            raise forms.ValidationError(
                _("There is one of this kind with this city already (%(state)s): open that one.")
                % {"state": there.get_status_display()}
            )
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
        friends = Agreement.objects.filter(city=cleaned["city"]).concluded()
        if not friends.exclude(bond_type__is_limited=True).exists():
            self.add_error(
                "exception",
                _("The rule of that day asks for a friendship pact first: write why not."),
            )


class SignForm(NationForm, StepForm):
    """A signature: what was signed where, and why if something stood against it."""

    def clean(self):
        cleaned = super().clean()
        agreement, on = self.agreement, self.cleaned_data.get("on")
        if self.move == Move.RENEW or on is None or not agreement.is_under_way:
            return cleaned
        notices = list(agreement.notices.all())
        settled = notices and all(one.is_settled_on(on.last) for one in notices)
        told = Addressee.objects.exists()
        if told and not settled and not cleaned.get("why") and "why" not in self.errors:
            self.add_error("why", WHY_BEFORE_THE_STATE)
        if not agreement.steps.exclude(exception="").exists():
            self.check_nation(
                city=agreement.city,
                bond_type=agreement.bond_type,
                day=on.first,
                user=self.user,
                but=agreement,
            )
        return cleaned


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
        field = Signatory._meta.get_field("person")
        self.fields["person"].queryset = visible(field.remote_field.model.objects.all(), user)
        self.fields["person"].widget = AutocompleteSelect(field, admin.site)
        self.fields["person"].widget.choices = self.fields["person"].choices
        # Not saved yet: it lends the rows its day, on which the office was held.
        self.instance.signature = signature


class NoticeForm(forms.ModelForm):
    """What was sent to one addressee."""

    class Meta:
        model = Notice
        fields = ["sent_on", "register_number"]
        widgets = {"sent_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

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
