from dataclasses import replace
from typing import Any

import pytest

from local.insights.domain.edition import ChangedFact, changed_facts
from local.intelligence.domain.insights import Inputs
from local.intelligence.domain.place import Place
from shared.ids import new_id
from tests.local.intelligence.domain.test_insights import INPUTS, NOTE
from tests.local.intelligence.places import place


def with_around(**changes: Any) -> Inputs:
    return replace(INPUTS, around=replace(INPUTS.around, **changes))


def with_places(*places: Place) -> Inputs:
    return with_around(places=places)


def test_nothing_changed_is_no_change() -> None:
    assert changed_facts(INPUTS, replace(INPUTS)) == ()


def test_a_place_that_an_import_only_confirmed_has_not_changed() -> None:
    then, now = with_places(place("1")), with_places(place("1", import_id=new_id()))
    assert changed_facts(then, now) == ()


def test_each_changed_field_of_a_place_is_named() -> None:
    then, now = with_places(place("1", rating=4.0)), with_places(place("1", rating=4.5, name=None))
    assert changed_facts(then, now) == (
        ChangedFact(fact="place:osm:1", field="name", then="Cut and Curl", now=None),
        ChangedFact(fact="place:osm:1", field="rating", then="4.0", now="4.5"),
    )


def test_places_that_came_and_went_are_named() -> None:
    then, now = with_places(place("1")), with_places(place("2", name=None))
    assert changed_facts(then, now) == (
        ChangedFact(fact="place:osm:1", field=None, then="Cut and Curl", now=None),
        ChangedFact(fact="place:osm:2", field=None, then=None, now="without a name"),
    )


@pytest.mark.parametrize(
    ("now", "fact", "field"),
    [
        (replace(INPUTS, business=replace(INPUTS.business, name="Usha")), "business", "name"),
        (replace(INPUTS, location=replace(INPUTS.location, note="moved")), "location", "note"),
        (
            with_around(imports=[replace(NOTE, licence="CC0-1.0")]),
            "place_source:osm",
            "licence",
        ),
    ],
)
def test_what_else_the_insights_rest_on_is_compared_too(now: Inputs, fact: str, field: str) -> None:
    (changed,) = changed_facts(INPUTS, now)
    assert (changed.fact, changed.field) == (fact, field)


def test_a_new_import_is_a_change() -> None:
    newer = replace(NOTE, source="file")
    fields = [change.field for change in changed_facts(INPUTS, with_around(imports=[NOTE, newer]))]
    assert fields == ["imported_at", "source"]
