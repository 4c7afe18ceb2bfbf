"""What does a shop post today? One thing that is true, told in its language, and nothing twice.

What is told hangs on the business and the day alone: written again, a post is the same. A day that
is kept comes first, then what runs out, then a fact of the week, then the trade's tips in a round
of the shop's own. Where nothing of it is true, or all was said lately, there is no post.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import islice

from local.businesses.domain.opening_hours import Opening
from local.execution.domain.post_channel import Channel, rules_on
from local.execution.domain.post_facts import PostFacts
from local.execution.domain.post_greetings import greeting, prepared_for
from local.execution.domain.post_hours import hours_told, time_told
from local.execution.domain.post_linter import doubts, refusals
from local.execution.domain.post_words import PostWords
from local.execution.domain.post_words_english import ENGLISH
from local.execution.domain.post_words_hindi import HINDI
from local.execution.domain.post_words_hinglish import HINGLISH
from local.execution.domain.reply_language import Language
from local.execution.domain.reply_similarity import MOST_SIMILAR_RATIO, Earlier

METHOD = "post_writer@1"
COMPARED_DAYS = 30
NOTHING_TO_SAY, SAID_LATELY = "nothing_to_say", "said_lately"
_AHEAD_DAYS = 5
_OFFER_TOLD_DAYS = (0, 2, 6)
_OTHERS_TRIED = 3
_HOURS_EVERY_DAYS = 3
_SUNDAY, _SATURDAY, _WEEK = 6, 5, 7
_LATE_MINUTE, _EARLY_MINUTE, _DAY_MINUTES = 21 * 60 + 30, 7 * 60 + 30, 24 * 60
_WORDS: Mapping[Language, PostWords] = {
    Language.ENGLISH: ENGLISH,
    Language.HINDI: HINDI,
    Language.HINGLISH: HINGLISH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPost:
    """A post, what it is about, and the facts that it tells."""

    text: str
    theme: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unwritten:
    """There is no post today."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Core:
    theme: str
    text: str
    tells_hours: bool = False
    evidence: tuple[str, ...] = ()


def written_post(facts: PostFacts, earlier: Sequence[str]) -> WrittenPost | Unwritten:
    """Return today's post; `earlier` is what the shop posted within thirty days."""
    recent, rules, is_tried = Earlier(earlier), rules_on(Channel.GOOGLE, facts.day), False
    for core in _cores(facts, _WORDS[facts.language]):
        is_tried = True
        text, hours = _with_closing(core, facts)
        is_sound = not refusals(text, Channel.GOOGLE, rules) and not doubts(text)
        if is_sound and recent.most_similar_ratio(text) < MOST_SIMILAR_RATIO:
            return WrittenPost(text=text, theme=core.theme, evidence=(*core.evidence, *hours))
    return Unwritten(SAID_LATELY if is_tried else NOTHING_TO_SAY)


def _cores(facts: PostFacts, words: PostWords) -> Iterator[_Core]:
    yield from _greetings(facts, words)
    yield from _preparations(facts, words)
    yield from _offers(facts, words)
    yield from _notes_of_the_week(facts, words)
    yield from _tips(facts, words)


def _greetings(facts: PostFacts, words: PostWords) -> Iterator[_Core]:
    """Yield greetings of today; a day that may still move is not greeted on by itself."""
    for kept in facts.kept_days:
        said = greeting(kept.name, facts.language)
        if said and kept.day == facts.day and not kept.is_estimated:
            yield _Core(
                theme=f"greeting:{kept.name}",
                text=f"{said} {_pick(facts, 'wish', words.wishes)}",
                evidence=(f"calendar:{kept.day}:{kept.name}",),
            )


def _preparations(facts: PostFacts, words: PostWords) -> Iterator[_Core]:
    advice = words.get_ready.get(facts.category)
    for kept in facts.kept_days:
        name, days = prepared_for(kept.name, facts.language), (kept.day - facts.day).days
        if advice and name and days == _AHEAD_DAYS and not kept.is_estimated:
            said = _pick(facts, "ahead", words.ahead).format(days=days, festival=name)
            yield _Core(
                theme=f"ahead:{kept.name}",
                text=f"{said} {advice}",
                evidence=(f"calendar:{kept.day}:{kept.name}",),
            )


def _offers(facts: PostFacts, words: PostWords) -> Iterator[_Core]:
    for offer in facts.offers:
        left = (offer.last_day - facts.day).days
        if left in _OFFER_TOLD_DAYS:
            said = _pick(facts, "offer", words.offer if left else words.offer_ends_today)
            day = f"{offer.last_day.day} {words.months[offer.last_day.month - 1]}"
            text = said.format(title=offer.title, day=day)
            yield _Core(theme="offer", text=text, evidence=(offer.evidence,))


def _notes_of_the_week(facts: PostFacts, words: PostWords) -> Iterator[_Core]:
    """Yield at most one fact of the shop a week, each of them once in so many weeks."""
    notes = [*_hours_notes(facts, words), *_other_notes(facts, words)]
    if notes:
        weekday, core = notes[_week(facts) % len(notes)]
        if weekday == facts.day.weekday():
            yield core


def _hours_notes(facts: PostFacts, words: PostWords) -> Iterator[tuple[int, _Core]]:
    """Yield what the week's hours tell, each with the weekday on which it is of use."""
    if facts.hours is None:
        return
    week = facts.hours.days
    off = [weekday for weekday, openings in enumerate(week) if not openings]
    if week[_SUNDAY]:
        hours = hours_told(week[_SUNDAY], facts.language)
        said = _pick(facts, "sunday", words.open_on_sunday).format(hours=hours)
        yield _SATURDAY, _hours_note("open_on_sunday", said)
    if len(off) == 1:
        said = _pick(facts, "off", words.weekly_off).format(weekday=words.weekdays[off[0]])
        yield (off[0] - 1) % _WEEK, _hours_note("weekly_off", said)
    for name, weekday, time in _long_days(week):
        said = _pick(facts, name, words.open_late if name == "open_late" else words.open_early)
        yield weekday, _hours_note(name, said.format(time=time_told(time, facts.language)))


def _hours_note(theme: str, text: str) -> _Core:
    return _Core(theme=theme, text=text, tells_hours=True, evidence=("business:opening_hours",))


def _long_days(week: Sequence[Sequence[Opening]]) -> Iterator[tuple[str, int, str]]:
    """Yield the first weekday on which the shop closes late, and on which it opens early."""
    open_days = [(weekday, openings) for weekday, openings in enumerate(week) if openings]
    late = ((day, it[-1]) for day, it in open_days if _closes_late(it[-1]))
    early = ((day, it[0]) for day, it in open_days if 0 < it[0].opens_minute <= _EARLY_MINUTE)
    for weekday, opening in islice(late, 1):
        yield "open_late", weekday, opening.close
    for weekday, opening in islice(early, 1):
        yield "open_early", weekday, opening.open


def _closes_late(opening: Opening) -> bool:
    closes = opening.opens_minute + opening.minutes
    return closes >= _LATE_MINUTE and opening.minutes < _DAY_MINUTES


def _other_notes(facts: PostFacts, words: PostWords) -> Iterator[tuple[int, _Core]]:
    for topic in facts.praised:
        if topic in words.topics:
            said = _pick(facts, "praise", words.praised).format(topic=words.topics[topic])
            yield 3, _Core(theme="praise", text=said, evidence=(f"reviews:{topic}:praise",))
    if facts.city:
        said = _pick(facts, "city", words.at_home).format(city=facts.city)
        yield 4, _Core(theme="at_home", text=said, evidence=("business:city",))


def _tips(facts: PostFacts, words: PostWords) -> Iterator[_Core]:
    """Yield the day's tip of a round in the shop's own order, and a few that come later in it."""
    tips = words.tips.get(facts.category, ())
    order = sorted(range(len(tips)), key=lambda at: _draw(facts, f"tip:{at}"))
    for turn in range(min(_OTHERS_TRIED, len(tips))):
        at = order[(facts.day.toordinal() + turn * (len(tips) // _OTHERS_TRIED)) % len(tips)]
        yield _Core(theme=f"tip:{at}", text=tips[at], evidence=(f"{METHOD}:{facts.category}",))


def _with_closing(core: _Core, facts: PostFacts) -> tuple[str, tuple[str, ...]]:
    """Return a post with its last sentence, and the evidence of that."""
    words, week = _WORDS[facts.language], facts.hours.days if facts.hours else ()
    today = week[facts.day.weekday()] if week else ()
    back = _next_open(week, facts.day)
    name, weekday, openings = facts.name, "", today
    if back is None or core.tells_hours or (today and not _is_time_for_hours(facts)):
        return f"{core.text} {_in_turn(facts, words.closings).format(name=name)}", ()
    closings = words.closings_open
    if not today:
        closings, weekday, openings = words.closings_closed, words.weekdays[back], week[back]
    hours = hours_told(openings, facts.language)
    closing = _in_turn(facts, closings).format(name=name, hours=hours, weekday=weekday)
    return f"{core.text} {closing}", ("business:opening_hours",)


def _is_time_for_hours(facts: PostFacts) -> bool:
    return (facts.day.toordinal() + _draw(facts, "hours")[0]) % _HOURS_EVERY_DAYS == 0


def _next_open(week: Sequence[Sequence[Opening]], day: date) -> int | None:
    """Return the next weekday that is open, None where none is, or nothing is known."""
    coming = ((day + timedelta(days=count)).weekday() for count in range(1, _WEEK + 1))
    return next((weekday for weekday in coming if week and week[weekday]), None)


def _in_turn(facts: PostFacts, parts: Sequence[str]) -> str:
    """Return one after another, so that neighbours differ; the shop decides where to begin."""
    # A step more each week, so that a weekday does not keep its sentence.
    return parts[(facts.day.toordinal() + _week(facts) + _draw(facts, "closing")[0]) % len(parts)]


def _pick(facts: PostFacts, what: str, parts: Sequence[str]) -> str:
    """Return one that hangs on the shop and the month."""
    return parts[(_week(facts) // 4 + _draw(facts, what)[0]) % len(parts)]


def _week(facts: PostFacts) -> int:
    return facts.day.toordinal() // _WEEK


def _draw(facts: PostFacts, what: str) -> bytes:
    return sha256(f"{METHOD}|{facts.business_id}|{what}".encode()).digest()
