"""What rows have in common that are about a record of any kind."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q


class AboutRecords:
    """Mixin of the QuerySet of a model with a `content_type` and an `object_id`."""

    def visible_to(self, user):
        """Those whose record the user may read: they would name it. One query for all kinds."""
        let_in = Q(pk__in=[])
        for key in self.order_by().values_list("content_type", flat=True).distinct():
            kind = ContentType.objects.get_for_id(key)
            records = kind.model_class()._default_manager.order_by()
            if hasattr(records, "visible_to"):
                records = records.visible_to(user)
            let_in |= Q(content_type=kind, object_id__in=records.values("pk"))
        return self.filter(let_in)
