"""What can be imported and exported, each kind declared by its own app."""

from django.utils.text import slugify

from office.backoffice.rights import visible
from office.datasets import not_cleaned
from office.dates import check_order
from office.exchange.columns import Reference, References
from office.exchange.registry import resources
from office.languages import texts_of
from office.models import made_up


class Lookups:
    """What is looked up while one table is read or written, each kind of record once."""

    def __init__(self, user):
        self.user = user
        self._kept = {}

    def remembered(self, key, make):
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def names(self, column):
        """The records that a reference may mean, of those that the user may see."""

        def make():
            return column.names_of(visible(column.model._default_manager.all(), self.user))

        return self.remembered((column.model, column.paths), make)


class Resource:
    """
    One kind of record as rows of a table.

    An app declares the model, the columns, and by what a row is known to be a thing that
    is there already (`identities`) or may be (`likenesses`). A row that makes or changes
    more than one record names their models in `makes`, in the order in which they are
    saved, and overrides `fill` and `cells`.
    """

    model = None
    # Also takes address books.
    takes_cards = False
    help = ""

    @property
    def makes(self):
        return [self.model]

    @property
    def label(self):
        return self.model._meta.verbose_name_plural

    def columns(self):
        """The columns, in the order of a table that is handed out."""
        raise NotImplementedError  # each resource's own

    def identities(self, get):
        """
        Keys of which one in common makes two things the same.

        `get` gives the value of a column, of a row as of a record; parts that are not
        known leave a key out.
        """
        return []

    def likenesses(self, get):
        """Keys of which one in common makes two things probably the same: a person decides."""
        return []

    def may(self, user, action):
        opts = self.model._meta
        return user.has_perm(f"{opts.app_label}.{action}_{opts.model_name}")

    def records(self, user):
        """All that the user may see, with what the columns ask of each."""
        return self.with_related(visible(self.model._default_manager.all(), user), user)

    def with_related(self, queryset, user):
        several = [one.name for one in self.columns() if isinstance(one, References)]
        single = [one.name for one in self.columns() if isinstance(one, Reference)]
        single = [name for name in single if name not in several]
        queryset = queryset.prefetch_related(*several)
        return queryset.select_related(*single) if single else queryset

    def known_of(self, record):
        """What `identities` and `likenesses` ask of a record that is there."""
        return lambda name: getattr(record, name)

    def prepare(self, lookups):
        """Load what `fill` will ask, before the first row."""

    def begin(self, lookups):
        """A record that is not there yet."""
        return self.model(is_demo=made_up(lookups.user))

    def alike(self, values, lookups):
        """Keys of records that may be the one of the row, beside what `likenesses` finds."""
        return []

    def fill(self, draft, values, lookups):
        """Put the values of a row into the draft's record; raises ValidationError by column."""
        for name, value in values.items():
            draft.set(draft.record, name, value)

    def cells(self, record, lookups):
        """Name of the column -> text, of one record."""
        return {
            column.name: column.write(column.value_of(record), lookups) for column in self.columns()
        }

    def changes(self, before, draft, lookups):
        """Name of the column -> [text before, text after], of what a row changes."""
        if before is None:
            return {}
        after = self.cells(draft.record, lookups)
        return {name: [before[name], text] for name, text in after.items() if text != before[name]}

    def rows(self, records, lookups):
        """The rows of a table that is handed out, of these records; one each."""
        for record in records:
            yield self.cells(record, lookups)

    def validate(self, record):
        """What the record's own form would say; what is referred to was looked up already."""
        record.full_clean(
            exclude=unasked(record), validate_unique=False, validate_constraints=False
        )
        check_order(record)

    def column_of(self, record, field):
        """The column under which a fault in a field of a record is told."""
        return next((one.name for one in self.columns() if one.name == field), "")


class HasSlug(Resource):
    """
    Of what is found by a word in its address: where the table gives none, one is made of
    its `slug_from`, a text in several languages.
    """

    slug_from = "name"

    def prepare(self, lookups):
        super().prepare(lookups)
        slugs = self.model._base_manager.values_list("slug", flat=True)
        lookups.remembered(self._slugs, lambda: set(slugs))

    @property
    def _slugs(self):
        return f"slugs of {self.model._meta.label}"

    def fill(self, draft, values, lookups):
        super().fill(draft, values, lookups)
        if not draft.record.slug:
            draft.record.slug = self.free_slug(draft.record, lookups)

    def free_slug(self, record, lookups):
        """A word for the address that no other has, also none of those not seen."""
        taken = lookups.remembered(self._slugs, set)
        words = (slugify(name or "") for name in texts_of(record, self.slug_from))
        tries = [next(filter(None, words), self.model._meta.model_name)[:90]]
        if more := self.slug_tells_apart(record):
            tries.append(f"{tries[0]}-{more}")
        tries += [f"{tries[-1]}-{number}" for number in range(2, len(taken) + 3)]
        slug = next(one for one in tries if one not in taken)
        taken.add(slug)
        return slug

    def slug_tells_apart(self, record):
        """What stands behind the name where another has it; "" for a number alone."""
        return ""


def unasked(record):
    return not_cleaned(record) | {one.name for one in record._meta.fields if one.is_relation}


def importable_by(user):
    """(name, Resource) of everything that the user may add."""
    return [(name, one) for name, one in resources.items() if one.may(user, "add")]


def resource_of(model):
    """The resource of a model, or None."""
    return next((one for one in resources.values() if one.model is model), None)
