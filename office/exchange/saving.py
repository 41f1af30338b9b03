"""What a plan has worked out, written into the database: for trial, for good, and back again."""

from collections import defaultdict
from contextlib import contextmanager

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, IntegrityError, models, transaction
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from office import search
from office.backoffice.rights import hidden_line, visible
from office.citing import leave_sources_behind
from office.exchange.plan import in_silence
from office.models import Audience, Citation, TranslatedRecord, VisibleRecord

AT_ONCE = 500


class Moved(Exception):
    """Somebody changed what the plan had read."""


def try_out(drafts, resource):
    """What the database refuses of the drafts, as (row, message); nothing stays written."""
    refused = []
    with transaction.atomic(), search.passed_over():
        _add(drafts, resource, refused)
        transaction.set_rollback(True)
    return refused


def _add(drafts, resource, refused):
    """Write the drafts; when the database refuses, halve them until the row is found."""
    if not drafts:
        return
    try:
        with transaction.atomic():
            _write([draft for _row, draft in drafts], resource, _for_trial)
            # Foreign keys wait for the end otherwise, where no row is to blame.
            _check_references()
    except IntegrityError as error:
        if len(drafts) == 1:
            row, draft = drafts[0]
            refused.append((row, why_refused(draft, error)))
        else:
            middle = len(drafts) // 2
            _add(drafts[:middle], resource, refused)
            _add(drafts[middle:], resource, refused)


def _check_references():
    from django.db import connection

    connection.check_constraints()


def why_refused(draft, error):
    """
    What the database has against a row, in our words.

    Of what must be unique no more than that: the other may be something that the clerk
    must not know of.
    """
    name = error.__cause__.diag.constraint_name
    for record in draft.touched:
        for constraint in record._meta.constraints:
            if constraint.name == name and isinstance(constraint, models.CheckConstraint):
                return str(constraint.get_violation_error_message())
    return _("A value that can stand only once is taken already.")


def write(drafts, resource, *, by, reason, progress=in_silence):
    """Save the drafts with their history. Raises Moved, or IntegrityError."""
    lock_unchanged(drafts)

    def keep(record):
        record._history_user, record._change_reason = by, reason
        record.save()

    for _row, draft in drafts:
        for record in draft.made:
            record._history_user = by
    made = _write([draft for _row, draft in drafts], resource, keep)
    for model, records in made.items():
        model.history.bulk_history_create(
            records, batch_size=AT_ONCE, default_user=by, default_change_reason=reason
        )
        progress(len(drafts))
    _leave_sources_behind([pair for _row, draft in drafts for pair in draft.before])
    for row, draft in drafts:
        for record in draft.made:
            record._change_reason = reason
            choose(record)
        row.target_id = draft.record.pk
        row.undo = {
            "made": [_label(record) for record in draft.made],
            "changed": [[*_label(record), values] for record, values in draft.before],
        }


def _leave_sources_behind(changed):
    """Of (record, {field: its value before, as JSON keeps it}), where they are cited."""
    kinds = ContentType.objects.get_for_models(*{type(record) for record, _values in changed})
    rows = Citation.objects.filter(content_type__in=kinds.values())
    cited = set(rows.values_list("content_type", "object_id"))
    for record, values in changed:
        if (kinds[type(record)].pk, record.pk) in cited:
            columns = {one.name: one for one in record._meta.concrete_fields}
            before = {
                name: columns[name].to_python(value)
                for name, value in values.items()
                if name in columns
            }
            leave_sources_behind(record, before)


def _label(record):
    return [record._meta.label_lower, record.pk, record.version]


def lock_unchanged(drafts):
    """Hold what will be changed; raises Moved where it is no longer as the plan read it."""
    versions = defaultdict(dict)
    for _row, draft in drafts:
        for record, _values in draft.before:
            versions[type(record)].setdefault(record.pk, record.version)
    for model, expected in versions.items():
        rows = model._base_manager.select_for_update(no_key=True).filter(pk__in=expected)
        if dict(rows.order_by("pk").values_list("pk", "version")) != expected:
            raise Moved


def _write(drafts, resource, keep):
    # Several rows may make one thing together: an organisation that two people belong to.
    once = {id(record): record for draft in drafts for record in draft.made}
    made = defaultdict(list)
    for record in once.values():
        made[type(record)].append(record)
    audiences = []
    for model in resource.makes:
        audiences += _create(model, made[model], audiences)
    for draft in drafts:
        for record, _values in draft.before:
            # Their entry in the history is the one that the record itself gets.
            with unrecorded(record):
                choose(record)
            keep(record)
    if audiences:
        made[Audience] = audiences
    return {model: records for model, records in made.items() if records}


def _create(model, records, inserted):
    """
    Insert the records, with an audience each where they have one; returns the new audiences.

    What belongs together shares one, which was `inserted` with the first of them.
    """
    audiences, there = [], {id(one) for one in inserted}
    if issubclass(model, VisibleRecord):
        for record in records:
            if "audience" not in record._state.fields_cache:
                record.audience = Audience(is_demo=record.is_demo)
            if id(record.audience) not in there:
                audiences.append(record.audience)
        Audience.objects.bulk_create(audiences, batch_size=AT_ONCE)
    if issubclass(model, TranslatedRecord):
        for record in records:
            record.note_states()
    model._default_manager.bulk_create(records, batch_size=AT_ONCE)
    return audiences


def choose(record):
    """Set the fields for many that the row speaks of."""
    for name, values in getattr(record, "chosen", {}).items():
        getattr(record, name).set(values)


@contextmanager
def unrecorded(record):
    """What is saved of the record meanwhile leaves no entry in the history."""
    record.skip_history_when_saving = True
    try:
        yield
    finally:
        del record.skip_history_when_saving


def _for_trial(record):
    with unrecorded(record):
        # Its version grows only when it is saved for good.
        record.save_base(raw=False)


# ---------------------------------------------------------------- the way back


class NotUndone(Exception):
    """Something was edited, or is needed elsewhere, since; `names` are told, nothing changed."""

    def __init__(self, names):
        super().__init__()
        self.names = names


def take_back(rows, resource, *, by, reason):
    """Delete what the rows made, give back what they changed. Raises NotUndone."""
    made, changed = defaultdict(dict), defaultdict(dict)
    for row in rows:
        for label, pk, version in row.undo.get("made", ()):
            made[label][pk] = version
        for label, pk, version, _values in row.undo.get("changed", ()):
            changed[label][pk] = max(version, changed[label].get(pk, 0))
    records = _held(made), _held(changed)
    in_the_way = _edited(records[0], made) + _edited(records[1], changed)
    in_the_way += _leaning_on(records[0])
    if in_the_way:
        raise NotUndone(_told(in_the_way, by))
    _give_back(rows, records[1], by, reason)
    # From the last kind made to the first, so that nothing protects what goes with it.
    for model in reversed(resource.makes):
        _delete(list(records[0].get(model._meta.label_lower, {}).values()), by, reason)


def _held(versions):
    """{label: {pk: record}}, locked, in one order for everybody."""
    return {
        label: {
            one.pk: one
            for one in apps.get_model(label)
            ._base_manager.select_for_update()
            .filter(pk__in=pks)
            .order_by("pk")
        }
        for label, pks in sorted(versions.items())
    }


def _edited(records, versions):
    return [
        record
        for label, found in records.items()
        for record in found.values()
        if record.version != versions[label][record.pk]
    ]


def _leaning_on(records):
    """What points at the records, and did not come with them."""
    from django.contrib.admin.utils import NestedObjects

    ours = {(type(one), one.pk) for found in records.values() for one in found.values()}
    leaning = []
    for found in records.values():
        collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=None)
        collector.collect(list(found.values()))
        leaning += collector.protected
        for one in collector.model_objs.values():
            leaning += one
    return [
        one
        for one in leaning
        if (type(one), one.pk) not in ours and not type(one)._meta.auto_created
    ]


def _told(records, user):
    """Their names, each once; what the user may not see is counted."""
    seen = {}
    for model in {type(record) for record in records}:
        pks = {record.pk for record in records if type(record) is model}
        shown = visible(model._default_manager.filter(pk__in=pks), user)
        seen |= {(model, pk): None for pk in shown.values_list("pk", flat=True)}
    names = {str(one) for one in records if (type(one), one.pk) in seen}
    hidden = {(type(one), one.pk) for one in records} - set(seen)
    return [*sorted(names), *([hidden_line(len(hidden))] if hidden else [])]


def _give_back(rows, records, by, reason):
    given = {}
    for row in sorted(rows, key=lambda one: -one.number):
        for label, pk, _version, values in row.undo.get("changed", ()):
            if record := records[label].get(pk):
                for name, value in values.items():
                    field = record._meta.get_field(name)
                    if field.many_to_many:
                        with unrecorded(record):
                            getattr(record, name).set(value)
                    else:
                        setattr(record, field.attname, field.to_python(value))
                given[label, pk] = record
    for record in given.values():
        record._history_user, record._change_reason = by, reason
        record.save()


def _delete(rows, by, reason):
    audiences = [one.audience_id for one in rows if hasattr(one, "audience_id")]
    _delete_rows(rows, by, reason)
    # Other things may point at the same audience by now: then it stays for them.
    left = {one.pk: one for one in Audience.objects.filter(pk__in=audiences)}
    for pk in _still_needed(list(left.values())):
        del left[pk]
    _delete_rows(list(left.values()), by, reason)


def _still_needed(audiences):
    """The keys of those that something points at."""
    try:
        Collector(using=DEFAULT_DB_ALIAS).collect(audiences)
    except models.ProtectedError as error:
        # All that point at an audience are hidden from it.
        pointing = Audience._meta.get_fields(include_hidden=True)
        fields = [one.field for one in pointing if one.one_to_many or one.one_to_one]
        return {
            getattr(record, field.attname)
            for record in error.protected_objects
            for field in fields
            if isinstance(record, field.model) and hasattr(field, "attname")
        } & {one.pk for one in audiences}
    return set()


def _delete_rows(rows, by, reason):
    collector = Collector(using=DEFAULT_DB_ALIAS)
    for row in rows:
        row._history_user, row._change_reason = by, reason
    collector.collect(rows)
    collector.delete()
