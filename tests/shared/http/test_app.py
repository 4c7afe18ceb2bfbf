import asyncio

from shared.http.app import ended


async def test_a_task_that_swallows_its_cancellation_is_cancelled_again() -> None:
    refusals = 0

    async def stubborn() -> None:
        nonlocal refusals
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                if refusals == 2:
                    raise
                refusals += 1

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    await ended([task])
    assert task.cancelled()


async def test_a_task_that_has_failed_does_not_stop_the_others_from_ending() -> None:
    async def failing() -> None:
        message = "long ago"
        raise RuntimeError(message)

    async def waiting() -> None:
        await asyncio.Event().wait()

    tasks = [asyncio.create_task(failing()), asyncio.create_task(waiting())]
    await asyncio.sleep(0)
    await ended(tasks)
    assert all(task.done() for task in tasks)
    assert isinstance(tasks[0].exception(), RuntimeError)


async def test_nothing_to_end_is_at_its_end() -> None:
    await ended([])
