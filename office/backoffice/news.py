"""What a person was told: on the start page, on a page of its own, and how mail brings it."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from office import notices
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.languages import offered_languages
from office.models import Notice, User

PER_PAGE = 50
# On the start page; the rest is one click away.
SHOWN = 5
LIST = "admin/office/news.html"
SETTINGS = "admin/office/own_settings.html"


@dataclass(frozen=True)
class Unread:
    """The news of the start page: the newest, and how many there are."""

    lines: list
    count: int

    @property
    def newest(self):
        return self.lines[0].notice.pk if self.lines else 0

    @property
    def has_more(self):
        return self.count > SHOWN


def unread(user):
    rows = Notice.objects.of(user).unread().exclude(kind__in=shown_elsewhere())
    count = rows.count()
    newest = rows.select_related("content_type")[:SHOWN] if count else []
    return Unread(notices.news_of(list(newest), user), count)


def shown_elsewhere():
    """The kinds of news that the start page does not repeat."""
    return [name for name, kind in notices.kinds.items() if not kind.on_start_page]


class NewsFilter(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("unread news")), ("all", gettext_lazy("read ones as well"))],
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, data):
        super().__init__(data)
        kinds = [(name, capfirst(kind.label)) for name, kind in notices.kinds.items()]
        self.fields["kind"].choices = [("", _("all")), *kinds]

    def chosen(self, rows):
        """Those asked for; the unread ones where the question is not understood."""
        asked = self.cleaned_data if self.is_valid() else {}
        if asked.get("state") != "all":
            rows = rows.unread()
        return rows.filter(kind=asked["kind"]) if asked.get("kind") else rows


def news(request):
    """What was I told, and what of it have I not read?"""
    if request.method == "POST":
        return noted(request)
    form = NewsFilter(request.GET)
    rows = form.chosen(Notice.objects.of(request.user)).select_related("content_type")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = notices.news_of(list(page), request.user)
    return frame.page(
        request,
        LIST,
        _("News"),
        filter=form,
        page=page,
        lines=lines,
        newest=max((line.notice.pk for line in lines if not line.notice.read_at), default=0),
        query=request.GET.urlencode(),
    )


def noted(request):
    """
    Note that one was read, or all up to the newest that was on the page.

    What came in meanwhile stays unread.
    """
    mine = Notice.objects.filter(user=request.user)
    if "start" in request.POST:
        mine = mine.exclude(kind__in=shown_elsewhere())
    one, up_to = request.POST.get("notice", ""), request.POST.get("up_to", "")
    if one.isdecimal():
        mine.filter(pk=one).read()
    elif up_to.isdecimal():
        count = mine.filter(pk__lte=up_to).read()
        said = ngettext(
            "%(count)d piece of news is read.", "%(count)d pieces of news are read.", count
        )
        messages.success(request, said % {"count": count})
    return redirect("admin:index" if "start" in request.POST else request.get_full_path())


class OwnSettingsForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language", "told"]
        widgets = {"told": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = offered_languages()
        self.fields["told"].choices = User.Told.choices


def own_settings(request):
    """In which language do I work here, and how does news reach me?"""
    # Another object than the one whose name and language this page is shown with.
    person = User.objects.get(pk=request.user.pk)
    form = OwnSettingsForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            form.instance.save(update_fields=form.changed_data)
        with translation.override(person.language):
            messages.success(request, _("Your settings are saved."))
        return redirect("admin:own_settings")
    return frame.page(request, SETTINGS, _("Own settings"), form=form)


NEWS = Page(label=gettext_lazy("News"), app="office", address="news/", view=news)
OWN_SETTINGS = Page(
    label=gettext_lazy("Own settings"), app="office", address="own-settings/", view=own_settings
)
