import pytest

from local.businesses.domain.category import BusinessCategory
from local.reviews.domain.sentiment import Sentiment, read
from local.reviews.domain.topics import Topic, topics

POSITIVE, NEGATIVE = Sentiment.POSITIVE, Sentiment.NEGATIVE


@pytest.mark.parametrize(
    ("trade", "text", "expected"),
    [
        (
            BusinessCategory.RESTAURANT,
            "Great biryani, slow service",
            {Topic.FOOD: POSITIVE, Topic.SERVICE: NEGATIVE, Topic.WAIT: NEGATIVE},
        ),
        (
            BusinessCategory.SALON,
            "Haircut accha tha lekin bahut mehenga",
            {Topic.HAIR: POSITIVE, Topic.PRICE: NEGATIVE},
        ),
        (BusinessCategory.CLINIC, "डॉक्टर बहुत अच्छे हैं", {Topic.TREATMENT: POSITIVE}),
        (BusinessCategory.GROCERY, "They refunded me", {Topic.RETURNS: None}),
        (BusinessCategory.GYM, "machines are broken", {Topic.EQUIPMENT: NEGATIVE}),
        (BusinessCategory.SALON, "the biryani was cold", {}),
        (BusinessCategory.OTHER, "parking", {Topic.PARKING: None}),
        # What is said twice and cuts both ways is mentioned, and no more.
        (BusinessCategory.CAFE, "good coffee. bad coffee.", {Topic.DRINKS: None}),
    ],
)
def test_a_topic_takes_the_opinion_of_its_clause(
    trade: BusinessCategory, text: str, expected: dict[Topic, Sentiment | None]
) -> None:
    assert topics(read(text), trade) == expected


@pytest.mark.parametrize("trade", BusinessCategory)
def test_every_trade_has_topics(trade: BusinessCategory) -> None:
    assert topics(read("good service"), trade) == {Topic.SERVICE: POSITIVE}
