"""A pause holds back its channel, or all of them, until its end."""

from datetime import UTC, datetime, timedelta

import pytest

from local.pauses.domain.pause import Pause, PausedChannel, is_paused

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
GOOGLE, WHATSAPP, ALL = PausedChannel.GOOGLE, PausedChannel.WHATSAPP, PausedChannel.EVERYTHING


@pytest.mark.parametrize(
    ("channel", "until", "is_held"),
    [
        (WHATSAPP, None, True),
        (ALL, None, True),
        (GOOGLE, None, False),
        (WHATSAPP, NOW + timedelta(seconds=1), True),
        (WHATSAPP, NOW, False),
    ],
)
def test_what_is_held(channel: PausedChannel, until: datetime | None, *, is_held: bool) -> None:
    assert is_paused([Pause(channel=channel, until=until)], WHATSAPP, NOW) is is_held


def test_without_a_pause_nothing_is_held() -> None:
    assert not is_paused([], WHATSAPP, NOW)
