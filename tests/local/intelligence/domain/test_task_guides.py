import ast
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.location import LocationSource
from local.customers.domain.missed_times import PartOfDay
from local.intelligence.domain.market_gaps import GapKind
from local.intelligence.domain.names_hindi import HINDI_NAMES, hindi_name
from local.intelligence.domain.opportunity import Opportunity, ranked
from local.intelligence.domain.task_guides import (
    GUIDES,
    MOST_TASKS,
    ManualTask,
    kind_of,
    manual_task_guidance,
)
from local.intelligence.domain.task_words import TaskWords
from local.intelligence.domain.task_words_english import ENGLISH
from local.intelligence.domain.task_words_hindi import HINDI
from local.places.domain.amenities import Amenity
from local.places.domain.dayparts import Daypart
from local.reviews.domain.topics import Topic
from shared.evidence import Basis
from tests.architecture.tree import ROOT, syntax
from tests.local.intelligence.domain.test_opportunity import CANDIDATE
from tests.local.intelligence.domain.test_profile_gaps import found, missing

AS_OF = datetime(2026, 11, 26, tzinfo=UTC)
API = json.loads((ROOT / "docs/api/local.json").read_text(encoding="utf-8"))
DEVANAGARI = re.compile(r"[\u0900-\u097F]")
FLAGS = [flag.name.lower() for flag in (*Daypart, *Amenity) if flag.name]
NAMES = sorted({*map(str, Topic), *map(str, PartOfDay), *FLAGS})
DOMAIN = ROOT / "services/local/intelligence/domain"
# Kinds that one place in the code makes several of: how their keys go on.
ENDINGS = {
    "profile:": [
        missing(item) for item in found({}, LocationSource.CITY_CENTRE, "?", has_places=False)
    ],
    "gap:": [f"{kind}:anything" for kind in GapKind],
}


def opportunities(*keys: str) -> Sequence[Opportunity]:
    return ranked([replace(CANDIDATE, key=key) for key in keys], (), AS_OF)


def task(key: str) -> ManualTask:
    (told,) = manual_task_guidance(opportunities(key), AS_OF).items
    return told


def key_beginnings(tree: ast.AST) -> Iterator[str]:
    """Yield how the keys begin of all candidates that the code makes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Candidate":
            (key,) = [given.value for given in node.keywords if given.arg == "key"]
            parts = key.values if isinstance(key, ast.JoinedStr) else [key]
            yield str(ast.literal_eval(parts[0]))


BEGINNINGS = sorted({head for path in DOMAIN.glob("*.py") for head in key_beginnings(syntax(path))})


def sentences(words: TaskWords) -> list[str]:
    return [words.title, *words.steps, words.why_not_automated, words.done_when]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_every_kind_of_candidate_in_the_code_has_a_guide(beginning: str) -> None:
    for ending in ENDINGS.get(beginning, ["anything"]):
        kind_of(beginning + ending if beginning.endswith(":") else beginning)


def test_a_guide_that_no_candidate_needs_is_gone() -> None:
    made = {
        kind_of(head + ending if head.endswith(":") else head)
        for head in BEGINNINGS
        for ending in ENDINGS.get(head, ["anything"])
    }
    assert made == set(GUIDES)


def test_every_kind_is_told_in_both_languages() -> None:
    assert set(GUIDES) == set(ENGLISH) == set(HINDI)


@pytest.mark.parametrize("kind", GUIDES)
def test_every_kind_has_steps_minutes_and_an_end(kind: str) -> None:
    for words in (ENGLISH[kind], HINDI[kind]):
        assert len(words.steps) >= 3
        assert len(words.steps) == len(ENGLISH[kind].steps)
        assert all(sentences(words))
    assert GUIDES[kind].minutes > 0


@pytest.mark.parametrize("kind", GUIDES)
def test_hindi_is_written_in_devanagari_and_english_is_not(kind: str) -> None:
    assert all(DEVANAGARI.search(sentence) for sentence in sentences(HINDI[kind]))
    assert not any(DEVANAGARI.search(sentence) for sentence in sentences(ENGLISH[kind]))


@pytest.mark.parametrize("kind", GUIDES)
def test_the_call_that_completes_a_task_is_one_that_the_api_has(kind: str) -> None:
    method, path = GUIDES[kind].api_call.split(" ")
    assert method.lower() in API["paths"][path]


@pytest.mark.parametrize("kind", GUIDES)
def test_a_link_leads_to_a_public_page(kind: str) -> None:
    link = GUIDES[kind].link
    assert link is None or link.startswith("https://")


@pytest.mark.parametrize("name", NAMES)
def test_every_time_topic_and_amenity_has_a_hindi_name(name: str) -> None:
    assert DEVANAGARI.search(HINDI_NAMES[name])


def test_a_name_that_is_not_known_stays_and_each_of_several_is_looked_up() -> None:
    assert hindi_name("Diwali (Deepavali), Naraka Chaturdashi") == "दिवाली, नरक चतुर्दशी"
    assert hindi_name("Jor Mela, Holi") == "Jor Mela, होली"


@pytest.mark.parametrize(
    ("key", "english", "hindi"),
    [
        ("profile:state", "State in which state of India the shop stands", "राज्य"),
        ("gap:amenity:for_women", "say that you do: for women", "महिलाओं"),
        (f"gap:trade:{BusinessCategory.SALON}", "Let the area know you", "इलाके"),
        ("season:2026-11-08:Diwali (Deepavali)", "Prepare for Diwali (Deepavali)", "दिवाली की"),
        ("missed_demand:late_evening", "in time: late evening", "देर शाम"),
        ("reviews:mend:wait", "blame: wait", "इंतज़ार"),
    ],
)
def test_a_task_names_what_the_opportunity_is_about(key: str, english: str, hindi: str) -> None:
    told = task(key)
    assert told.key == key
    assert english in told.title.en
    assert hindi in told.title.hi
    texts = (told.title, told.why_not_automated, told.done_when)
    assert not [words for words in texts if "{" in words.en + words.hi]
    assert not [step for step in (*told.steps.en, *told.steps.hi) if "{" in step]


def test_minutes_are_our_own_estimate_and_say_so() -> None:
    minutes = task("profile:google_business_id").minutes
    assert (minutes.value, minutes.basis) == (30, Basis.DECLARED)
    assert minutes.evidence == ("rule:task_minutes:profile:google_business_id",)


def test_the_first_few_opportunities_are_tasks_in_their_order() -> None:
    kinds = [f"reviews:mend:{topic}" for topic in Topic]
    guidance = manual_task_guidance(opportunities(*kinds), AS_OF)
    assert [item.key for item in guidance.items] == kinds[:MOST_TASKS]
    assert [item.priority for item in guidance.items] == [1, 2, 3, 4, 5]
    assert (guidance.assessment.value, guidance.assessment.n) == (MOST_TASKS, len(kinds))
    assert (guidance.total_minutes.value, guidance.total_minutes.basis) == (300, Basis.DECLARED)
    assert guidance.total_minutes.evidence == ("rule:task_minutes:reviews:mend",)


def test_without_opportunities_there_is_no_task() -> None:
    guidance = manual_task_guidance((), AS_OF)
    assert (guidance.items, guidance.assessment.value, guidance.total_minutes.value) == ((), 0, 0)


def test_the_longest_beginning_tells_the_kind() -> None:
    assert kind_of("no_shows:record_reminders") == "no_shows:record_reminders"
    assert kind_of("season:2027-02-14:Valentine's Day") == "season"
