import asyncio

from onebox.announcements import Announcements


async def test_a_listener_hears_what_was_said_before_and_after_it_came() -> None:
    said = Announcements()
    said.say("before")
    heard: list[str] = []

    async def listen() -> None:
        async for line in said.listen():
            heard.append(line)  # noqa: PERF401 - the list is watched while it grows

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0)
    said.say("after")
    said.close()
    await listening
    assert heard == ["before", "after"]


async def test_a_late_listener_hears_only_what_comes() -> None:
    said = Announcements()
    said.say("before")
    position = said.count
    said.say("after")
    said.close()
    assert [line async for line in said.listen(position)] == ["after"]


async def test_only_the_newest_lines_are_kept() -> None:
    said = Announcements(kept_lines=3)
    for number in range(10):
        said.say(str(number))
    said.close()
    assert said.count == 10
    assert [line async for line in said.listen()] == ["7", "8", "9"]
    assert [line async for line in said.listen(9)] == ["9"]
