"""What the clock and the first page make of imports."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from office.models import Import, ImportedRow
from office.start_page import HOUSEKEEPING, Line

KEPT = timedelta(days=30)


def forget():
    """
    Forget the rows of what ended 30 days ago, and all of what was left lying so long.

    Returns how many imports were dealt with. Who imported what, and when, stays.
    """
    Import.objects.note_silent()
    long_ago = timezone.now() - KEPT
    ended = Import.objects.filter(ended_at__lt=long_ago, rows__isnull=False).distinct()
    left = Import.objects.unfinished().filter(beat_at__lt=long_ago)
    count = ended.count() + left.count()
    ImportedRow.objects.filter(of__in=ended.values("pk")).delete()
    for of in left:
        of.delete()
    return count


def unfinished(user):
    """The line of the first page: imports that wait for the person who began them."""
    count = Import.objects.visible_to(user).unfinished().count()
    label = ngettext("unfinished import", "unfinished imports", count)
    return [Line(label, count, reverse("admin:import_list"), HOUSEKEEPING)]
