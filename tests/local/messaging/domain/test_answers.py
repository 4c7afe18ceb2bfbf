"""An answer repeats facts: whatever the facts are, no number is in it that is not theirs."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.opening_hours import OpeningHours
from local.messaging.domain.answers import ShopFacts, answer, rupees_as_said
from local.messaging.domain.intent import Intent, Language
from local.messaging.domain.price_list import PriceItem

NOON = datetime(2026, 11, 26, 12)  # noqa: DTZ001 - the shop's own clock has no zone here
HAIRCUT = PriceItem(
    name="Haircut",
    name_hi="बाल कटाई",
    unit="person",
    price_paise=1_25_050,
    told_on=date(2026, 11, 3),
)
FACTS = ShopFacts(
    name="Asha",
    city="Delhi",
    coordinates=None,
    opening_hours=None,
    item_asked=HAIRCUT,
    booking_at="book.example/asha",
    order_at="98765 43210",
    delivery_terms="within 5 km, free above ₹500",
)
NUMBERS = re.compile(r"\d+")


@pytest.mark.parametrize(
    ("intent", "language", "words"),
    [
        (Intent.PRICE, Language.ENGLISH, "Haircut: ₹1,250.50 / person, as of 03/11/2026. Asha"),
        (Intent.PRICE, Language.HINDI, "बाल कटाई: ₹1,250.50 / person, 03/11/2026 के अनुसार। Asha"),
        (
            Intent.PRICE,
            Language.HINGLISH,
            "Haircut: ₹1,250.50 / person, 03/11/2026 ke hisaab se. Asha",
        ),
        (Intent.BOOKING, Language.ENGLISH, "To book at Asha: book.example/asha"),
        (Intent.BOOKING, Language.HINDI, "Asha में बुकिंग के लिए: book.example/asha"),
        (Intent.PURCHASE, Language.HINGLISH, "Asha se order karne ke liye: 98765 43210"),
        (Intent.DELIVERY, Language.ENGLISH, "Delivery by Asha: within 5 km, free above ₹500"),
    ],
)
def test_what_the_shop_told_is_repeated(intent: Intent, language: Language, words: str) -> None:
    assert answer(intent, language, FACTS, NOON) == words


def test_what_the_shop_never_told_is_a_persons() -> None:
    nothing = ShopFacts(name="Asha", city=None, coordinates=None, opening_hours=None)
    told = [i for i in Intent if answer(i, Language.ENGLISH, nothing, NOON) is not None]
    assert told == [Intent.GREETING]
    for intent in (Intent.AVAILABILITY, Intent.ORDER_STATUS, Intent.OFFERS, Intent.PRODUCT):
        assert answer(intent, Language.ENGLISH, FACTS, NOON) is None


@pytest.mark.parametrize(
    ("paise", "said"),
    [
        (0, "₹0"),
        (99_00, "₹99"),
        (99_05, "₹99.05"),
        (1_000_00, "₹1,000"),
        (12_34_567_00, "₹12,34,567"),
        (1_00_00_000_00, "₹1,00,00,000"),
    ],
)
def test_prices_are_written_as_in_india(paise: int, said: str) -> None:
    assert rupees_as_said(paise) == said


@given(st.integers(0, 10**12))
def test_a_price_that_is_said_is_the_price(paise: int) -> None:
    rupees, _, rest = rupees_as_said(paise).removeprefix("₹").replace(",", "").partition(".")
    assert int(rupees) * 100 + int(rest or 0) == paise


lines = st.text(alphabet="ab 0123456789", min_size=1, max_size=20)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def weeks(draw: st.DrawFn) -> tuple[OpeningHours, set[str]]:
    """Return a week, and the numbers with which its one opening may be told."""
    begins, lasts = draw(st.integers(0, 1439)), draw(st.integers(1, 1_000))
    ends = (begins + lasts) % 1440
    told = {f"{minute // 60 % 12 or 12}" for minute in (begins, ends)}
    told |= {f"{minute % 60:02}" for minute in (begins, ends)}
    opening = {"open": clock(begins), "close": clock(ends)}
    return OpeningHours.from_dict({"wednesday": [opening]}), told


@st.composite
def facts_and_numbers(draw: st.DrawFn) -> tuple[ShopFacts, set[str]]:
    """Return facts, and every number that is in one of them."""
    week, numbers = draw(weeks())
    name, terms = draw(lines), draw(st.none() | lines)
    place = draw(st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
    price, day = draw(st.integers(1, 10**9)), draw(st.dates())
    facts = ShopFacts(
        name=name,
        city=None,
        coordinates=place,
        opening_hours=week,
        item_asked=replace(HAIRCUT, name=name, price_paise=price, told_on=day),
        booking_at=terms,
        order_at=terms,
        delivery_terms=terms,
    )
    texts = [name, terms or "", f"{day:%d/%m/%Y}", rupees_as_said(price)]
    texts.append(f"{place[0]:.6f},{place[1]:.6f}")
    return facts, numbers | {number for text in texts for number in NUMBERS.findall(text)}


@given(
    facts_and_numbers(),
    st.sampled_from(Intent),
    st.sampled_from(Language),
    st.integers(0, 7 * 1440),
)
def test_every_number_in_an_answer_comes_from_a_fact(
    known: tuple[ShopFacts, set[str]], intent: Intent, language: Language, minutes_later: int
) -> None:
    facts, numbers = known
    said = answer(intent, language, facts, NOON + timedelta(minutes=minutes_later)) or ""
    assert set(NUMBERS.findall(said)) <= numbers
