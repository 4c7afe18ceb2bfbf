"""May a review be answered by itself, or does a person look first?

Only praise is answered by itself: four stars and more, and no word against it. Whoever is unhappy,
or whose words and stars disagree, is answered by the owner.
"""

from dataclasses import dataclass
from enum import StrEnum

from local.reviews.domain.judged_review import JudgedReview
from local.reviews.domain.sentiment import GOOD_STARS, Sentiment

METHOD = "reply_routing@1"


class Route(StrEnum):
    """Who decides about the reply."""

    AUTOMATIC = "automatic"
    PERSON = "person"


class RouteReason(StrEnum):
    """Why it is decided there."""

    PRAISE = "praise"
    UNRATED = "unrated"
    BELOW_FOUR_STARS = "below_four_stars"
    WORDS_AGAINST_STARS = "words_against_stars"
    NOTHING_TO_ANSWER_TO = "nothing_to_answer_to"


@dataclass(frozen=True, slots=True)
class Routing:
    """Who decides, and why."""

    route: Route
    reason: RouteReason


def routing(judged: JudgedReview, *, has_reserve: bool) -> Routing:
    """Return who decides; `has_reserve` tells that the review's words hold something back.

    A single word is enough: "great food, rude waiter" under five stars is no praise
    that a machine should thank for.
    """
    if judged.stars is None:
        return Routing(Route.PERSON, RouteReason.UNRATED)
    if judged.stars < GOOD_STARS:
        return Routing(Route.PERSON, RouteReason.BELOW_FOUR_STARS)
    if judged.by_text is not None:
        if has_reserve or judged.by_text.sentiment is Sentiment.NEGATIVE:
            return Routing(Route.PERSON, RouteReason.WORDS_AGAINST_STARS)
        if judged.by_text.sentiment is not Sentiment.POSITIVE:
            return Routing(Route.PERSON, RouteReason.NOTHING_TO_ANSWER_TO)
    return Routing(Route.AUTOMATIC, RouteReason.PRAISE)
