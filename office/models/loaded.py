"""The memory of the data sets."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from office.personal import NO_PERSONAL_DATA


class LoadedRecord(models.Model):
    """
    What a data set last put into a record.

    A field is written again only while it still has the value kept here: once staff
    have edited it, it is theirs. A record that staff deleted stays deleted.
    """

    personal_data = NO_PERSONAL_DATA

    data_set = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    values = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("loaded record")
        verbose_name_plural = _("loaded records")
        constraints = [
            models.UniqueConstraint(
                fields=["data_set", "content_type", "key"], name="office_loadedrecord_is_unique"
            ),
        ]

    def __str__(self):
        return f"{self.data_set}: {self.key}"
