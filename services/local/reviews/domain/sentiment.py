"""Is a review praise, blame or neither? Words decide, stars weigh in, doubt abstains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from local.reviews.domain.clauses import Clause, clauses
from local.reviews.domain.function_words import NEGATORS, QUESTIONS_AND_REQUESTS
from local.reviews.domain.opinion import Opinion, opinions

METHOD = "review_sentiment@1"
CLEAR = 0.45
SUFFICIENT = 1.0
ONE_SIDED = 0.5
EVEN = 0.2
DAMPING, DAMPING_OF_QUESTIONS = 0.6, 3.0
WORDS_PER_DAMPING, MANY_WORDS = 40, 60
SHORT_QUESTION_WORDS, SHORT_FACT_WORDS = 10, 30
GOOD_STARS, BAD_STARS = 4.0, 2.0
MIDDLE_STARS, STARS_PER_STEP = 3.0, 2.0


class Sentiment(StrEnum):
    """What a review says of the business."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A sentiment, None where the method abstains, and the phrases that it rests on.

    `is_one_sided`: nothing in the text speaks for the other side, not even a "but".
    """

    sentiment: Sentiment | None
    phrases: tuple[str, ...]
    is_one_sided: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a text say, clause by clause, and whether it is a short question."""

    clauses: Sequence[Clause]
    opinions: Sequence[Sequence[Opinion]]
    asks: bool

    @property
    def words(self) -> Sequence[str]:
        """Return every plain word."""
        return [word for clause in self.clauses for word in clause.words]


def read(text: str) -> Reading:
    """Return the clauses of a text with their opinions."""
    found = clauses(text)
    words = [word for clause in found for word in clause.words]
    asks = "?" in text or not QUESTIONS_AND_REQUESTS.isdisjoint(words)
    said = [list(opinions(clause.words)) for clause in found]
    return Reading(found, said, asks and len(words) <= SHORT_QUESTION_WORDS)


def judged(reading: Reading, stars: float | None = None) -> Judgement:
    """Return the sentiment: words decide, stars (0.5 to 5) weigh in, and decide where words do not.

    Without stars, doubt abstains.
    """
    praise, blame, middling = _sums(reading)
    prior = 0.0 if stars is None else (stars - MIDDLE_STARS) / STARS_PER_STEP
    balance = _balance(reading, praise + max(prior, 0), blame + max(-prior, 0), middling)
    return Judgement(
        _side(balance) or (_middle(reading, balance) if stars is None else of_stars(stars)),
        tuple(dict.fromkeys(opinion.phrase for said in reading.opinions for opinion in said)),
        _is_one_sided(reading, praise, blame, middling),
    )


def _balance(reading: Reading, praise: float, blame: float, middling: float) -> float:
    """Return from -1 to 1 what outweighs; 0 where there is too little to weigh."""
    weight = praise + blame + middling
    return (praise - blame) / (weight + _damping(reading)) if weight >= SUFFICIENT else 0.0


def _damping(reading: Reading) -> float:
    """Return what opinions are measured against: one word decides a short text, not a long one."""
    if reading.asks:
        return DAMPING_OF_QUESTIONS
    return DAMPING + min(len(reading.words), MANY_WORDS) / WORDS_PER_DAMPING


def _side(balance: float) -> Sentiment | None:
    if abs(balance) < CLEAR:
        return None
    return Sentiment.POSITIVE if balance > 0 else Sentiment.NEGATIVE


def _middle(reading: Reading, balance: float) -> Sentiment | None:
    """Return neutral for so-so words in balance, and for a bare question or fact."""
    said = [opinion for found in reading.opinions for opinion in found]
    if said:
        is_so_so = abs(balance) <= EVEN and any(opinion.is_middling for opinion in said)
        return Sentiment.NEUTRAL if is_so_so else None
    words = reading.words
    states_a_number = len(words) <= SHORT_FACT_WORDS and any(word.isdigit() for word in words)
    takes_no_side = NEGATORS.isdisjoint(words) and (states_a_number or reading.asks)
    return Sentiment.NEUTRAL if takes_no_side else None


def _is_one_sided(reading: Reading, praise: float, blame: float, middling: float) -> bool:
    if min(praise, blame) or middling or any(clause.weight != 1 for clause in reading.clauses):
        return False
    return max(praise, blame) >= ONE_SIDED * (max(praise, blame) + _damping(reading))


def of_stars(stars: float | None) -> Sentiment | None:
    """Return what stars say by themselves: 4 and more praise, 2 and less blame."""
    if stars is None:
        return None
    if stars >= GOOD_STARS:
        return Sentiment.POSITIVE
    return Sentiment.NEGATIVE if stars <= BAD_STARS else Sentiment.NEUTRAL


def _sums(reading: Reading) -> tuple[float, float, float]:
    weights = list(_weights(reading))
    praise = sum(weight for weight, _ in weights if weight > 0)
    blame = sum(-weight for weight, _ in weights if weight < 0)
    return praise, blame, float(sum(is_middling for _, is_middling in weights))


def _weights(reading: Reading) -> Iterator[tuple[float, bool]]:
    for clause, found in zip(reading.clauses, reading.opinions, strict=True):
        for opinion in found:
            yield opinion.weight * clause.weight, opinion.is_middling
