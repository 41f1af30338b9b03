"""The list of members on the private page: typed, pasted or uploaded, until it closes."""

from http import HTTPStatus

from django import forms
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from delegations import actions
from delegations.guest_forms import CodeForm, MemberForm
from delegations.lifecycle import NotAllowed
from delegations.member_columns import BY_NAME, COLUMNS, LEFT_OUT
from delegations.member_tables import table_of, text_of_file
from delegations.models import MOST_MEMBERS, Member
from office import codes
from office.exchange.tables import Unreadable
from office.text import labelled
from office.tongues import names

# Rows to type into: at first, and at most. Who has more pastes them.
ROWS, MOST_TYPED = 5, 50
DONE = {
    "members": gettext_lazy("The list is saved."),
    "code": gettext_lazy("A code is on its way to the e-mail address of the focal point."),
}


# ---------------------------------------------------------------- the list


def members(guest, code_form=None, **context):
    """The list as it stands; diet and access needs only after a code."""
    found = list(guest.visit.members.in_order())
    for member in found:
        member.told = told_of(member, guest.sees_all)
    context |= {
        "members": found,
        "sees_all": guest.sees_all,
        "code_form": code_form or (CodeForm() if codes.is_waiting(guest.link) else None),
        "done": DONE.get(guest.request.GET.get("done")),
    }
    return guest.shown("delegations/guest/members.html", **context)


def told_of(member, sees_all):
    """What the list says of a member: of what is not read back, that it was given."""
    given = {
        "diet": pgettext("of what is not read back", "given"),
        "access_needs": pgettext("special needs", "given"),
    }
    spoken = names()
    said = {"photo_consent": member.get_photo_consent_display()}
    for name in Member.SPECIAL:
        if words := getattr(member, name):
            said[name] = words if sees_all else given[name]
    told = [labelled(BY_NAME[name].label, words) for name, words in said.items()]
    languages = ", ".join(spoken.get(code, code) for code in member.languages)
    return [languages, *told] if languages else told


def closed(guest):
    """The list as it stands, with the words that it cannot be changed any more."""
    words = _("The list is closed: nothing was changed. Tell us by a message what still changes.")
    return members(guest, told=words, told_kind="warning")


def changed(guest, form, change):
    """
    Save what `change` gives of the list; None where it is saved, else the page that says why not.
    """
    try:
        actions.change_members(visit=guest.visit, change=change)
    except NotAllowed as error:
        if not guest.may_still_change_list():
            return closed(guest)
        form.add_error(None, str(error))
    except actions.Changed as error:
        form.add_error(None, str(error))
    else:
        return redirect(f"{guest.url(show='members', done='members')}#told")
    return None


def note_notice(members):
    """Which privacy notice was shown when these were written down."""
    for one in members[:1]:
        one.read_notice()
    for one in members[1:]:
        one.notice, one.notice_read_at = members[0].notice, members[0].notice_read_at


# ---------------------------------------------------------------- one member


def found(guest, key):
    return guest.visit.members.filter(pk=key).first() if key.isdecimal() else None


def member(guest, form=None):
    one = form.instance if form else found(guest, guest.request.GET.get("member", ""))
    if not guest.may_change_list:
        return closed(guest)
    if one is None:
        return members(guest, told=gone(), told_kind="warning")
    form = form or MemberForm(instance=one, opened=guest.sees_all)
    return guest.shown("delegations/guest/member.html", form=form, member=one)


def gone():
    return _("This person is not in the list any more.")


def save_member(guest):
    one = found(guest, guest.request.POST.get("member", ""))
    if one is None:
        return members(guest, told=gone(), told_kind="warning")
    form = MemberForm(guest.request.POST, instance=one)
    if not form.is_valid():
        return member(guest, form)

    def change(members):
        now = next((row for row in members if row.pk == one.pk), None)
        if now is None:
            raise actions.Changed(gone())
        if now.version != form.cleaned_data["version"]:
            form.data = form.data.copy()
            form.data["version"] = now.version
            raise actions.Changed(
                _(
                    "This person was changed in the meantime. What you typed is still here: look "
                    "it over, and save it once more."
                )
            )
        one.read_notice()
        return [one], []

    return changed(guest, form, change) or member(guest, form)


class RemovalForm(forms.Form):
    """Which member, as they stood when the question was asked."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def removal(guest, form=None):
    """The question before somebody is taken off the list."""
    data = guest.request.GET if guest.request.method == "GET" else guest.request.POST
    one = found(guest, data.get("member", ""))
    if not guest.may_change_list:
        return closed(guest)
    if one is None:
        return members(guest, told=gone(), told_kind="warning")
    # The question is asked anew of how they stand now.
    asked = RemovalForm(initial={"version": one.version})
    errors = form.non_field_errors() if form else []
    return guest.shown("delegations/guest/removal.html", form=asked, member=one, errors=errors)


def remove_member(guest):
    form = RemovalForm(guest.request.POST)
    if not form.is_valid():
        return removal(guest)
    asked = guest.request.POST.get("member", "")

    def change(members):
        now = next((row for row in members if str(row.pk) == asked), None)
        if now is None:
            raise actions.Changed(gone())
        if now.version != form.cleaned_data["version"]:
            raise actions.Changed(_("This person was changed in the meantime."))
        return [], [now]

    return changed(guest, form, change) or removal(guest, form)


# ---------------------------------------------------------------- several, typed


class TypedForm(MemberForm):
    """One of several new members; a row in which nothing is typed is nobody."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]


class TypedForms(forms.BaseModelFormSet):
    def get_queryset(self):
        return Member.objects.none()

    def clean(self):
        super().clean()
        if not self.typed:
            raise forms.ValidationError(_("Write one name at least."))
        if sum(form.cleaned_data.get("is_head", False) for form in self.typed) > 1:
            raise forms.ValidationError(_("The delegation has one head."))

    def add_error(self, _field, message):
        self._non_form_errors.append(message)

    @property
    def typed(self):
        return [form for form in self.forms if form.has_changed()]


def typed_forms(data=None, rows=ROWS):
    made = forms.modelformset_factory(
        Member,
        form=TypedForm,
        formset=TypedForms,
        extra=rows,
        max_num=MOST_TYPED,
        absolute_max=MOST_TYPED,
    )
    return made(data)


def add(guest, formset=None):
    if not guest.may_change_list:
        return closed(guest)
    return guest.shown("delegations/guest/add.html", formset=formset or typed_forms())


def save_added(guest):
    formset = typed_forms(guest.request.POST)
    if not formset.is_valid():
        return add(guest, formset)

    def change(members):
        # A button pressed twice, or a page sent again, adds nobody twice.
        known = {(str(one), one.office) for one in members}
        typed = [form.save(commit=False) for form in formset.typed]
        made = [one for one in typed if (str(one), one.office) not in known]
        note_notice(made)
        return made, []

    return changed(guest, formset, change) or add(guest, formset)


def more_rows(guest):
    """The same form with more empty rows; nothing is saved by it."""
    data = guest.request.POST.copy()
    try:
        count = int(data.get("form-TOTAL_FORMS", ROWS))
    except ValueError:
        count = ROWS
    data["form-TOTAL_FORMS"] = min(max(count, 0) + ROWS, MOST_TYPED)
    data["form-INITIAL_FORMS"] = 0
    formset = typed_forms(data)
    # Looked at, not judged yet.
    for form in formset.forms:
        form._errors = forms.utils.ErrorDict()
        form.cleaned_data = {}
    formset._errors, formset._non_form_errors = [], formset.error_class()
    return add(guest, formset)


# ---------------------------------------------------------------- a table


class TableForm(forms.Form):
    """The pasted text, and what the reader said of its columns."""

    # One of the fields at least: none of them is called optional.
    needs_one = True

    text = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10, "wrap": "off"})
    )
    file = forms.FileField(required=False)
    only = forms.TypedChoiceField(
        required=False, coerce=lambda value: value == "yes", choices=[("no", ""), ("yes", "")]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Paste the table here")
        self.fields["file"].label = _("Or choose a file")
        self.fields["file"].help_text = _(
            "XLSX, ODS or CSV; what it holds comes into the box above."
        )
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.ods,.csv"
        only = self.fields["only"]
        only.label = _("Who is in the list already, and not in this table")
        only.choices = [("no", _("stays in the list")), ("yes", _("is taken off the list"))]
        only.widget = forms.RadioSelect(choices=only.choices)
        only.initial = "no"

    def table(self):
        """What was pasted, as a MemberTable; None with an error in the form."""
        text, file = self.cleaned_data["text"], self.cleaned_data["file"]
        try:
            if file:
                text = text_of_file(file)
                self.data = self.data.copy()
                self.data["text"] = text
                return table_of(text)
            return table_of(text, columns=self.columns(), has_header=self.has_header())
        except Unreadable as error:
            self.add_error("file" if file else "text", str(error))
        return None

    def columns(self):
        """The names that were chosen for the columns; None before the first look."""
        names = {column.name for column in COLUMNS}
        if not self.is_same_table():
            return None
        count = int(self.data["width"])
        chosen = [self.data.get(f"column-{place}", LEFT_OUT) for place in range(count)]
        return [name if name in names else LEFT_OUT for name in chosen]

    def has_header(self):
        return "heading" in self.data if self.is_same_table() else None

    def is_same_table(self):
        """Whether what is pasted has been looked at, and its columns were shown."""
        width = self.data.get("width", "")
        return width.isdecimal() and len(width) < 3 and not self.cleaned_data["file"]


def table(guest, form=None, looked=None, **context):
    if not guest.may_change_list:
        return closed(guest)
    form = form or TableForm(initial={"only": "no"})
    leaving = []
    if looked:
        _saved, leaving = looked.merged(list(guest.visit.members.in_order()), only=True)
    context |= {
        "form": form,
        "leaving": leaving,
        "table": looked,
        "choices": [(LEFT_OUT, _("leave it out"))] + [(one.name, one.label) for one in COLUMNS],
        "most": MOST_MEMBERS,
    }
    return guest.shown("delegations/guest/table.html", **context)


def look_at_table(guest):
    """What would come of the table; nothing is saved by it."""
    form = TableForm(guest.request.POST, guest.request.FILES)
    return table(guest, form, form.table() if form.is_valid() else None)


def save_table(guest):
    form = TableForm(guest.request.POST, guest.request.FILES)
    looked = form.table() if form.is_valid() else None
    if looked is None or not looked.is_good:
        return table(guest, form, looked)

    def change(members):
        saved, gone = looked.merged(members, only=bool(form.cleaned_data["only"]))
        note_notice(saved)
        return saved, gone

    return changed(guest, form, change) or table(guest, form, looked)


def save_good_rows(guest):
    """Save the rows in which nothing is wrong; the others come back, alone in the box."""
    form = TableForm(guest.request.POST, guest.request.FILES)
    looked = form.table() if form.is_valid() else None
    if looked is None or not looked.can_be_saved_in_part:
        return table(guest, form, looked)
    count = len(looked.good)

    def change(members):
        # Whoever is not among them may be in a row that is still to be set right.
        saved, gone = looked.only_good().merged(members, only=False)
        note_notice(saved)
        return saved, gone

    answer = changed(guest, form, change)
    if answer is None or answer.status_code != HTTPStatus.FOUND:
        return answer or table(guest, form, looked)
    form.data = form.data.copy()
    form.data["text"] = form.cleaned_data["text"] = looked.text_of_faulty()
    said = ngettext(
        "%(count)d person is saved. What is still wrong stands below.",
        "%(count)d people are saved. What is still wrong stands below.",
        count,
    )
    return table(guest, form, form.table(), done=said % {"count": count})


PAGES = {"members": members, "member": member, "removal": removal, "add": add, "table": table}
DEEDS = {
    "save-member": save_member,
    "remove-member": remove_member,
    "add": save_added,
    "more-rows": more_rows,
    "look": look_at_table,
    "save-table": save_table,
    "save-good": save_good_rows,
}
