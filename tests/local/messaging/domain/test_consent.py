"""What was said last holds, and nobody who never said yes has said it."""

from datetime import UTC, datetime, timedelta

from local.messaging.domain.consent import Purpose, Said, standing

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def said(at: datetime, *, is_given: bool) -> Said:
    return Said(purpose=Purpose.OFFERS, is_given=is_given, at=at)


def test_nothing_said_is_no() -> None:
    assert standing([]) == {Purpose.REMINDERS: False, Purpose.OFFERS: False}


def test_the_last_word_holds_in_whatever_order_it_comes() -> None:
    yes, no = said(NOW, is_given=True), said(LATER, is_given=False)
    assert not standing([yes, no])[Purpose.OFFERS]
    assert not standing([no, yes])[Purpose.OFFERS]
    assert standing([no, said(LATER + timedelta(1), is_given=True)])[Purpose.OFFERS]


def test_of_one_moment_the_no_counts() -> None:
    both = [said(NOW, is_given=True), said(NOW, is_given=False)]
    assert not standing(both)[Purpose.OFFERS]
    assert not standing(both[::-1])[Purpose.OFFERS]
