"""Are the same shops found in two lists, and only they? A thousand seeded cases, measured."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

import pytest

from local.businesses.domain.category import BusinessCategory
from local.places.domain.duplicates import duplicates
from local.places.domain.place import Place
from tests.local.places.corner import LATITUDE, METRES_PER_DEGREE, place

PAIRS = 500
SITES_APART_METRES = 1_000
FIRST_WORDS = (
    "Lakshmi Ganesh Sagar Annapoorna Nandini Saraswati Krishna Udupi Malabar Coromandel Mysuru"
    " Kaveri Godavari Himalaya Nilgiri Deccan Maratha Rajdhani Punjabi Bengali Chettinad Amber"
    " Crystal Silver Golden Emerald Lotus Jasmine Sunrise Moonlight Heritage Royal Metro Corner"
)
SECOND_WORDS = (
    "Vihar Bhavan Darshan Palace Garden Upahara Grand Residency Plaza Junction Express Delight"
    " Treat Style Touch Looks Point World Galaxy Paradise Villa Terrace"
)
FIRST, SECOND = FIRST_WORDS.split(), SECOND_WORDS.split()
TRADE_WORDS = {
    BusinessCategory.RESTAURANT: "Restaurant",
    BusinessCategory.SALON: "Salon",
    BusinessCategory.CLOTHING: "Boutique",
    BusinessCategory.GROCERY: "Stores",
}
ACCENTS = str.maketrans("aeiou", "áéîöú")


@dataclass(frozen=True)
class Case:
    """Two listings at one site, and whether they are one shop."""

    left: Place
    right: Place
    is_pair: bool


def swapped_letters(name: str, draw: Random) -> str:
    at = draw.randrange(1, len(name) - 2)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def dropped_letter(name: str, draw: Random) -> str:
    at = draw.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1 :]


def doubled_letter(name: str, draw: Random) -> str:
    at = draw.randrange(1, len(name) - 1)
    return name[: at + 1] + name[at:]


def another_letter(name: str, draw: Random) -> str:
    at = draw.randrange(1, len(name) - 1)
    return name[:at] + draw.choice("abcdefghijklmnopqrstuvwxyz") + name[at + 1 :]


def accented(name: str, draw: Random) -> str:
    return unicodedata.normalize(draw.choice(["NFC", "NFD"]), name.translate(ACCENTS))


def two_slips(name: str, draw: Random) -> str:
    return swapped_letters(another_letter(name, draw), draw)


def transliterated(name: str, draw: Random) -> str:
    for written, other in (("Lakshmi", "Laxmi"), ("oo", "u"), ("dh", "d"), ("th", "t"), ("v", "w")):
        name = name.replace(written, other)
    return name


SPELLINGS: tuple[Callable[[str, Random], str], ...] = (
    swapped_letters,
    dropped_letter,
    doubled_letter,
    another_letter,
    accented,
    two_slips,
    transliterated,
    lambda name, draw: name.upper(),
    lambda name, draw: f"Hotel {name}",
    lambda name, draw: f"The {name}",
    lambda name, draw: " ".join(reversed(name.split())),
    lambda name, draw: name.replace(" ", ""),
    lambda name, draw: name.replace(" ", " - "),
    lambda name, draw: f"{name}, Market Road",
)


def listing(source: str, number: int, metres_east: float, **changes: object) -> Place:
    """Return a listing at a site of its own, so many metres east of its middle."""
    latitude = LATITUDE + number * SITES_APART_METRES / METRES_PER_DEGREE
    longitude = 77.5 + metres_east / METRES_PER_DEGREE
    return place(str(number), source=source, latitude=latitude, longitude=longitude, **changes)


def invented_name(draw: Random) -> str:
    return f"{draw.choice(FIRST)} {draw.choice(SECOND)}"


def one_shop(number: int, draw: Random) -> Case:
    """Return one shop as two sources spell it, up to 45 m apart; every other with a trade word."""
    trade = draw.choice(list(TRADE_WORDS))
    name = invented_name(draw)
    spelled = draw.choice(SPELLINGS)(name, draw)
    right = f"{spelled} {TRADE_WORDS[trade]}" if draw.random() < 0.5 else spelled
    return Case(
        listing("osm", number, 0, name=name, category=trade),
        listing("directory", number, draw.uniform(0, 45), name=right, category=trade),
        is_pair=True,
    )


def outlets_of_a_chain(number: int, draw: Random) -> Case:
    name = invented_name(draw)
    return Case(
        listing("osm", number, 0, name=name),
        listing("directory", number, 200, name=name),
        is_pair=False,
    )


def next_door(number: int, draw: Random) -> Case:
    """Return two shops of one trade in one building; half of them share a word of the name."""
    trade = draw.choice(list(TRADE_WORDS))
    first, other_first = draw.sample(FIRST, 2)
    second, other_second = draw.sample(SECOND, 2)
    other = f"{first if draw.random() < 0.5 else other_first} {other_second}"
    return Case(
        listing("osm", number, 0, name=f"{first} {second} {TRADE_WORDS[trade]}", category=trade),
        listing(
            "directory",
            number,
            draw.uniform(0, 15),
            name=f"{other} {TRADE_WORDS[trade]}",
            category=trade,
        ),
        is_pair=False,
    )


def name_within_a_name(number: int, draw: Random) -> Case:
    """Return what a rule that lets words be left out must get wrong: kept few, as in life."""
    first, second = draw.choice(FIRST), draw.choice(SECOND)
    return Case(
        listing("osm", number, 0, name=first),
        listing("directory", number, 10, name=f"{first} {second}"),
        is_pair=False,
    )


def numbered_branches(number: int, draw: Random) -> Case:
    name = invented_name(draw)
    return Case(
        listing("osm", number, 0, name=f"{name} 1"),
        listing("directory", number, 20, name=f"{name} 2"),
        is_pair=False,
    )


def cases(seed: int) -> Iterator[Case]:
    draw, numbers = Random(seed), count()
    kinds = [one_shop] * PAIRS + [outlets_of_a_chain] * 200 + [next_door] * 250
    for kind in kinds + [numbered_branches] * 100 + [name_within_a_name] * 15:
        yield kind(next(numbers), draw)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_hundred_pairs_are_found_among_as_many_that_only_look_like_pairs(seed: int) -> None:
    every = list(cases(seed))
    found = duplicates(listed for case in every for listed in (case.left, case.right))
    merged = {number for pair in found.items() for _, number in pair}
    assert all(kept[1] == dropped[1] for dropped, kept in found.items())
    pairs = {case.left.source_id for case in every if case.is_pair}
    right = len(merged & pairs)
    precision, recall = right / len(merged), right / len(pairs)
    f1 = 2 * precision * recall / (precision + recall)
    assert f1 >= 0.95, (f1, precision, recall)
