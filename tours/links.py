"""The private page of a guide: one for all their tours, for as long as they lead any."""

from django.http import Http404
from django.utils.translation import gettext_lazy

from office import links
from office.languages import original_language
from office.links import Purpose
from tours.models import Guide

GUIDE = "guide"


class GuidePage(Purpose):
    """What a guide is asked, leads, and when they are to be had."""

    label = gettext_lazy("Page of a guide")
    days = 730
    gone = gettext_lazy("You do not lead tours for this office any more.")
    uses = {"answer": gettext_lazy("answered"), "times": gettext_lazy("changed their times")}

    @property
    def model(self):
        return Guide

    def may_make(self, user, record):
        return user.has_perm("tours.ask_guides")

    def language_for(self, record):
        return record.person.language or original_language()

    def use_of(self, request, link):
        return "answer" if "question" in request.POST else "times"

    def answer(self, request, link):
        from tours.guide_page import page

        guide = Guide.objects.in_use().select_related("person").filter(pk=link.object_id).first()
        if guide is None:
            raise Http404
        return page(request, link, guide)


guide_page = GuidePage()


def give(guide, *, by=None):
    """The valid link of that guide."""
    from tours.mails import reader_of

    reader = reader_of(guide)
    return links.give(
        GUIDE, guide, name=reader.name, email=reader.email, language=reader.language, by=by
    )
