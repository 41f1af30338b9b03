"""The papers of an order of precedence, and the ways to it from the page of a visit."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from delegations.backoffice.pages import VIEWS, of_visit
from delegations.backoffice.precedence import TITLE, Page, bare_address
from delegations.precedence import papers
from office.papers.served import answer, answer_paper


def visit_precedence_paper(request, pk, which, ending):
    """One of the lists that are made of the order, as a paper, for who may see the visit."""
    page = Page(request, of_visit(request, pk, "city__country", "party"))
    if which not in papers.REPORTS or page.lineup is None:
        raise Http404
    return answer(request, papers.report_of(which, page.order, request.user), ending)


def visit_place_cards(request, pk):
    """The place cards as a PDF, for who may see the visit."""
    page = Page(request, of_visit(request, pk, "city__country", "party"))
    paper = papers.place_cards(page.order) if page.order else None
    return handed_out(request, page.visit, paper, _("Place cards"))


def visit_door_signs(request, pk):
    """The signs for the doors as a PDF, for who may see the visit."""
    visit = of_visit(request, pk, "city__country", "party")
    return handed_out(request, visit, papers.door_signs(visit, request.user), _("Door signs"))


def handed_out(request, visit, paper, title):
    if paper is None:
        messages.warning(request, _("There is nothing to print yet."))
        return redirect(bare_address(visit))
    return answer_paper(paper.content, f"{slugify(title)}-{visit.reference.lower()}")


@dataclass(frozen=True)
class OnVisit:
    """The ways from the page of a visit to its orders, seats and signs: no query."""

    visit: object
    template: str = "admin/delegations/occasion_parts/_precedence.html"

    @property
    def heading(self):
        return TITLE

    @property
    def url(self):
        return bare_address(self.visit)

    @property
    def seating_url(self):
        return reverse("admin:visit_seating", args=[self.visit.pk])

    @property
    def door_signs_url(self):
        return reverse("admin:visit_door_signs", args=[self.visit.pk])


def part_of(user, occasion):
    """Of a visit; a mission has no order of ours: there others line our people up."""
    if occasion._meta.model_name != "visit" or not user.has_perm(VIEWS):
        return None
    return OnVisit(occasion)


PAPER = ("visits/<int:pk>/precedence/<slug:which>/<str:ending>/", visit_precedence_paper)
CARDS = ("visits/<int:pk>/place-cards/", visit_place_cards)
DOORS = ("visits/<int:pk>/door-signs/", visit_door_signs)
