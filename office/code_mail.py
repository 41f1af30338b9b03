"""The mail that brings a code (office.codes)."""

from django.utils.translation import gettext_lazy as _

from office.outbox import MailKind


class CodeMail(MailKind):
    label = _("Code that opens the whole of a private page")
    fields = {"code": _("the code, put in only while the mail is sent")}
    subject = _("Your code")
    text = _(
        "Good day,\n\nyou asked for a code, to see all of your page. It is:\n\n{{ code }}\n\n"
        "Type it in on that page within fifteen minutes. It is good once. If you did not ask for "
        "it, you need do nothing: without your mail nobody has it.\n\nKind regards\n{{ office }}"
    )

    def values(self, record, **extra):
        return {}

    def example(self):
        return {"code": "123456"}


KIND = CodeMail()
