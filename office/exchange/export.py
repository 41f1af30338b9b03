"""Any list of the back-office as a table, with the filters, the search and the order it has."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponseRedirect, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from office.erasure.exports import Counted
from office.exchange import tables
from office.exchange.resources import Lookups, resource_of

AT_ONCE = 500


def answer(page, request, ending):
    """The list of an admin class as a file to download."""
    if not page.has_view_or_change_permission(request):
        raise PermissionDenied
    # The page of the list that is shown is none of the file's business.
    request.GET = request.GET.copy()
    request.GET.pop("p", None)
    try:
        records = page.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        return HttpResponseRedirect("../../?e=1")
    resource = resource_of(page.model)
    if resource:
        header, rows = of_resource(resource, records, request.user)
    else:
        header, rows = of_list(page, request, records)
    response = as_file(ending, header, rows, str(capfirst(page.opts.verbose_name_plural)))
    response.without_people = not page.model.personal_data.fields
    return response


def as_file(ending, header, rows, title):
    """The answer that hands out the table, named by its title and the day. Raises Http404."""
    if ending not in tables.FORMATS:
        raise Http404
    counted = Counted(rows)
    response = StreamingHttpResponse(
        tables.write(ending, header, counted, title), content_type=tables.CONTENT_TYPES[ending]
    )
    response.counted, response.handed_out = counted, title
    name = f"{title} {timezone.localdate().isoformat()}"
    response["Content-Disposition"] = file_name(name, ending)
    return response


def file_name(name, ending):
    return content_disposition_header(True, f"{slugify(name, allow_unicode=True)}.{ending}")


def of_resource(resource, records, user):
    """Header and rows as the import takes them again."""
    columns, lookups = resource.columns(), Lookups(user)
    records = resource.with_related(records, user)
    rows = (
        [*(line.get(column.name, "") for column in columns), _("made up") if one.is_demo else ""]
        for one in records.iterator(chunk_size=AT_ONCE)
        for line in resource.rows([one], lookups)
    )
    # The import takes the last column for none of its own, and leaves it out.
    return [*(capfirst(column.label) for column in columns), capfirst(_("demonstration"))], rows


def of_list(page, request, records):
    """Header and rows as the list shows them."""
    names = page.columns_of_file()
    header = [capfirst(label_for_field(name, page.model, page)) for name in names]
    rows = (
        [shown(name, record, page) for name in names]
        for record in records.iterator(chunk_size=AT_ONCE)
    )
    return header, rows


def shown(name, record, page):
    """A cell of the list as plain text."""
    field, _attribute, value = lookup_field(name, record, page)
    if field is None or isinstance(field.remote_field, models.ManyToOneRel):
        return "" if value is None else strip_tags(str(value))
    return strip_tags(str(display_for_field(value, field, "")))
