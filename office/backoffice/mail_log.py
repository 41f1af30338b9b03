"""The mails about a record, on its page; and that an answer to one of them came."""

from django.utils.http import url_has_allowed_host_and_scheme

from office.models import Mail
from office.registry import Registry

# Kind of record ("delegations.visit") -> function(mail, by): notes with the record that an
# answer to the mail came. May return the address of the page where more can be said of it.
replies = Registry()

SHOWN = 20
# Of what went out, or may have, an answer can come.
WENT = ("sent", "doubtful")


def mail_log(record, user):
    """What templates/admin/office/_mail_log.html needs."""
    mails = list(Mail.objects.log_of(record, user)[: SHOWN + 1])
    has_replies = has_reply(record) and user.has_perm("office.change_mail")
    return {
        "mails": mails[:SHOWN],
        "has_more_mails": len(mails) > SHOWN,
        "has_mail_log": True,
        "awaits_reply": [one.pk for one in mails if has_replies and one.state in WENT],
    }


def has_reply(record):
    return record is not None and record._meta.label_lower in replies.names()


def may_note_reply(mail):
    """Whether that an answer came can be noted; `mail.record` is what the person may read."""
    return mail.state in WENT and has_reply(mail.record)


def note_reply(mail, by):
    """Have the record note it; returns the address of the page to go on with, or None."""
    return replies.get(mail.record._meta.label_lower)(mail, by)


def way_back(request):
    """The page from which somebody came, where it is one of ours; else ""."""
    back = request.POST.get("back") or ""
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
