"""What may happen to a request that a vendor of Meta's was sent."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from local.connectors.graph.held_answers import refused
from local.connectors.twin import GARBLED, Answers, Fault, Hangs, HangsUp
from shared.connectors.calls import Done, Outcome
from shared.connectors.exchange import VendorAnswer
from tests.local.connectors.desk import Desk, ShopTwin


def says(
    code: int, subcode: int | None = None, status: int = 400, *, is_after_effect: bool = False
) -> Answers:
    """Return a refusal of these codes."""
    answer = refused(code, "said Meta", subcode, status)
    return Answers(answer=answer, is_after_effect=is_after_effect)


_BAD_GATEWAY = VendorAnswer(502, {}, b"<html>")
AFTER_EFFECT: list[Fault] = [
    HangsUp(is_after_effect=True),
    Hangs(seconds=60),
    GARBLED,
    Answers(answer=_BAD_GATEWAY, is_after_effect=True),
    Answers(answer=VendorAnswer(200, {}, b"{}"), is_after_effect=True),
    says(1, status=500, is_after_effect=True),
    says(2, status=500, is_after_effect=True),
    says(2, is_after_effect=True),
]
BEFORE_EFFECT: list[Fault] = [
    HangsUp(is_after_effect=False),
    Answers(answer=_BAD_GATEWAY),
    says(1, status=500),
    says(2),
]
REFUSED_FOR_NOW: list[Fault] = [says(4, status=403), says(17), says(32), says(613), says(80001)]
EVERYTHING = [*AFTER_EFFECT, *BEFORE_EFFECT, *REFUSED_FOR_NOW, *[None] * 12]
_MOST_ATTEMPTS = 100
_PAUSES_SECONDS = (1, 61, 600)


class Story:
    """What befalls a wish until it is done, the same for each seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)

    async def attempts(
        self, desk: Desk[ShopTwin], capability: str, wish: Any, key: str
    ) -> AsyncIterator[Outcome]:
        """Try again and again, whatever happens, until it is done."""
        for _ in range(_MOST_ATTEMPTS):
            desk.twin.fail_with(*self._dice.choices(EVERYTHING, k=2))
            outcome = await desk.run(capability, wish, key)
            yield outcome
            if isinstance(outcome, Done):
                return
            desk.clock.at += timedelta(seconds=self._dice.choice(_PAUSES_SECONDS))
        message = f"{key} was never done"
        raise AssertionError(message)

    async def end(self, desk: Desk[ShopTwin], capability: str, wish: Any, key: str) -> Done:
        """Return what it was when it was done."""
        *_, outcome = [outcome async for outcome in self.attempts(desk, capability, wish, key)]
        assert isinstance(outcome, Done)
        return outcome
