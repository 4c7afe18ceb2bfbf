"""A message's state only ever goes forward, whatever is told and in whatever order."""

from itertools import permutations

import pytest

from local.messaging.domain.message_state import MessageState, after_status

WORDS = ("sent", "delivered", "read", "failed", "played", "bounced")


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
def test_every_order_ends_at_read(order: tuple[str, ...]) -> None:
    state = MessageState.ACCEPTED
    for word in order:
        state = after_status(state, word)
    assert state is MessageState.READ


@pytest.mark.parametrize(
    ("before", "word", "after"),
    [
        (MessageState.UNCONFIRMED, "delivered", MessageState.DELIVERED),
        (MessageState.SENDING, "sent", MessageState.SENT),
        (MessageState.SENT, "failed", MessageState.FAILED),
        (MessageState.DELIVERED, "failed", MessageState.DELIVERED),
        (MessageState.ACCEPTED, "played", MessageState.READ),
        (MessageState.ACCEPTED, "bounced", MessageState.ACCEPTED),
        (MessageState.CANCELLED, "delivered", MessageState.CANCELLED),
    ],
)
def test_steps(before: MessageState, word: str, after: MessageState) -> None:
    assert after_status(before, word) is after
