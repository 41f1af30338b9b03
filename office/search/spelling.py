"""Words that are nearly those that were typed."""

from difflib import SequenceMatcher

# Less alike is another word: Kioto and Kyoto are 0.8, Finlandia and Filadelphia 0.7.
ALIKE = 0.72


def trigrams(words):
    """What the database's office_trigrams cuts the words into."""
    padded = [f"  {word} " for word in words]
    return sorted({word[n : n + 3] for word in padded for n in range(len(word) - 2)})


def closeness(words, name):
    """From 0 to 1: how near the words come to the best words of the name."""
    others = name.split()
    if not (words and others):
        return 0
    return sum(max(_alike(word, other) for other in others) for word in words) / len(words)


def _alike(one, other):
    # Two thirds cannot be reached where one is twice as long: not worth a comparison.
    if max(len(one), len(other)) > 2 * min(len(one), len(other)):
        return 0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
