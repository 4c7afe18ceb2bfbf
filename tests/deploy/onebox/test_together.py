import asyncio

import pytest

from onebox.together import together


async def test_the_first_failure_is_told_after_the_others_tidied_up() -> None:
    tidy: list[str] = []

    async def fails() -> None:
        raise LookupError("no key")

    async def works() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            tidy.append("done")

    with pytest.raises(LookupError, match="no key"):
        await together(works(), fails(), works())
    assert tidy == ["done", "done"]


async def test_all_steps_are_done() -> None:
    done: list[int] = []

    async def step(number: int) -> None:
        await asyncio.sleep(0)
        done.append(number)

    await together(step(1), step(2))
    assert sorted(done) == [1, 2]
