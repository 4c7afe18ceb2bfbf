"""Two Indian shops' chats (HINT3): the model learns from their train part, and is held to the test.

Labels joined by `|` may be either. Messages out of scope in the file hold in-scope Hinglish too:
they count for what would be answered, never as errors.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from local.businesses.domain.opening_hours import OpeningHours
from local.messaging.domain.answers import ShopFacts
from local.messaging.domain.intent import Intent
from local.messaging.domain.message_reading import read
from local.messaging.domain.message_settings import AnswerMode
from local.messaging.domain.price_list import PriceItem, item_asked
from local.messaging.domain.reaction import Moments, ReactionKind, reaction
from local.messaging.domain.reading_model import OUT_OF_SCOPE, Labelled, ReadingModel
from local.messaging.domain.reading_sureness import sureness
from local.messaging.domain.reading_training import Learnt, learnt_from

FOLDER = Path(__file__).resolve().parents[5] / "shared/data/local/intents"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not FOLDER.exists(), reason=f"{FOLDER} is not here"),
]
SHOPS = ("sofmattress", "curekart")
OURS: Mapping[str, str] = {
    "refund_return": Intent.REFUND,
    "human_agent": Intent.HUMAN,
    "cancel": Intent.CANCEL_BOOKING,
    "change": Intent.ORDER_CHANGE,
    "product_info": Intent.PRODUCT,
    "delivery_area": Intent.DELIVERY,
    "order_purchase": Intent.PURCHASE,
    "b2b": Intent.TRADE,
}
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
AT = Moments(written_at=NOW, owner_wrote_at=None, now=NOW, local_now=NOW)
WEEK = OpeningHours.from_dict({"thursday": [{"open": "09:00", "close": "21:00"}]})
SOLD = {
    "sofmattress": ("mattress", "ortho mattress", "ergo mattress", "pillow"),
    "curekart": ("whey protein", "multivitamin", "mass gainer", "fish oil", "creatine"),
}


@dataclass(frozen=True)
class Line:
    words: str
    labels: Sequence[str]


@cache
def lines(shop: str, split: str) -> Sequence[Line]:
    with (FOLDER / f"hint3_{shop}_dev.csv").open(encoding="utf-8") as file:
        return [
            Line(row["text"], ours(row["shop_intent_suggested"]))
            for row in csv.DictReader(file)
            if row["split"] == split
        ]


def ours(suggested: str) -> Sequence[str]:
    return [OURS.get(name, name) for name in suggested.split("|")]


@cache
def learnt(shop: str) -> Learnt:
    train = lines(shop, "train")
    # Of two that both count, a shop would use the one that it uses more.
    usual = Counter(label for line in train if len(line.labels) == 1 for label in line.labels)
    found = learnt_from(
        [
            Labelled(words=t.words, label=max(sorted(t.labels), key=lambda x: usual[x]))
            for t in train
        ]
    )
    assert found is not None
    return found


def model(shop: str) -> ReadingModel:
    return learnt(shop).model


def in_scope(shop: str) -> Sequence[Line]:
    return [line for line in lines(shop, "test") if OUT_OF_SCOPE not in line.labels]


def answered(shop: str, words: str) -> bool:
    """Tell whether it would be answered by itself, had the shop told every fact there is."""
    items = [
        PriceItem(name=name, price_paise=99_900, told_on=date(2026, 11, 1)) for name in SOLD[shop]
    ]
    facts = ShopFacts(
        name="Shop",
        city="Delhi",
        coordinates=(28.6, 77.2),
        opening_hours=WEEK,
        item_asked=item_asked(words, items),
        booking_at="98765 43210",
        order_at="shop.example",
        delivery_terms="everywhere in India",
    )
    return (
        reaction(read(words, model(shop)), facts, AnswerMode.AUTO, AT).kind is ReactionKind.ANSWER
    )


@pytest.mark.parametrize(("shop", "n"), [("sofmattress", 127), ("curekart", 246)])
def test_the_best_guess_is_right_for_most_messages(shop: str, n: int) -> None:
    test = in_scope(shop)
    right = sum(model(shop).verdict(line.words).guess in line.labels for line in test)
    assert len(test) == n
    assert right / n >= 0.90  # 115 of 127, and 223 of 246


@pytest.mark.parametrize(("shop", "coverage"), [("sofmattress", 0.78), ("curekart", 0.60)])
def test_what_is_read_is_right(shop: str, coverage: float) -> None:
    """Rules and model together, as messages are read."""
    test = in_scope(shop)
    readings = [(read(line.words, model(shop)).intent, line.labels) for line in test]
    known = [(intent, labels) for intent, labels in readings if intent is not None]
    assert sum(intent in labels for intent, labels in known) / len(known) >= 0.91
    assert len(known) / len(test) >= coverage


@pytest.mark.parametrize(("shop", "n"), [("sofmattress", 66), ("curekart", 238)])
def test_hardly_anything_out_of_scope_is_answered(shop: str, n: int) -> None:
    strange = [line for line in lines(shop, "test") if OUT_OF_SCOPE in line.labels]
    assert len(strange) == n
    # 1 of 66; 17 of 238, of which 13 are greetings, greeted.
    assert sum(answered(shop, line.words) for line in strange) / n <= 0.10


@pytest.mark.parametrize("shop", SHOPS)
def test_no_inquiry_is_answered_with_the_wrong_fact(shop: str) -> None:
    wrong = [
        line.words
        for line in in_scope(shop)
        if answered(shop, line.words) and read(line.words, model(shop)).intent not in line.labels
    ]
    assert wrong == []


@pytest.mark.parametrize("shop", SHOPS)
def test_the_train_part_alone_says_that_the_model_has_earned_its_place(shop: str) -> None:
    found = sureness(learnt(shop).heldout, model(shop).least_lead)
    assert found.obstacle is None
