from collections import Counter
from types import ModuleType

import pytest

from local.reviews.domain import lexicon_english, lexicon_hindi, lexicon_hinglish
from local.reviews.domain.lexicon import FAINT, SIMPLE, VERY, entry_at
from local.reviews.domain.spelling import hindi_spelling, plain


def weight_of(text: str) -> float | None:
    found = entry_at([plain(word) for word in text.split()], 0)
    return found.weight if found else None


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("awesome", VERY),
        ("Good", SIMPLE),
        ("interesting", FAINT),
        ("slow", -SIMPLE),
        ("worst", -VERY),
        ("shaandaar", VERY),
        ("ACHHA", SIMPLE),
        ("kharaab", -SIMPLE),
        ("ghatiyaa", -VERY),
        ("बेहतरीन", VERY),
        ("अच्छी", SIMPLE),
        ("घटिया", -VERY),
        ("😍", VERY),
        ("👎", -VERY),
        ("table", None),
        ("Gandhi", None),
    ],
)
def test_a_word_weighs_what_its_list_says(text: str, weight: float | None) -> None:
    assert weight_of(text) == weight


@pytest.mark.parametrize(
    ("text", "length", "weight"),
    [
        ("paisa vasool hai", 2, VERY),
        ("waste of money", 3, -VERY),
        ("no doubt", 2, 0),
        ("fast food", 2, 0),
        ("acchi jagah", 1, SIMPLE),
    ],
)
def test_the_longest_phrase_counts(text: str, length: int, weight: float) -> None:
    entry = entry_at(text.split(), 0)
    assert entry is not None
    assert (entry.length, entry.weight) == (length, weight)


@pytest.mark.parametrize("text", ["okay", "thik thak", "औसत"])
def test_so_so_is_neither_praise_nor_blame(text: str) -> None:
    entry = entry_at([plain(word) for word in text.split()], 0)
    assert entry is not None
    assert (entry.is_middling, entry.weight) == (True, 0)


def folded(word: str, module: ModuleType) -> str:
    return plain(word) if module is lexicon_english else hindi_spelling(plain(word))


def phrases_of(module: ModuleType) -> list[tuple[str, ...]]:
    lists = [value for name, value in vars(module).items() if name.isupper()]
    return [
        tuple(folded(word, module) for word in phrase.split())
        for text in lists
        if isinstance(text, str)
        for phrase in text.split(",")
    ]


@pytest.mark.parametrize("module", [lexicon_english, lexicon_hindi, lexicon_hinglish])
def test_no_phrase_stands_in_two_lists(module: ModuleType) -> None:
    assert [phrase for phrase, count in Counter(phrases_of(module)).items() if count > 1] == []
