"""The log of what was handed out in the back-office."""

import re
from urllib.parse import unquote

NAME = re.compile(r"""filename\*?=(?:utf-8'')?"?([^";]+)""", re.IGNORECASE)


class Counted:
    """Rows that are counted while they go by."""

    def __init__(self, rows):
        self.rows, self.count = rows, 0

    def __iter__(self):
        for row in self.rows:
            self.count += 1
            yield row


def note(request, response):
    """Write down who takes this along; how many rows it had, once it is out."""
    from office.models import ExportLog

    # A file is often named after somebody: of what is no list the page is written down.
    name, page = file_of(response), request.resolver_match.url_name or "?"
    log = ExportLog.objects.create(
        by=request.user if request.user.is_authenticated else None,
        what=getattr(response, "handed_out", "") or page.replace("_", " ")[:200],
        address=request.path_info[:250],
        ending=(name.rpartition(".")[2] or "?")[:10],
    )
    counted = getattr(response, "counted", None)
    if counted is not None:
        response._resource_closers.append(
            lambda: ExportLog.objects.filter(pk=log.pk).update(rows=counted.count)
        )


def file_of(response):
    found = NAME.search(response["Content-Disposition"])
    return unquote(found[1]) if found else ""
