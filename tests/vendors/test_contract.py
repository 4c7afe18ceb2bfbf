"""The contracts themselves: good requests pass, and wrong ones are seen."""

import json
from typing import Any

import pytest

from tests.vendors import google_places, overpass
from tests.vendors.contract import FORM, JSON, Asked

SEARCH: dict[str, Any] = {
    "includedTypes": ["restaurant"],
    "maxResultCount": 20,
    "locationRestriction": {
        "circle": {"center": {"latitude": 12.9, "longitude": 77.5}, "radius": 500.0}
    },
}
MAP: dict[str, Any] = {
    "version": 0.6,
    "generator": "Overpass API",
    "osm3s": {"timestamp_osm_base": "2026-11-26T10:00:00Z", "copyright": "ODbL"},
    "elements": [{"type": "way", "id": 1, "center": {"lat": 1.0, "lon": 2.0}, "tags": {}}],
}


def search(body: object, *, path: str = "/v1/places:searchNearby", **query: str) -> Asked:
    return Asked(
        method="POST",
        path=path,
        query=list(query.items()),
        headers={"content-type": JSON},
        body=json.dumps(body).encode(),
    )


def question(body: str, *, agent: str | None = "vertical-light-os", kind: str = FORM) -> Asked:
    headers = {"content-type": kind} | ({"user-agent": agent} if agent else {})
    return Asked(
        method="POST", path="/api/interpreter", query=[], headers=headers, body=body.encode()
    )


@pytest.mark.parametrize(
    "asked", [search(SEARCH), search(SEARCH | {"rankPreference": "DISTANCE"}, alt="json")]
)
def test_a_search_that_google_documents_passes(asked: Asked) -> None:
    assert google_places.CONTRACT.violations(asked) == []


@pytest.mark.parametrize(
    ("asked", "breach"),
    [
        (search(SEARCH, path="/v1/places:searchEverywhere"), "no such operation"),
        (search(SEARCH, pageToken="2"), "unknown query parameter pageToken"),
        (search({"includedTypes": ["restaurant"]}), "locationRestriction"),
        (search(SEARCH | {"pageToken": "2"}), "pageToken"),
        (search(SEARCH | {"maxResultCount": "20"}), "maxResultCount"),
        (search(SEARCH | {"rankPreference": "STARS"}), "rankPreference"),
        (
            search(SEARCH | {"locationRestriction": {"circle": {"radius": 1.0}}}),
            "'center' is a required property",
        ),
    ],
)
def test_a_search_that_google_would_not_take_is_seen(asked: Asked, breach: str) -> None:
    assert breach in " ".join(google_places.CONTRACT.violations(asked))


@pytest.mark.parametrize(
    ("asked", "breach"),
    [
        (question("data=[out:json];node(1);out;"), None),
        (question("data=[out:xml];node(1);out;"), "data"),
        (question("query=[out:json];"), "'data' is a required property"),
        (question("data=[out:json];", agent=None), "missing header user-agent"),
        (question("data=[out:json];", kind=JSON), "content type"),
    ],
)
def test_a_question_to_overpass_is_checked(asked: Asked, breach: str | None) -> None:
    found = " ".join(overpass.CONTRACT.violations(asked))
    assert found == "" if breach is None else breach in found


@pytest.mark.parametrize(
    ("body", "is_fitting"),
    [
        (MAP, True),
        (MAP | {"remark": "runtime error: Query timed out"}, True),
        ({name: MAP[name] for name in MAP if name != "osm3s"}, False),
        (MAP | {"elements": [{"type": "shop", "id": 1}]}, False),
    ],
)
def test_an_answer_of_the_stand_in_is_checked_too(body: object, is_fitting: bool) -> None:
    asked = question("data=[out:json];node(1);out;")
    assert (overpass.CONTRACT.answer_violations(asked, 200, body) == []) is is_fitting
