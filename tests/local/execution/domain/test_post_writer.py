"""A year of posts for three shops in three languages, and what keeps a post from being written."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from local.businesses.domain.category import BusinessCategory
from local.businesses.domain.opening_hours import WEEKDAYS, OpeningHours
from local.execution.domain.post_channel import Channel, rules_on
from local.execution.domain.post_facts import KeptDay, PostFacts, RunningOffer
from local.execution.domain.post_linter import doubts, refusals
from local.execution.domain.post_writer import (
    COMPARED_DAYS,
    NOTHING_TO_SAY,
    SAID_LATELY,
    Unwritten,
    WrittenPost,
    written_post,
)
from local.execution.domain.reply_language import Language, language_of
from local.execution.domain.reply_similarity import MOST_SIMILAR_RATIO, similarity_ratio
from local.intelligence.domain.commerce_calendar import occasions_between
from local.intelligence.service import default_calendar
from local.reviews.domain.spelling import is_devanagari
from local.reviews.domain.topics import Topic

FIRST, DAYS, STATE = date(2026, 1, 1), 365, "MH"
TRADES = (BusinessCategory.SALON, BusinessCategory.RESTAURANT, BusinessCategory.GROCERY)
SHOP = "Asha"
RIVALS = ("Lakme", "Naturals", "Jawed Habib", "Haldiram", "DMart", "Reliance", "Big Bazaar")
MONDAY = date(2026, 11, 23)


def week(*off: str, opens: str = "10:00", closes: str = "20:30") -> OpeningHours:
    stretch = [{"open": opens, "close": closes}]
    return OpeningHours.from_dict({day: stretch for day in WEEKDAYS if day not in off})


HOURS = {
    BusinessCategory.SALON: week("tuesday"),
    BusinessCategory.RESTAURANT: week(opens="12:00", closes="23:30"),
    BusinessCategory.GROCERY: week("sunday", opens="07:00", closes="22:00"),
}
BARE = PostFacts(
    business_id=UUID(int=7),
    day=MONDAY,
    name=SHOP,
    category=BusinessCategory.OTHER,
    language=Language.ENGLISH,
)
FULL = replace(
    BARE,
    category=BusinessCategory.SALON,
    city="Pune",
    hours=HOURS[BusinessCategory.SALON],
    praised=(Topic.STAFF,),
)


@pytest.fixture(scope="module")
async def kept_days() -> Sequence[KeptDay]:
    last = FIRST + timedelta(days=DAYS + 7)
    found = await default_calendar().days(STATE, FIRST, last)
    festivals = [
        KeptDay(name=name.removesuffix(" (estimated)"), day=day.day, is_estimated="(est" in name)
        for day in found
        for name in day.names
    ]
    return [
        *festivals,
        *(
            KeptDay(name=one.name, day=one.first_day, is_estimated=one.is_estimated)
            for one in occasions_between(FIRST, last, STATE)
        ),
    ]


def year(
    trade: BusinessCategory, language: Language, kept_days: Sequence[KeptDay]
) -> list[tuple[date, WrittenPost]]:
    """Write each day's post, with those of the thirty days before it in mind."""
    posts: list[tuple[date, WrittenPost]] = []
    for count in range(DAYS):
        day = FIRST + timedelta(days=count)
        facts = replace(
            FULL,
            day=day,
            category=trade,
            language=language,
            hours=HOURS[trade],
            kept_days=[kept for kept in kept_days if 0 <= (kept.day - day).days <= 7],
        )
        earlier = [post.text for _, post in posts[-COMPARED_DAYS:]]
        post = written_post(facts, earlier)
        assert isinstance(post, WrittenPost), (day, post)
        posts.append((day, post))
    return posts


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("trade", TRADES)
def test_a_year_of_posts_repeats_nothing_and_claims_nothing(
    trade: BusinessCategory, language: Language, kept_days: Sequence[KeptDay]
) -> None:
    posts = year(trade, language, kept_days)
    rules = rules_on(Channel.GOOGLE, FIRST)
    for at, (day, post) in enumerate(posts):
        before = [other.text for _, other in posts[max(0, at - COMPARED_DAYS) : at]]
        nearest = max((similarity_ratio(post.text, text) for text in before), default=0.0)
        assert nearest < MOST_SIMILAR_RATIO, (day, post.text)
        assert refusals(post.text, Channel.GOOGLE, rules) == {}, post.text
        assert doubts(post.text) == [], post.text
        assert not re.search(r"₹|\bRs\b|\d+\s?%|#", post.text)
        assert not any(rival.casefold() in post.text.casefold() for rival in RIVALS)
        assert len(post.text) <= 300
        assert post.evidence
    assert len({post.text for _, post in posts}) > 250


@pytest.mark.parametrize("language", Language)
def test_a_post_is_in_the_language_of_the_shop(
    language: Language, kept_days: Sequence[KeptDay]
) -> None:
    posts = year(BusinessCategory.GROCERY, language, kept_days)[:90]
    told = [language_of(post.text) for _, post in posts]
    assert told.count(language) >= 0.97 * len(told)
    if language is not Language.HINDI:
        assert not any(is_devanagari(word) for _, p in posts for word in p.text.split())


def test_the_same_shop_and_day_give_the_same_post_and_another_shop_another() -> None:
    assert written_post(FULL, []) == written_post(FULL, [])
    others = [written_post(replace(FULL, business_id=UUID(int=at)), []) for at in range(8)]
    assert len({other.text for other in others if isinstance(other, WrittenPost)}) > 4


def test_nothing_true_to_say_is_not_said() -> None:
    assert written_post(BARE, []) == Unwritten(NOTHING_TO_SAY)
    days = [written_post(replace(BARE, day=MONDAY + timedelta(days=at)), []) for at in range(60)]
    assert set(days) == {Unwritten(NOTHING_TO_SAY)}


def test_a_trade_without_tips_still_tells_its_facts_now_and_then() -> None:
    shop = replace(FULL, category=BusinessCategory.CLOTHING)
    days = [written_post(replace(shop, day=MONDAY + timedelta(days=at)), []) for at in range(28)]
    told = [post for post in days if isinstance(post, WrittenPost)]
    assert len(told) == 4
    themes = {post.theme for post in told}
    assert themes <= {"open_on_sunday", "weekly_off", "praise", "at_home"}


def test_what_was_said_lately_gives_way_to_another_tip_or_to_silence() -> None:
    said: list[str] = []
    for _ in range(3):
        post = written_post(FULL, said)
        assert isinstance(post, WrittenPost)
        assert post.text not in said
        said.append(post.text)
    assert written_post(FULL, said) == Unwritten(SAID_LATELY)


def kept(name: str, after: int = 0, *, is_estimated: bool = False) -> list[KeptDay]:
    return [KeptDay(name=name, day=MONDAY + timedelta(days=after), is_estimated=is_estimated)]


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("Diwali (Deepavali)", Language.ENGLISH, "Happy Diwali!"),
        ("Diwali (Deepavali)", Language.HINDI, "दीपावली की शुभकामनाएँ!"),
        ("Diwali (Deepavali)", Language.HINGLISH, "Diwali ki shubhkamnayein!"),
        ("Christmas", Language.ENGLISH, "Merry Christmas!"),
        ("Id-ul-Fitr", Language.HINDI, "ईद मुबारक!"),
        ("New Year's Day", Language.HINDI, "नए साल की शुभकामनाएँ!"),
    ],
)
def test_a_kept_day_is_greeted_on(name: str, language: Language, said: str) -> None:
    post = written_post(replace(FULL, language=language, kept_days=kept(name)), [])
    assert isinstance(post, WrittenPost)
    assert post.text.startswith(said)
    assert f"calendar:{MONDAY}:{name}" in post.evidence


@pytest.mark.parametrize("name", ["Muharram", "Good Friday", "Salary week", "Board exams"])
def test_a_day_of_mourning_or_of_trade_alone_is_not_greeted_on(name: str) -> None:
    post = written_post(replace(FULL, kept_days=kept(name)), [])
    assert isinstance(post, WrittenPost)
    assert not post.theme.startswith("greeting")


def test_a_day_that_may_still_move_is_not_greeted_on() -> None:
    moving = kept("Id-ul-Fitr", is_estimated=True)
    post = written_post(replace(FULL, kept_days=moving), [])
    assert isinstance(post, WrittenPost)
    assert not post.theme.startswith("greeting")


@pytest.mark.parametrize("after", [4, 5, 6])
def test_what_families_prepare_for_is_announced_five_days_ahead(after: int) -> None:
    post = written_post(replace(FULL, kept_days=kept("Dussehra", after)), [])
    assert isinstance(post, WrittenPost)
    assert post.theme.startswith("ahead") is (after == 5)


@pytest.mark.parametrize(
    ("left", "said"), [(6, "29 November"), (2, "25 November"), (0, "Thali"), (4, None)]
)
def test_an_offer_of_the_owner_is_told_of_before_it_ends(left: int, said: str | None) -> None:
    offer = RunningOffer(
        title="Thali week", last_day=MONDAY + timedelta(days=left), evidence="post:1"
    )
    post = written_post(replace(FULL, offers=[offer]), [])
    assert isinstance(post, WrittenPost)
    assert (post.theme == "offer") is (said is not None)
    assert said is None or said in post.text


def test_praise_is_told_only_where_it_may_be() -> None:
    months = [MONDAY + timedelta(days=at) for at in range(84)]
    silent = replace(FULL, praised=())
    themes = [written_post(replace(silent, day=day), []) for day in months]
    assert all(isinstance(post, WrittenPost) and post.theme != "praise" for post in themes)


def test_on_a_day_off_nobody_is_asked_to_come() -> None:
    tuesday = replace(FULL, day=MONDAY + timedelta(days=1), praised=(), city=None)
    post = written_post(tuesday, [])
    assert isinstance(post, WrittenPost)
    assert "Wednesday" in post.text
