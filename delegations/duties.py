"""What somebody of the office must do for visits, and by when."""

from datetime import timedelta

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from delegations.coming import WITHIN, without_all_answers
from delegations.models import State, Visit, VisitSettings
from delegations.models.choices import COMING, OVER
from office.duties import Charge, Due, DutyKind

# An answer is due within days, not months: it shows at once.
NOTICE_OF_ANSWER, NOTICE_OF_LIST = 60, 7
DAYS_TO_COMPLETE = timedelta(days=7)
DAYS_TO_ANSWER = WITHIN


class OfVisit(DutyKind):
    """What whoever is in charge of the visit does; nobody's is the head's."""

    def charge(self, record):
        return record


class AnswerRequest(OfVisit):
    label = _("Answer to a request for a visit")

    def found(self):
        """The requests that nobody has decided on, until the day that the guests were told."""
        for visit in under_rules(Visit.objects.to_decide()):
            day = visit.answer_by
            yield Due(
                f"{visit.pk}:{day}",
                visit,
                day,
                owner=visit.officer,
                notice_days=NOTICE_OF_ANSWER,
            )


class CompleteList(OfVisit):
    label = _("List of the members of a delegation")

    def found(self):
        """The visits to come whose list names nobody yet, or fewer than were announced."""
        coming = [state for state in COMING if state != State.IN_PROGRESS]
        visits = Visit.objects.filter(state__in=coming, last_day__gte=timezone.localdate())
        visits = visits.annotate(named=Count("members"))
        visits = visits.filter(Q(named=0) | Q(named__lt=F("size")))
        for visit in under_rules(visits):
            day = visit.list_closes_on
            yield Due(
                f"{visit.pk}:{day}", visit, day, owner=visit.officer, notice_days=NOTICE_OF_LIST
            )


class CompleteVisit(OfVisit):
    label = _("Completion of a visit that is over")

    def found(self):
        """The visits whose guests have left, which nobody has completed: they wait for thanks."""
        over = Visit.objects.filter(
            state__in=[State.CONFIRMED, State.IN_PROGRESS], last_day__lt=timezone.localdate()
        )
        for visit in over.select_related("officer"):
            day = visit.last_day + DAYS_TO_COMPLETE
            yield Due(f"{visit.pk}:{day}", visit, day, owner=visit.officer, notice_days=60)


def under_rules(visits):
    """The visits with what they are called by: two queries, however many they are."""
    rules = VisitSettings.objects.current()
    for visit in visits.select_related("officer", "organisation", "city"):
        visit.rules = rules
        yield visit


class HostsAnswer(OfVisit):
    label = _("Answers of the hosts of a visit")

    def address(self, duty):
        url = reverse("admin:programme_parts", args=[duty.object_id])
        return _("Who has a part, and what they answer"), url

    def found(self):
        """The visits that begin soon, in whose programme somebody has not answered."""
        visits = without_all_answers(Visit.objects.all(), 2 * DAYS_TO_ANSWER)
        for visit in visits.select_related("officer"):
            day = visit.first_day - DAYS_TO_ANSWER
            key = f"{visit.pk}:{visit.first_day}"
            yield Due(key, visit, day, owner=visit.officer, notice_days=DAYS_TO_ANSWER.days)


answer_request = AnswerRequest()
complete_list = CompleteList()
complete_visit = CompleteVisit()
hosts_answer = HostsAnswer()

in_charge = Charge(
    said=lambda count: ngettext("%(count)d visit", "%(count)d visits", count) % {"count": count},
    rows=lambda person: Visit.objects.exclude(state__in=OVER).filter(officer=person),
    permission="delegations.change_visit",
)
