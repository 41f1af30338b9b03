"""The mails that bring news to the people of the office: each alone, or those of a day."""

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from office import notices, outbox
from office.outbox import full_address

# More than these are read on the page.
MOST = 40


class OneNotice(outbox.MailKind):
    """A piece of news, for who wants each at once."""

    label = _("News to staff, at once")
    fields = {
        "news": _("what is new, in one line"),
        "address": _("where it is read"),
        "settings": _("where one chooses how one is told"),
    }
    subject = "{{ news }}"
    text = _(
        "{{ news }}\n\n{{ address }}\n\n"
        "Whether a mail brings you each piece of news is chosen here: {{ settings }}"
    )

    def values(self, record, *, notice):
        person = notice.user
        [news] = notices.news_of([notice], person)
        named = notice.pk in notices.open_to_all_staff([notice], person)
        return {
            "news": news.text if named else gettext("News that is not for everybody"),
            "address": full_address(news.url if named and news.url else reverse("admin:news")),
            "settings": full_address(reverse("admin:own_settings")),
        }

    def example(self):
        return {
            "news": gettext("The visit of the delegation was confirmed"),
            "address": full_address(reverse("admin:news")),
            "settings": full_address(reverse("admin:own_settings")),
        }


class DailyNews(outbox.MailKind):
    """All that is new, once a day."""

    label = _("News to staff, once a day")
    fields = {
        "count": _("how many pieces of news there are"),
        "news": _("each on a line of its own, with where it is read"),
        "address": _("the page with all of them"),
        "settings": OneNotice.fields["settings"],
    }
    subject = _("News: {{ count }}")
    text = _(
        "This is new since the last mail:\n\n{{ news }}\n\nAll of it: {{ address }}\n\n"
        "Whether and when mail brings you news is chosen here: {{ settings }}"
    )

    def values(self, record, *, told, person):
        named = notices.open_to_all_staff(told, person)
        news = [one for one in notices.news_of(told, person) if one.notice.pk in named]
        left = len(told) - len(news[:MOST])
        return {
            "count": str(len(told)),
            "news": "\n".join([*map(line, news[:MOST]), *further(left)]),
            "address": full_address(reverse("admin:news")),
            "settings": full_address(reverse("admin:own_settings")),
        }

    def example(self):
        address = full_address(reverse("admin:news"))
        shown = gettext("The visit of the delegation was confirmed")
        return {
            "count": "1",
            "news": f"– {shown}\n  {address}",
            "address": address,
            "settings": full_address(reverse("admin:own_settings")),
        }


def line(news):
    return f"– {news.text}\n  {full_address(news.url)}" if news.url else f"– {news.text}"


def further(count):
    """What a mail does not name: it is not for everybody, or too much."""
    if not count:
        return
    yield "– " + ngettext(
        "%(count)d more, which you can read after signing in",
        "%(count)d more, which you can read after signing in",
        count,
    ) % {"count": count}


ONE, DAILY = OneNotice(), DailyNews()


def send_one(notice, *, by):
    return outbox.queue(
        "notice",
        to=reader(notice.user),
        about=notice.record,
        by=by,
        once=f"notice:{notice.pk}",
        notice=notice,
    )


def send_all(told, person, day):
    return outbox.queue(
        "digest",
        to=reader(person),
        only_for=[person],
        once=f"digest:{person.pk}:{day}",
        told=told,
        person=person,
    )


def reader(person):
    return outbox.Reader(person.name, person.email, person.language)
