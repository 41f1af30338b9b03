"""What every record that people edit has in common."""

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.languages import in_every_language


class RecordQuerySet(models.QuerySet):
    """Tells the search index of the changes that send no signal."""

    def update(self, **values):
        from office.search import index

        if not index.concerns(self.model):
            return super().update(**values)
        keys = list(self.order_by().values_list("pk", flat=True))
        rows = self.model._base_manager.filter(pk__in=keys)
        with transaction.atomic():
            # Before and after: a row may go over to another record.
            before = list(rows)
            count = super().update(**values)
            index.changed(self.model, [*before, *rows.all()])
        return count

    update.alters_data = True

    def bulk_create(self, objs, *args, **kwargs):
        from office.search import index

        with transaction.atomic():
            made = super().bulk_create(objs, *args, **kwargs)
            if index.concerns(self.model):
                index.changed(self.model, made, new=not kwargs.get("update_conflicts"))
        return made

    bulk_create.alters_data = True


class Record(models.Model):
    """
    A row that people edit.

    `version` grows by one with every save() and is what the lost-update check of the
    back-office compares; QuerySet.update() leaves it alone. `is_demo` marks what
    `load_demo` made up: it is shown wherever the record is, and `remove_demo` goes by it.
    """

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        if not self._state.adding:
            self.version += 1
            if update_fields is not None:
                update_fields = {*update_fields, "version"}
        super().save(*args, update_fields=update_fields, **kwargs)


def made_up(by, *records):
    """
    Whether what `by` makes is of the demonstration: so that it goes with it.

    It is where `by`, who may be nobody, is, or one of the records on which it hangs.
    """
    return any(one.is_demo for one in (by, *records) if one)


def written(field):
    """The condition that the translated text is written in one language at least."""
    found = Q()
    for column in in_every_language(field):
        # A comparison with NULL is neither true nor false, and a check lets that through.
        found |= Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""})
    return found


def localized_check(field, message):
    """A constraint: the translated text is written in one language at least."""
    return models.CheckConstraint(
        condition=written(field),
        name=f"%(app_label)s_%(class)s_{field}_is_written",
        violation_error_message=message,
    )
