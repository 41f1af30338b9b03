"""Publishing a programme, its versions, and its prints for each who needs one."""

from contextlib import suppress

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from delegations import actions, lifecycle, prints
from delegations.actions.publishing import against, last_told, targets
from delegations.backoffice.pages import CHANGES, of_visit
from delegations.models import Part, Print, ProgrammeVersion, Told
from delegations.models.choices import COMING
from delegations.prints.made import language_of
from delegations.prints.words import others
from office.backoffice import frame
from office.models import Mail
from office.models.outbox import State as MailState
from office.papers.served import FORMATS
from office.tongues import names

SENDS = "office.change_mail"


class PublishForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("What changed, in a few words"),
        max_length=ProgrammeVersion._meta.get_field("why").max_length,
        required=False,
        help_text=gettext_lazy("For the office; everybody is told what changed for them."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PublishPage:
    """What would be published, what forbids it, and who would be told of what."""

    def __init__(self, user, visit):
        self.user, self.visit = user, visit

    @cached_property
    def versions(self):
        rows = ProgrammeVersion.objects.visible_to(self.user).filter(visit=self.visit)
        return list(rows.select_related("published_by").order_by("-number"))

    @property
    def last(self):
        return self.versions[0] if self.versions else None

    @property
    def may_publish(self):
        return self.user.has_perm(CHANGES)

    @property
    def is_coming(self):
        return self.visit.state in COMING

    @cached_property
    def content(self):
        return prints.snapshot(self.visit)

    @cached_property
    def now(self):
        return self.office_print(self.content)

    @cached_property
    def sees_all(self):
        """Whether the user may know all that the programme, and its last versions, name."""
        contents = [self.content, *(one.content for one in last_told(self.visit).values())]
        items = [one for content in contents for one in content["items"]]
        return len(prints.readable(items, self.user)) == len(items)

    @property
    def tells(self):
        """Whether it shows who is told of what, which names all of it and everybody's address."""
        return self.may_publish and self.sees_all

    def office_print(self, content):
        """The items as the office reads them, in the reader's language."""
        return prints.printed(
            self.visit, Print.OFFICE, language=get_language(), reader=self.user, content=content
        )

    @cached_property
    def changes(self):
        """What is another than in the last version, as the office's print has it."""
        return self.compared(self.last, self.now) if self.last else []

    def compared_with_the_one_before(self, version):
        before = next((one for one in self.versions if one.number == version.number - 1), None)
        return self.compared(before, self.office_print(version.content))

    def compared(self, old, new):
        return prints.changes(self.office_print(old.content) if old else None, new)

    @property
    def is_unchanged(self):
        return self.last is not None and self.last.content == self.content

    @cached_property
    def against(self):
        """[(item, finding)] of what forbids publishing."""
        return against(self.visit, self.user) if self.sees_all else []

    @cached_property
    def unsettled(self):
        rows = Part.objects.visible_to(self.user).of_visit(self.visit)
        return [one for one in rows.with_names() if not one.is_settled]

    @property
    def pencilled(self):
        """The items that are not certain yet: they are told as “to be confirmed”."""
        inside = {one["key"] for one in self.content["items"] if one["is_internal"]}
        return [item for item in self.now.items if item.tentative and item.key not in inside]

    @cached_property
    def tellings(self):
        return actions.tellings(self.visit) if self.tells else []

    @cached_property
    def drafts(self):
        """The mails about versions that are still to be sent, or did not arrive."""
        if not self.user.has_perm("office.view_mail"):
            return []
        open_states = (MailState.HELD, MailState.FAILED, MailState.DOUBTFUL)
        mails = Mail.objects.visible_to(self.user).filter(state__in=open_states)
        rows = Told.objects.filter(version__visit=self.visit, mail__in=mails)
        return list(rows.select_related("mail", "version").order_by("-version__number", "pk"))

    @property
    def held(self):
        return [one for one in self.drafts if one.mail.state == MailState.HELD]

    def whom(self):
        """[(target, the last version that reached them or None)]"""
        if not self.tells:
            return []
        told = last_told(self.visit)
        return [(one, told.get(one.key)) for one in targets(self.visit)]


def publish_page(request, pk):
    """Publish the programme: what changed, what forbids it, who would be told."""
    visit = of_visit(request, pk, "arrangements", "party")
    page = PublishPage(request.user, visit)
    if request.method != "POST":
        return shown(request, page, PublishForm(initial={"seen": number_of(page.last)}))
    if request.POST.get("do") == "send":
        return send_drafts(request, page)
    if not page.may_publish:
        raise PermissionDenied
    form = PublishForm(request.POST)
    withdrawn = len(page.held)
    if form.is_valid() and (done := published(request, visit, form)):
        version, mails = done
        messages.success(request, said_of(version, mails))
        if withdrawn:
            messages.warning(request, said_of_withdrawn(withdrawn))
        return redirect(f"{address(visit)}#drafts")
    # As it is by now: a colleague may have published it, which the page then shows.
    page = PublishPage(request.user, visit)
    if form.is_bound and form.non_field_errors():
        form.data = form.data.copy()
        form.data["seen"] = number_of(page.last)
    return shown(request, page, form)


def published(request, visit, form):
    """(version, drafts); None where it could not be, which the form then says."""
    try:
        return actions.publish(
            visit=visit,
            seen=form.cleaned_data["seen"],
            by=request.user,
            why=form.cleaned_data["why"],
        )
    except (actions.Changed, actions.NotPublishable, lifecycle.NotAllowed) as error:
        form.add_error(None, str(error))
        return None


def said_of(version, mails):
    words = ngettext(
        "Version %(number)d is published. %(count)d draft waits to be read and sent.",
        "Version %(number)d is published. %(count)d drafts wait to be read and sent.",
        len(mails),
    )
    return words % {"number": version.number, "count": len(mails)}


def said_of_withdrawn(count):
    words = ngettext(
        "%(count)d draft of an earlier version is withdrawn; whoever opened their page since then "
        "has seen that version.",
        "%(count)d drafts of an earlier version are withdrawn; whoever opened their page since "
        "then has seen that version.",
        count,
    )
    return words % {"count": count}


def send_drafts(request, page):
    """The drafts that the page showed go out with the next run, as they are held."""
    if not request.user.has_perm(SENDS):
        raise PermissionDenied
    count = 0
    shown_keys = {key for key in request.POST.getlist("mail") if key.isdigit()}
    for told in page.held:
        if str(told.mail_id) in shown_keys:
            # A colleague may have sent or dropped it meanwhile: then that holds.
            with suppress(Mail.TooLate):
                told.mail.release(by=request.user)
                count += 1
    words = ngettext("%(count)d mail goes out.", "%(count)d mails go out.", count)
    messages.success(request, words % {"count": count})
    return redirect(f"{address(page.visit)}#drafts")


def shown(request, page, form):
    compared = version_asked(page.versions, request.GET.get("compare"))
    return frame.page(
        request,
        "admin/delegations/programme/publish.html",
        _("Publish the programme"),
        page=page,
        visit=page.visit,
        form=form,
        compared=compared,
        compared_changes=page.compared_with_the_one_before(compared) if compared else [],
        prints=kinds_of_print(page.visit),
        may_send=request.user.has_perm(SENDS),
        told_url=told_url(page),
    )


def told_url(page):
    """The trace of who was told what; "" for who may not read it."""
    may = page.may_publish and page.user.has_perm("office.view_mail")
    return reverse("admin:programme_told", args=[page.visit.pk]) if may else ""


def number_of(version):
    return version.number if version else 0


def version_asked(versions, asked):
    return next((one for one in versions if str(one.number) == asked), None)


def address(visit):
    return reverse("admin:programme_publish", args=[visit.pk])


def kinds_of_print(visit):
    """[(kind, label, address)] of every print."""
    return [
        (kind, kind.label, reverse("admin:programme_print", args=[visit.pk, kind.value]))
        for kind in Print
    ]


# ---------------------------------------------------------------- one print


def print_page(request, pk, kind):
    """One print, on the screen or as a file, of a version or of the draft."""
    visit = of_visit(request, pk, "arrangements", "party")
    if kind not in Print.values:
        raise Http404
    versions = ProgrammeVersion.objects.visible_to(request.user).filter(visit=visit)
    versions = list(versions.select_related("published_by").order_by("-number"))
    asked = request.GET.get("version", "")
    version = version_asked(versions, asked) or (None if asked == "draft" else first(versions))
    language = language_asked(request, visit, kind)
    # For others nothing is printed against which something grave speaks; the office looks at it.
    content = version.content if version else prints.snapshot(visit)
    grave = against(visit, request.user) if version is None and kind != Print.OFFICE else []
    seen = {one["key"] for one in prints.readable(content["items"], request.user)}
    made = None
    if not grave:
        made = prints.printed(visit, kind, language=language, version=version, reader=request.user)
        if ending := request.GET.get("as"):
            return prints.answer(made, ending)
    return frame.page(
        request,
        "admin/delegations/programme/print.html",
        _("Print: %(kind)s") % {"kind": Print(kind).label},
        visit=visit,
        kind=kind,
        printed=made,
        is_grave=bool(grave),
        grave=[(item, finding) for item, finding in grave if item.pk in seen],
        version=version,
        versions=versions,
        language=language,
        languages=languages_of(visit, kind),
        prints=kinds_of_print(visit),
        publish_url=address(visit),
        formats=FORMATS,
        items=prints.ITEMS[kind],
        left_out=made is not None and is_short(content, kind, made),
    )


def is_short(content, kind, made):
    """Whether the reader is shown fewer items than the print has for whoever it is for."""
    return len(made.items) < sum(prints.stands_in(one, kind) for one in content["items"])


def first(versions):
    return versions[0] if versions else None


def language_asked(request, visit, kind):
    asked = request.GET.get("language", "")
    if asked in dict(languages_of(visit, kind)):
        return asked
    return language_of(visit, kind)


def languages_of(visit, kind):
    """(code, name) of those offered; for the guests also their own, and all that prints know."""
    known = names()
    codes = [*dict(settings.LANGUAGES)]
    if kind == Print.GUEST:
        codes += [*filter(None, [visit.print_language, *visit.languages]), *others()]
    return [(code, known.get(code, code)) for code in dict.fromkeys(codes)]


PUBLISH = ("visits/<int:pk>/programme/publish/", publish_page)
PRINT = ("visits/<int:pk>/programme/print/<slug:kind>/", print_page)
