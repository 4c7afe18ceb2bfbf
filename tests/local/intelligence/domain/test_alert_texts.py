from datetime import date
from typing import Any

import pytest

from local.intelligence.domain.alert_texts import advice, sentence
from local.places.domain.level import Level
from local.places.domain.place_changes import ChangeKind, PlaceChange
from tests.local.places.corner import place

DAY = date(2026, 11, 26)


def change(kind: ChangeKind, after: str | None = None, **of_place: Any) -> PlaceChange:
    return PlaceChange(
        kind=kind,
        place=place(**of_place),
        before=None,
        after=after,
        confidence=Level.LOW,
    )


@pytest.mark.parametrize(
    ("opening_date", "words"),
    [
        (None, "it may have been open before"),
        ("2026-10-02", "which says that it opened: 2026-10-02"),
        ("1995", "but open since 1995"),
    ],
)
def test_what_is_new_on_a_map_is_not_called_new(opening_date: str | None, words: str) -> None:
    said = sentence(change(ChangeKind.OPENED, opening_date=opening_date), None, DAY)
    assert said.startswith("Cut and Curl is new on the map of osm")
    assert words in said


def test_a_change_says_from_what_to_what() -> None:
    renamed = change(ChangeKind.RENAMED, "{Beryl}", name="{Beryl}")
    assert sentence(renamed, "Amber", DAY) == "Amber is now called {Beryl}."
    unnamed = change(ChangeKind.CLOSED, name=None)
    assert sentence(unnamed, None, DAY).startswith("A salon without a name is no longer listed")


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_kind_has_its_words_and_invents_no_number(kind: ChangeKind) -> None:
    said = sentence(change(kind, "after"), "before", DAY)
    assert said.endswith(".")
    assert not [letter for letter in advice(kind) + said if letter.isdigit()]
