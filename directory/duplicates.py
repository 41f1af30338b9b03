"""
Who is probably in the directory already.

Two names are alike when they share half of their trigrams, taken word by word from
their folded letters: so a letter more or less, a middle name or swapped names do not
matter. Two contacts are the same when their normalised spellings are. Everything is
compared in memory, so that one person and a list of thousands get the same answers.
"""

from collections import Counter, defaultdict

from django.db.models import Case, When

from office import telephones
from office.text import fold

ALIKE = 0.5
MOST = 10


def trigrams(text):
    """Of every word, with its beginning and its end marked."""
    words = "".join(c if c.isalnum() else " " for c in fold(text)).split()
    return {
        padded[i : i + 3]
        for padded in (f"  {word} " for word in words)
        for i in range(len(padded) - 2)
    }


class Index:
    """Records by the trigrams of their names and by their contacts; `pk` may be any key."""

    def __init__(self, names=(), contacts=()):
        self.sizes, self.by_trigram = [], defaultdict(list)
        self.by_email, self.by_tail = defaultdict(list), defaultdict(list)
        for pk, text in names:
            self.add_name(pk, text)
        for pk, contact in contacts:
            self.add_contact(pk, contact)

    def add_name(self, pk, text):
        found = trigrams(text)
        if not found:
            return
        for trigram in found:
            self.by_trigram[trigram].append(len(self.sizes))
        self.sizes.append((pk, len(found)))

    def add_contact(self, pk, contact):
        """`contact` as the directory keeps it normalised."""
        if "@" in contact:
            self.by_email[contact].append(pk)
        else:
            self.by_tail[tail(contact)].append((contact, pk))

    def alike(self, names, *, emails=(), telephones=()):
        """The keys of what is alike, the most alike first, each once."""
        scores = Counter()
        for pk in self._same_contact(emails, telephones):
            scores[pk] = 2
        for name in names:
            for pk, score in self._alike_names(trigrams(name)):
                scores[pk] = max(scores[pk], score)
        return [pk for pk, _score in scores.most_common()]

    def _alike_names(self, wanted):
        shared = Counter(place for trigram in wanted for place in self.by_trigram.get(trigram, ()))
        for place, count in shared.items():
            pk, size = self.sizes[place]
            score = count / (size + len(wanted) - count)
            if score >= ALIKE:
                yield pk, score

    def _same_contact(self, emails, numbers):
        for email in emails:
            yield from self.by_email.get(email.strip().lower(), ())
        for typed in numbers:
            number = telephones.normalised(typed)
            for other, pk in self.by_tail.get(tail(number), ()) if number else ():
                if telephones.are_same(number, other):
                    yield pk


def tail(number):
    """The last figures, under which numbers are looked up that may lack their country."""
    return number[-telephones.SHORTEST :]


def in_that_order(queryset, keys):
    """The first of these rows, in the order of the keys."""
    keys = list(keys)[:MOST]
    if not keys:
        return queryset.none()
    places = Case(*[When(pk=pk, then=place) for place, pk in enumerate(keys)])
    return queryset.filter(pk__in=keys).order_by(places)
