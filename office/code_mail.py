"""The mail that brings a code (office.codes)."""

from django.utils.translation import gettext_lazy as _

from office.outbox import MailKind


class CodeMail(MailKind):
    label = _("Code for a private page")
    subject = _("Your code")
    text = _(
        "Good day,\n\nhere is the code that you asked for on your page:\n\n{{ code }}\n\n"
        "Type it in there within fifteen minutes; it is good once. If you did not ask for it, you "
        "need not do anything: nobody else has it.\n\nKind regards\n{{ department }}"
    )

    def example(self):
        return {"code": "123456"}


CODE = CodeMail()
