"""Is a review praise, blame or neither? Its words decide, stars tip the balance, doubt abstains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from local.reviews.domain.clauses import Clause, clauses
from local.reviews.domain.function_words import NEGATORS, QUESTIONS_AND_REQUESTS
from local.reviews.domain.opinion import Opinion, opinions

METHOD = "review_sentiment@1"
CLEAR = 0.45
SUFFICIENT = 1.0
EVEN = 0.2
DAMPING, DAMPING_OF_QUESTIONS = 1.0, 3.0
SHORT_QUESTION_WORDS, SHORT_FACT_WORDS = 10, 30
STAR_WEIGHT = 1.0
GOOD_STARS, BAD_STARS = 4.0, 2.0
MIDDLE_STARS, STARS_PER_STEP = 3.0, 2.0


class Sentiment(StrEnum):
    """What a review says of the business."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A sentiment, None where the method abstains; `balance` is from -1 to 1."""

    sentiment: Sentiment | None
    balance: float
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a text say, clause by clause."""

    clauses: Sequence[Clause]
    opinions: Sequence[Sequence[Opinion]]


def read(text: str) -> Reading:
    """Return the clauses of a text with their opinions."""
    found = clauses(text)
    return Reading(found, [list(opinions(clause.words)) for clause in found])


def judged(reading: Reading, text: str, stars: float | None = None) -> Judgement:
    """Return the sentiment of a reading; stars from 0.5 to 5 are a prior, not a verdict."""
    praise, blame, middling = _sums(reading)
    if not praise and not blame and not middling:
        return _of_no_opinion(reading, text, stars)
    prior = 0.0 if stars is None else STAR_WEIGHT * (stars - MIDDLE_STARS) / STARS_PER_STEP
    praise, blame = praise + max(prior, 0), blame + max(-prior, 0)
    damping = DAMPING_OF_QUESTIONS if _asks(reading, text) else DAMPING
    balance = (praise - blame) / (praise + blame + middling + damping)
    return Judgement(_verdict(balance, praise, blame, middling), balance, _phrases(reading))


def _verdict(balance: float, praise: float, blame: float, middling: float) -> Sentiment | None:
    if praise + blame + middling < SUFFICIENT:
        return None
    if balance >= CLEAR:
        return Sentiment.POSITIVE
    if balance <= -CLEAR:
        return Sentiment.NEGATIVE
    return Sentiment.NEUTRAL if middling and abs(balance) <= EVEN else None


def _of_no_opinion(reading: Reading, text: str, stars: float | None) -> Judgement:
    """Let the stars speak where no word does; a short question or bare fact takes no side."""
    if stars is not None:
        return Judgement(of_stars(stars), 0.0, ())
    words = [word for clause in reading.clauses for word in clause.words]
    states_a_number = len(words) <= SHORT_FACT_WORDS and any(word.isdigit() for word in words)
    takes_no_side = NEGATORS.isdisjoint(words) and (states_a_number or _asks(reading, text))
    return Judgement(Sentiment.NEUTRAL if takes_no_side else None, 0.0, ())


def of_stars(stars: float) -> Sentiment:
    """Return what stars say by themselves: 4 and more praise, 2 and less blame."""
    if stars >= GOOD_STARS:
        return Sentiment.POSITIVE
    return Sentiment.NEGATIVE if stars <= BAD_STARS else Sentiment.NEUTRAL


def _asks(reading: Reading, text: str) -> bool:
    """Say whether a short text is a question or a request."""
    words = [word for clause in reading.clauses for word in clause.words]
    asks = "?" in text or not QUESTIONS_AND_REQUESTS.isdisjoint(words)
    return asks and len(words) <= SHORT_QUESTION_WORDS


def _sums(reading: Reading) -> tuple[float, float, float]:
    weights = list(_weights(reading))
    praise = sum(weight for weight, _ in weights if weight > 0)
    blame = sum(-weight for weight, _ in weights if weight < 0)
    return praise, blame, float(sum(is_middling for _, is_middling in weights))


def _weights(reading: Reading) -> Iterator[tuple[float, bool]]:
    for clause, found in zip(reading.clauses, reading.opinions, strict=True):
        for opinion in found:
            yield opinion.weight * clause.weight, opinion.is_middling


def _phrases(reading: Reading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(o.phrase for found in reading.opinions for o in found))
