"""Where everything that can be found stands once more, as it is searched."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, GeneratedField, Lookup, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from office.models.audience import Audience
from office.personal import Held, Kind, PersonalData
from office.text import Lines, Plain, Trigrams, vector


class EqualsAny(Lookup):
    """`number = ANY (array)`."""

    lookup_name = "any"

    def get_prep_lookup(self):
        return self.rhs

    def as_sql(self, compiler, connection):
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY {right}", [*left_params, *right_params]


class SearchEntryQuerySet(models.QuerySet):
    """Guarded like what it finds: the audiences are asked anew with every question."""

    def visible_to(self, user):
        return self._let_in(Audience.objects.readable_by(user))

    def public(self):
        """What everybody may read and has a public page for, whoever asks."""
        public = Audience.objects.filter(level=Audience.Level.PUBLIC)
        return self.filter(for_staff=False)._let_in(public)

    def _let_in(self, audiences):
        """Every audience of the entry must let the reader in; one that is gone lets in nobody."""
        open_ones = (
            audiences.filter(EqualsAny(F("pk"), OuterRef("audiences")))
            .order_by()
            .annotate(one=Value(1))
            .values("one")
            .annotate(n=models.Count("pk", distinct=True))
            .values("n")
        )
        guards = Func("audiences", function="cardinality", output_field=models.IntegerField())
        return self.alias(guards=guards, open_guards=Coalesce(Subquery(open_ones), 0)).filter(
            guards=F("open_guards")
        )

    def of(self, model, pks):
        return self.of_kind(model).filter(object_id__in=pks)

    def of_kind(self, *models):
        types = ContentType.objects.get_for_models(*models)
        return self.filter(content_type__in=types.values())


class SearchEntry(models.Model):
    """
    One thing that can be found, in one language; the language "" holds what needs none.

    Written by office.search.index alone. It names the audiences that must all let the
    reader in, so that what becomes quiet is no longer found at that moment.
    """

    personal_data = PersonalData(
        held=(
            Held(("title", "names", "numbers", "text"), _("whoever the thing names"), Kind.NAME),
        ),
        kept=_("as long as the thing that is found"),
    )

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=7, blank=True)
    # Where a thing has several entries in one language, each with its own audiences.
    part = models.CharField(max_length=60, blank=True)
    for_staff = models.BooleanField(default=False)
    audiences = ArrayField(models.BigIntegerField(), default=list)
    weight = models.SmallIntegerField(default=0)
    title = models.TextField(blank=True)
    # Every other name it goes by, one a line: spellings, scripts, addresses.
    names = models.TextField(blank=True)
    # Telephones and the like: digits only, one after the other.
    numbers = models.TextField(blank=True)
    text = models.TextField(blank=True)
    plain_names = GeneratedField(
        expression=Plain(Lines("title", "names")),
        output_field=models.TextField(),
        db_persist=True,
    )
    vector = GeneratedField(
        expression=vector("title", "names", "text"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    trigrams = GeneratedField(
        expression=Trigrams(Plain(Lines("title", "names"))),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [
            GinIndex(fields=["vector"], name="office_searchentry_vector"),
            GinIndex(fields=["trigrams"], name="office_searchentry_trigrams"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language", "part"],
                name="office_searchentry_is_unique",
            ),
        ]

    def __str__(self):
        return self.title
