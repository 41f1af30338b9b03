"""In which order people are ranked: tables of offices, those of the law and those of the house."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from office.dates import PartialDateField, partial_date_constraint
from office.models import Citation, Record, RecordQuerySet, TranslatedRecord, localized_check
from office.personal import NO_PERSONAL_DATA

BOTH_OF_SLOT = _("Say beside which rank it goes, and whether before or after it.")
ONLY_BESIDE_LAW = _("It goes beside a rank of a table of the law.")
LAW_STANDS = _("A rank of a table of the law goes beside no other.")
GAP_KNOWS_NOBODY = _("A gap recognises nobody: take the words out, or fill it in.")


class PrecedenceTableQuerySet(RecordQuerySet):
    def of_law(self):
        """Those by which people may be lined up; the others only add to them."""
        return self.filter(kind=PrecedenceTable.Kind.LAW, is_used=True)


class PrecedenceTable(TranslatedRecord, Record):
    """
    One order of offices: that of a decree, what the house adds to it, or where foreign guests go.

    Only a table of the law stands by itself; each rank of the other kinds goes before or after
    one of its ranks.
    """

    class Kind(models.TextChoices):
        LAW = "law", pgettext_lazy("kind of table of precedence", "laid down by law")
        LOCAL = "local", pgettext_lazy("kind of table of precedence", "rules of the house")
        GUESTS = "guests", pgettext_lazy("kind of table of precedence", "foreign guests")

    personal_data = NO_PERSONAL_DATA

    key = models.SlugField(_("key"), unique=True)
    kind = models.CharField(
        pgettext_lazy("of a table of precedence", "kind"), max_length=6, choices=Kind
    )
    name = models.CharField(_("name"), max_length=150)
    dated = PartialDateField(
        _("dated"), blank=True, null=True, help_text=_("The day of the act that lays it down.")
    )
    text = models.TextField(
        _("what it says besides the ranks"),
        blank=True,
        help_text=_("On equal ranks, on who stands in for somebody, on foreign authorities."),
    )
    is_used = models.BooleanField(_("in use"), default=True)
    citations = GenericRelation(Citation)

    objects = PrecedenceTableQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "key"]
        verbose_name = _("table of precedence")
        verbose_name_plural = _("tables of precedence")
        constraints = [
            localized_check("name", _("Write the name in one language at least.")),
            models.CheckConstraint(
                condition=Q(kind__in=["law", "local", "guests"]),
                name="delegations_precedencetable_kind_is_known",
            ),
            partial_date_constraint("dated"),
        ]

    def __str__(self):
        return self.name


# Of ranks of several tables at one place, and of those that fit an office as well, the first.
FIRST_KIND = [
    PrecedenceTable.Kind.LOCAL,
    PrecedenceTable.Kind.GUESTS,
    PrecedenceTable.Kind.LAW,
]


class PrecedenceRankQuerySet(RecordQuerySet):
    def in_order(self):
        return self.order_by("table", "position")

    def beside(self, table):
        """Those of that table, and those of the tables in use that go beside one of them."""
        others = Q(beside__table=table, table__is_used=True)
        return self.filter(Q(table=table) | others).select_related("table", "beside")


class PrecedenceRank(TranslatedRecord, Record):
    """
    One rank of a table, and the words by which the office of somebody is known to be of it.

    A rank that nobody could read in a source is a gap: it keeps its place and says so.
    """

    class Tie(models.TextChoices):
        SINCE = "since", pgettext_lazy("order within a rank", "by how long the office is held")
        COUNTRY = "country", pgettext_lazy("order within a rank", "by country, by alphabet")
        NAME = "name", pgettext_lazy("order within a rank", "by name, by alphabet")

    class Slot(models.TextChoices):
        NONE = "", pgettext_lazy("place of a rank", "by its own number")
        BEFORE = "before", pgettext_lazy("place of a rank", "before")
        AFTER = "after", pgettext_lazy("place of a rank", "after")

    class Where(models.TextChoices):
        """Whose office it must be, for the words to count."""

        ANY = "", pgettext_lazy("whose office", "of anybody")
        HOSTS = "hosts", pgettext_lazy("whose office", "of our own side")
        HOME = "home", pgettext_lazy("whose office", "in our own country")
        ABROAD = "abroad", pgettext_lazy("whose office", "of another country")
        CONCERNED = "concerned", pgettext_lazy("whose office", "of the country of the guests")

    personal_data = NO_PERSONAL_DATA

    table = models.ForeignKey(
        PrecedenceTable, on_delete=models.CASCADE, verbose_name=_("table"), related_name="ranks"
    )
    position = models.PositiveSmallIntegerField(
        _("position"), help_text=_("1 is the highest. Of a gap, the place that is left open.")
    )
    category = models.CharField(
        _("category"), max_length=20, blank=True, help_text=_("As the table has it: A, B, C.")
    )
    name = models.CharField(pgettext_lazy("of a rank", "office"), max_length=250)
    note = models.TextField(
        _("note"), blank=True, help_text=_("What moves whoever holds the office up or down.")
    )
    is_gap = models.BooleanField(
        _("gap"), default=False, help_text=_("Nobody could read this rank in a source yet.")
    )
    is_proposal = models.BooleanField(
        _("proposal"),
        default=False,
        help_text=_("It stands in no source read so far; nobody here has adopted it yet."),
    )
    tie = models.CharField(_("order within the rank"), max_length=7, choices=Tie, default=Tie.SINCE)
    words = models.CharField(
        _("known by these words"),
        max_length=500,
        blank=True,
        help_text=_(
            "In any language, with | between them: sindaco|mayor|maire. After a minus sign the "
            "words that speak against it: -vice|-deputy."
        ),
    )
    where = models.CharField(_("whose"), max_length=9, choices=Where, blank=True, default=Where.ANY)
    slot = models.CharField(_("goes"), max_length=6, choices=Slot, blank=True, default=Slot.NONE)
    beside = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        verbose_name=_("beside the rank"),
        blank=True,
        null=True,
        related_name="beside_it",
    )
    citations = GenericRelation(Citation)

    objects = PrecedenceRankQuerySet.as_manager()

    class Meta:
        ordering = ["table", "position"]
        verbose_name = _("rank")
        verbose_name_plural = _("ranks")
        constraints = [
            localized_check("name", _("Write the office in one language at least.")),
            models.UniqueConstraint(
                fields=["table", "position"],
                name="delegations_precedencerank_position_is_one",
                violation_error_message=_("This position is taken in the table."),
            ),
            models.CheckConstraint(
                condition=Q(tie__in=["since", "country", "name"]),
                name="delegations_precedencerank_tie_is_known",
            ),
            models.CheckConstraint(
                condition=Q(slot__in=["", "before", "after"]),
                name="delegations_precedencerank_slot_is_known",
            ),
            models.CheckConstraint(
                condition=Q(where__in=["", "hosts", "home", "abroad", "concerned"]),
                name="delegations_precedencerank_where_is_known",
            ),
            models.CheckConstraint(
                condition=Q(slot="", beside__isnull=True) | ~Q(slot="") & Q(beside__isnull=False),
                name="delegations_precedencerank_goes_beside_one",
                violation_error_message=BOTH_OF_SLOT,
            ),
            models.CheckConstraint(
                condition=Q(is_gap=False) | Q(words=""),
                name="delegations_precedencerank_gap_knows_nobody",
                violation_error_message=GAP_KNOWS_NOBODY,
            ),
        ]

    def __str__(self):
        if self.beside_id is None:
            return f"{self.number} {self.name}"
        return f"{self.name} ({self.get_slot_display()} {self.beside.number})"

    @property
    def number(self):
        """“A7”, as the table counts them."""
        return f"{self.category}{self.position}"

    @property
    def place(self):
        """
        What ranks are sorted by, those that go beside another with it; no two have the same.

        Of several tables beside one rank, the ranks of each stay together.
        """
        if self.beside_id is None:
            return (self.position, 0)
        side = -1 if self.slot == self.Slot.BEFORE else 1
        table = (FIRST_KIND.index(self.table.kind), self.table.key)
        return (self.beside.position, side, table, self.position)

    def clean(self):
        # The constraints say the same; here it is said at the field that is wrong.
        wrong = {}
        if bool(self.slot) != bool(self.beside_id):
            wrong["beside" if self.slot else "slot"] = BOTH_OF_SLOT
        elif self.beside_id and self.table_id:
            if self.table.kind == PrecedenceTable.Kind.LAW:
                wrong["beside"] = LAW_STANDS
            elif self.beside.table.kind != PrecedenceTable.Kind.LAW:
                wrong["beside"] = ONLY_BESIDE_LAW
        elif self.table_id and self.table.kind != PrecedenceTable.Kind.LAW:
            wrong["beside"] = BOTH_OF_SLOT
        if self.is_gap and self.words:
            wrong["words"] = GAP_KNOWS_NOBODY
        if wrong:
            raise ValidationError(wrong)
