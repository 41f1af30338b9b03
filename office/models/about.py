"""What rows have in common that are about a record of any kind."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q


class AboutRecords:
    """Mixin of the QuerySet of a model with a `content_type` and an `object_id`."""

    def visible_to(self, user):
        """Those whose record the user may read: they would name it. One query for all kinds."""
        return self.filter(about_what(self, "visible_to", user))


def about_what(rows, gate, user, kinds=None):
    """
    The condition that the record of such a row is let in by that gate, `visible_to` or `known_to`.

    A kind without one is open to all; of a record that is gone nobody knows who might read it.
    Without `kinds`, the keys of their kinds of record, one query asks for these.
    """
    if kinds is None:
        kinds = rows.order_by().values_list("content_type", flat=True).distinct()
    let_in = Q(pk__in=[])
    for key in kinds:
        model = key and ContentType.objects.get_for_id(key).model_class()
        if model is None:
            continue
        records = model._default_manager.order_by()
        passed = getattr(records, gate, None) or getattr(records, "visible_to", None)
        records = passed(user) if passed else records
        let_in |= Q(content_type=key, object_id__in=records.values("pk"))
    return let_in
