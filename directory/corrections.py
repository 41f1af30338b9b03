"""The page on which a partner reads what we say of its city, and proposes to say it better."""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.models import City, Correction, Organisation
from directory.pages import city_sections, with_sources
from office.dates import PartialDate
from office.languages import offered_languages, original_language
from office.links import Purpose
from office.models import Office
from office.start_page import ASKED, Line

PURPOSE = "corrections"
# Of one link in a day: a person who means well has fewer.
MOST_A_DAY = 30
HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
# Where one line of the text ends for whoever reads it, and where a term its value follows.
LINE_ENDS = re.compile(r"</(?:dd|p|li|h\d|div|ul|ol|dl|section|figure|tr)>|<br ?/?>")
TERM_ENDS = re.compile(r"\s*</dt>")
OTHER = "other"
LONGEST = 20_000


class CorrectionForm(forms.ModelForm):
    class Meta:
        model = Correction
        fields = ["should_say", "source", "name", "email"]
        labels = {
            "should_say": gettext_lazy("What should it say?"),
            "source": gettext_lazy("Where can one read it?"),
            "name": gettext_lazy("Your name"),
            "email": gettext_lazy("Your e-mail address"),
        }
        widgets = {
            "should_say": forms.Textarea(attrs={"rows": 4}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
        }


@dataclass
class PagePart:
    """One part of the city's public page, as it stands there, with the form beneath it."""

    key: str
    title: str
    html: str = ""
    form: forms.ModelForm | None = None

    @property
    def words(self):
        """Its text: a line for each paragraph, and for each term with its value."""
        html = TERM_ENDS.sub(": ", " ".join(self.html.split()))
        text = unescape(strip_tags(LINE_ENDS.sub("\n", html)))
        lines = [" ".join(line.split()) for line in text.splitlines()]
        return "\n".join(filter(None, lines))[:LONGEST]


class Corrections(Purpose):
    label = gettext_lazy("Corrections by the partner")

    @property
    def model(self):
        return City

    def may_make(self, user, record):
        return user.has_perm("directory.change_city")

    def language_for(self, record):
        offered = dict(offered_languages())
        return next((code for code in record.languages if code in offered), original_language())

    def letter(self, link, address):
        city = link.target.name
        said = _(
            "Good day,\n\non this page you can read what we say of %(city)s, and propose how to "
            "say it better:\n\n%(address)s\n\nThe address is for you alone and opens the page "
            "until %(day)s.\n\nKind regards\n%(office)s"
        )
        words = {
            "city": city,
            "address": address,
            "day": PartialDate.of(link.expires_on),
            "office": Office.objects.current().name,
        }
        return _("What we say of %(city)s") % {"city": city}, said % words

    def answer(self, request, link):
        cities = City.objects.public().select_related("country").prefetch_related(with_sources())
        city = cities.filter(pk=link.object_id).first()
        if city is None:
            raise Http404
        parts = parts_of(city, request)
        initial = {"name": link.reader_name, "email": link.reader_email}
        for part in parts:
            part.form = CorrectionForm(initial=initial, auto_id=f"id_{part.key}_%s")
        if request.method == "POST" and propose(request, link, city, parts):
            return redirect(f"{request.path}?sent=yes#sent")
        context = {
            "city": city,
            "parts": parts,
            "sent": request.GET.get("sent") == "yes",
            "proposed": Correction.objects.filter(link=link).order_by("-sent_at", "-pk"),
            "canonical_url": "",
        }
        return render(request, "directory/corrections.html", context)


def is_full(link):
    since = timezone.now() - timedelta(days=1)
    return Correction.objects.filter(link=link, sent_at__gt=since).count() >= MOST_A_DAY


def propose(request, link, city, parts):
    """Keep what was sent for one of the parts; False where its form says what is wrong."""
    part = next((one for one in parts if one.key == request.POST.get("part")), parts[-1])
    part.form = form = CorrectionForm(request.POST, auto_id=f"id_{part.key}_%s")
    if not form.is_valid():
        return False
    if is_full(link):
        form.add_error(
            None,
            _("Many proposals came by this link today: nothing is saved. Go on tomorrow."),
        )
        return False
    correction = form.save(commit=False)
    correction.city, correction.link = city, link
    correction.part, correction.now_says = title_for_staff(city, part, request), part.words
    correction.is_demo = link.is_demo or city.is_demo
    correction.save()
    return True


def parts_of(city, request):
    """What the city's public page says, part by part, in the active language."""
    counterpart = Organisation.objects.public().filter(city=city, is_counterpart=True).first()
    context = {"city": city, "counterpart": counterpart}
    pieces = [("story", "directory/_story.html", context)]
    for name, entry in city_sections.items():
        if section := entry(city):
            pieces.append((name, section.template, {"section": section.context}))
    pieces.append(("facts", "directory/_city_facts.html", context))
    parts = []
    for key, template, needs in pieces:
        html = render_to_string(template, needs, request)
        if strip_tags(html).strip() or "<img" in html:
            parts.append(PagePart(key, title_of(html) or _("Picture"), html))
    return [*parts, PagePart(OTHER, _("Something else"))]


def title_of(html):
    found = HEADING.search(html)
    return unescape(strip_tags(found[1])).strip() if found else ""


def title_for_staff(city, part, request):
    """What the part is called in the office's own language."""
    with translation.override(original_language()):
        found = {one.key: one.title for one in parts_of(city, request)}
    return found.get(part.key, part.title)


def lines(user):
    """For the start page: how many proposals nobody has decided."""
    if not user.has_perm("directory.change_correction"):
        return []
    count = Correction.objects.visible_to(user).new().count()
    label = ngettext("correction proposed by a partner", "corrections proposed by partners", count)
    url = f"{reverse('admin:directory_correction_changelist')}?state__exact=new"
    return [Line(label, count, url, ASKED)]


corrections = Corrections()
