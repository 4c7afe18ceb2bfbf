from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.execution.domain.review_turns import (
    SHORTEST_ROUND_MINUTES,
    is_its_turn,
    round_minutes,
)

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
QUERIES_PER_MINUTE = 300


@pytest.mark.parametrize(
    ("shops", "minutes"), [(0, 15), (1, 15), (2_250, 15), (2_251, 30), (10_000, 75)]
)
def test_a_round_is_a_quarter_of_an_hour_or_several(shops: int, minutes: int) -> None:
    assert round_minutes(shops) == minutes


@pytest.mark.parametrize("count", [100, 2_250, 10_000])
def test_no_minute_asks_for_more_than_google_allows_and_everybody_has_a_turn(count: int) -> None:
    shops = [UUID(int=number * 7919 + 1) for number in range(count)]
    turns: Counter[UUID] = Counter()
    for minute in range(round_minutes(count)):
        now = NOW + timedelta(minutes=minute)
        due = [shop for shop in shops if is_its_turn(shop, now, count)]
        assert len(due) <= QUERIES_PER_MINUTE * 0.7
        turns.update(due)
    assert set(turns.values()) == {1}
    assert len(turns) == count


@given(tenant_id=st.uuids(), shops=st.integers(1, 20_000), seconds=st.integers(0, 59))
def test_a_shop_keeps_its_minute(tenant_id: UUID, shops: int, seconds: int) -> None:
    again = NOW + timedelta(minutes=round_minutes(shops), seconds=seconds)
    assert is_its_turn(tenant_id, NOW, shops) is is_its_turn(tenant_id, again, shops)


def test_the_first_minute_of_a_quarter_is_not_everybodys() -> None:
    shops = [UUID(int=number) for number in range(1, 301)]
    due = [shop for shop in shops if is_its_turn(shop, NOW, len(shops))]
    assert 0 < len(due) < len(shops) / SHORTEST_ROUND_MINUTES * 3
