"""What do the shop's own reviews suggest that it could do?

A topic is to be mended where surely more blame it than praise it, and to be told where surely four
in five praise it: by the 95 % interval of Wilson. Its near end is the confidence.
"""

from collections.abc import Iterator

from local.intelligence.domain.figures import number
from local.intelligence.domain.opportunity import Candidate, impact_of
from local.places.domain.level import Level
from local.reviews.domain.findings import ReviewFindings
from local.reviews.domain.summary import TopicSummary
from local.reviews.domain.topics import Topic
from shared.evidence import Basis, Figure

METHOD = "heed_reviews@1"
MIN_OPINIONS = 5
MIN_OPINIONS_TO_TELL = 10
MOST_BLAME_SHARE = 0.5
PRAISE_SHARE = 0.8
MOST_TO_MEND = 3
MOST_TO_TELL = 2
MIN_CONFLICTS = 3
# Of the conflicts that were found in 5,001 reviews, at least half are real: the lower end of the
# interval that docs/methods/sentiment.md states.
CONFLICT_CONFIDENCE = 0.5
_MEND = {
    Topic.AMBIENCE: "Sit where customers sit: listen, look at the light, and change one thing.",
    Topic.BOOKING: "Book with your own shop as a customer would, and mend what fails.",
    Topic.CLEANLINESS: "Write a cleaning round with times, and sign it off each day.",
    Topic.DELIVERY: "Order from yourself, and look at what arrives, how and when.",
    Topic.DRINKS: "Taste what was blamed, beside what you mean to serve.",
    Topic.EQUIPMENT: "List what is worn or out of order, and repair it in the order of use.",
    Topic.FOOD: "Find the dishes that are blamed; taste, mend or drop them.",
    Topic.HAIR: "Agree with each customer on the result before you begin; look at what went wrong.",
    Topic.LOCATION: "State a landmark and a map pin wherever you are listed.",
    Topic.PARKING: "Say where one can park, wherever you are listed and when one books.",
    Topic.PORTION: "Weigh what you serve, and state the size on the menu.",
    Topic.PRICE: "State prices before the sale; see which one surprises people.",
    Topic.PRODUCT: "Find the product that is blamed; ask its maker, or drop it.",
    Topic.RETURNS: "Hang up a rule for returns in plain words, and keep it.",
    Topic.SERVICE: "Read the blame with the team, and agree on one thing to do differently.",
    Topic.SKIN: "Ask about allergies and wishes before you begin; look at what went wrong.",
    Topic.STAFF: "Speak to each of the team alone about what customers write.",
    Topic.TREATMENT: "Explain each step before it; ask after it how it went.",
    Topic.VARIETY: "Note for two weeks what people ask for in vain.",
    Topic.WAIT: "Note for a week when people wait; add a hand or take bookings at these hours.",
}


def review_candidates(findings: ReviewFindings) -> Iterator[Candidate]:
    """Yield what follows from the reviews; nothing where these are too few."""
    to_mend = [topic for topic in findings.topics if _is_blamed(topic.share_positive)]
    to_mend.sort(key=lambda topic: -_blaming(topic))
    yield from (_mend(topic, findings) for topic in to_mend[:MOST_TO_MEND])
    to_tell = [topic for topic in findings.topics if _is_praised(topic.share_positive)]
    yield from (_tell(topic) for topic in to_tell[:MOST_TO_TELL])
    if number(findings.conflict_count) >= MIN_CONFLICTS:
        yield _read_by_hand(findings.conflict_count)


def _is_blamed(praise: Figure) -> bool:
    return (
        (praise.n or 0) >= MIN_OPINIONS
        and praise.high is not None
        and praise.high < MOST_BLAME_SHARE
    )


def _is_praised(praise: Figure) -> bool:
    return (praise.n or 0) >= MIN_OPINIONS_TO_TELL and (praise.low or 0.0) > PRAISE_SHARE


def _blaming(topic: TopicSummary) -> float:
    """Return how many reviews blame the topic."""
    praise = topic.share_positive
    return round((praise.n or 0) * (1 - number(praise)))


def _mend(topic: TopicSummary, findings: ReviewFindings) -> Candidate:
    praise, blaming = topic.share_positive, _blaming(topic)
    return Candidate(
        key=f"reviews:mend:{topic.topic}",
        title=f"Mend what reviews blame: {topic.topic}",
        why=f"{blaming:.0f} of {praise.n} reviews with an opinion on it blame it.",
        how=_MEND[topic.topic],
        impact=impact_of(blaming, number(findings.review_count)),
        confidence_ratio=1.0 - (praise.high or 0.0),
        effort=Level.MEDIUM,
        basis=Basis.MODELLED,
        method=METHOD,
        evidence=praise.evidence,
        counted=(topic.mentions, praise),
    )


def _tell(topic: TopicSummary) -> Candidate:
    praise = topic.share_positive
    return Candidate(
        key=f"reviews:tell:{topic.topic}",
        title=f"Say in the profile what reviews praise: {topic.topic}",
        why=f"{number(praise):.0%} of {praise.n} reviews with an opinion on it praise it.",
        how="Put it into the first sentence of your profile, in your customers' own words.",
        impact=Level.LOW,
        confidence_ratio=praise.low or 0.0,
        effort=Level.LOW,
        basis=Basis.MODELLED,
        method=METHOD,
        evidence=praise.evidence,
        counted=(topic.mentions, praise),
    )


def _read_by_hand(conflicts: Figure) -> Candidate:
    return Candidate(
        key="reviews:conflicts",
        title="Read the reviews whose words contradict their stars",
        why=f"In {conflicts.value} of {conflicts.n} reviews the words are all on the other side.",
        how="GET /api/v2/local/reviews/summary lists them; read each, and answer what it says.",
        impact=Level.LOW,
        confidence_ratio=CONFLICT_CONFIDENCE,
        effort=Level.LOW,
        basis=Basis.MODELLED,
        method=METHOD,
        evidence=conflicts.evidence,
        counted=(conflicts,),
    )
