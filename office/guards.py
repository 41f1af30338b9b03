"""
What keeps programs out of forms that anybody may send, without puzzles and without others' help.

A field that people do not see, the time since the form was opened, and how many come from one
place. A person who is taken for a program loses nothing: the form comes back as it was filled
in, and a second try goes through. Of what was refused the log has the number alone.
"""

import logging
from datetime import timedelta
from uuid import UUID, uuid4

from allauth.core.internal import ratelimit
from django import forms
from django.core import signing
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from office.uploads import KeepingFileInput

SALT = "office.guards"
SOONEST = timedelta(seconds=3)
LATEST = timedelta(days=1)
# From one address in an hour and in a day, and of one form from everybody in an hour.
RATES = "5/h,20/d,100/h/key"
UNSEEN, STAMP = "homepage", "form_id"

logger = logging.getLogger(__name__)


def stamp(form_id, at=None):
    """The signed value of a form's hidden field: which form it is, and since when it is open."""
    at = at or timezone.now()
    return signing.dumps([str(form_id), int(at.timestamp())], salt=SALT)


def read_stamp(value):
    """(form_id, how long it is open); None for what we did not sign."""
    try:
        form_id, at = signing.loads(value, salt=SALT)
    except signing.BadSignature:
        return None
    return UUID(form_id), timedelta(seconds=timezone.now().timestamp() - at)


class UnseenInput(forms.TextInput):
    """A text field that neither people nor what reads pages to them are offered."""

    template_name = "office/widgets/unseen.html"
    is_hidden = True

    def __init__(self):
        super().__init__({"autocomplete": "off", "tabindex": "-1"})

    def _render(self, template_name, context, renderer=None):
        # The renderer of forms knows Django's inputs, and not the project's own templates.
        context["input"] = super()._render("django/forms/widgets/text.html", context, renderer)
        return render_to_string(template_name, context)


class GuardedForm:
    """
    Mixin, before forms.Form or forms.ModelForm, of a form that anybody may send.

    The template shows `hidden_fields` as Django's own do. `form_id` stays the same however often
    the form comes back: saved in a unique field, it tells the form that was sent twice, and
    kept files belong to it. `form_id=` goes on with a form that was put aside.
    """

    def __init__(self, *args, form_id=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[UNSEEN] = forms.CharField(required=False, widget=UnseenInput)
        self.fields[STAMP] = forms.CharField(required=False, widget=forms.HiddenInput)
        read = read_stamp(self._typed(STAMP)) if self.is_bound else None
        self.form_id, self._open_for = read or (form_id or uuid4(), None)
        self.fields[STAMP].initial = stamp(self.form_id)
        for field in self.fields.values():
            if isinstance(field.widget, KeepingFileInput):
                field.widget.user = self.form_id

    def _typed(self, name):
        return self.data.get(self.add_prefix(name), "")

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        if self._typed(UNSEEN):
            self._come_back("unseen", _("A field that people do not see was filled in."))
        elif self._open_for is None or not timedelta() <= self._open_for <= LATEST:
            self._come_back("old", _("This form was opened more than a day ago."))
        # Who is told of something else takes long enough to set it right.
        elif self._open_for < SOONEST and not self.errors:
            self._come_back("fast", _("This form was sent within a few seconds, as programs do."))
        cleaned[STAMP] = self.form_id
        return cleaned

    def _come_back(self, code, why):
        """Refuse it this once: with a new time, so that it goes through when it is sent again."""
        told = _("Nothing that you typed is lost: look it over, and send it once more.")
        self.add_error(None, forms.ValidationError(f"{why} {told}", code=code))
        self.data = self.data.copy()
        self.data[self.add_prefix(UNSEEN)] = ""
        self.data[self.add_prefix(STAMP)] = stamp(self.form_id)
        count_refused(code)

    def is_let_in(self, request, action, rates=RATES):
        """
        Count that a good form was sent; False, with an error in the form, where it is too many.

        To be asked last, of a form that is valid, and outside of any transaction.
        """
        if not limited(request, action, rates):
            return True
        self.add_error(None, forms.ValidationError(too_many(), code="too_many"))
        return False


def too_many():
    return _(
        "Many forms came from your network within a short time, so this one was not taken. Leave "
        "this page open and send it again in an hour, or write to the office."
    )


def limited(request, action, rates=RATES):
    """
    Count one more of that action; whether there are too many, from that address or of all.

    Behind a proxy the address is the one that TRUSTED_PROXY_COUNT says.
    """
    usage = ratelimit.consume(
        request, app="office", action=action, config={action: rates}, key="all", limit_get=True
    )
    if usage is None:
        count_refused("too_many")
    return usage is None


def count_refused(code):
    """One more was refused today: the log hears of the first, the tenth, the hundredth …"""
    key = f"office.guards:{timezone.localdate()}:{code}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, timeout=24 * 60 * 60)
    if str(count).strip("0") == "1":
        logger.info("forms refused today (%s): %d", code, count)
