"""Whether those who come still agree to what was published of their visit."""

from django.utils.translation import gettext_lazy

from delegations import news
from delegations.models import Member, PublicVisit
from directory.models import Document, DocumentFile
from office import notices
from office.models import Audience
from office.notices import NoticeKind


class ConsentGone(NoticeKind):
    label = gettext_lazy("No consent to photographs")

    def text(self, notice):
        words = gettext_lazy(
            "%(news)s: somebody in the list does not agree to photographs, or has not said so. "
            "Check what is published."
        )
        return str(words) % {"news": notice.record}


gone = ConsentGone()


def given(members):
    """Key of a member -> whether they agree, of a list as it stands."""
    return {one.pk: one.photo_consent == Member.Consent.YES for one in members}


def follow(visit, before, *, by=None):
    """
    After its list was changed: who has no consent any more, or came without any, is not shown in
    what was published of the visit, that has to be checked again, and the office is told. Where
    pictures showed them, these are taken down at once: in which of them they are nobody noted.

    `before` is `given` of the list as it stood.
    """
    published = PublicVisit.objects.filter(visit=visit).select_related("audience").first()
    if published is None:
        return
    now = given(visit.members.all())
    without = [pk for pk, agrees in now.items() if not agrees and before.get(pk, True)]
    # Whoever agreed and is in the list no more can be asked no more either.
    left = [pk for pk, agreed in before.items() if agreed and pk not in now]
    if not (without or left):
        return
    withdrawn = any(before.get(pk) for pk in without)
    shown = published.shown.all()
    if shown.filter(pk__in=without).exists() or (withdrawn and not shown.exists()):
        take_down_pictures(published, by=by)
    published.shown.remove(*without)
    published.consent_checked = False
    published._history_user = by
    published.save()
    if published.audience.is_public:
        key = f"{published.pk}:{published.version}"
        notices.tell("visit consent", users=news.in_charge(visit), about=published, key=key, by=by)


def take_down_pictures(published, *, by):
    """Only the office sees the pictures on that page from now on, wherever else they hang."""
    with_pictures = DocumentFile.objects.filter(media_type__startswith="image/")
    pictures = Document.objects.public().filter(
        pk__in=published.documents.values("document"), files__in=with_pictures
    )
    for picture in pictures.distinct():
        picture.audience = Audience.objects.create(is_demo=picture.is_demo)
        picture._history_user = by
        picture.save()
