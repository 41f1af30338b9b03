"""Which documents of a visit its guests may download from their private page."""

from delegations.models import PaperForGuests
from directory.models import Document


def mark_for_guests(document, visit, by):
    """
    Let the guests download a document that hangs on their visit; by nobody where they sent it.

    Raises DocumentLink.DoesNotExist where it hangs elsewhere.
    """
    link = visit.documents.get(document=document)
    paper = PaperForGuests.objects.filter(link=link).first()
    if paper is None:
        paper = PaperForGuests(link=link, visit=visit, is_demo=visit.is_demo)
        paper._history_user = by
        paper.save()
    return paper


def keep_from_guests(document, visit, by):
    """Take it off the private page again; the document stays with the visit."""
    for paper in PaperForGuests.objects.filter(visit=visit, link__document=document):
        paper._history_user = by
        paper.delete()


def for_guests(visit):
    """The documents, in the order that staff gave them, with their newest version."""
    papers = PaperForGuests.objects.filter(visit=visit).handed_out()
    documents = Document.objects.filter(links__for_guests__in=papers.order_by()).with_file()
    return documents.order_by("links__position", "links__pk").with_current()
