import asyncio
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.connectors.calls import Done, Failed, FailureKind, Preview
from shared.connectors.connector import Draw
from tests.shared.connectors.conftest import Desk, MakeDesk
from tests.shared.connectors.post_office import (
    CrashError,
    Fault,
    Letter,
    PostOffice,
    answer,
)

OFFICE = PostOffice()
MINUTES = timedelta(minutes=2)


async def run(desk: Desk, capability: str = "letter.post", key: str = "k1") -> object:
    return await desk.runner.run(desk.tenant_id, OFFICE, desk.call(capability, key))


def failure(outcome: object) -> Failed:
    assert isinstance(outcome, Failed), outcome
    return outcome


async def test_a_call_is_sent_once_however_often_it_is_wanted(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    assert await run(desk) == Done(data={"id": "L1"}, remote_id="L1")
    assert await run(desk) == Done(data={"id": "L1"}, remote_id="L1", is_replayed=True)
    assert len(desk.twin.letters) == 1


async def test_two_wishes_have_two_keys(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    await run(desk, key="a")
    await run(desk, key="b")
    assert len(desk.twin.letters) == 2


async def test_another_wish_under_the_same_key_is_refused(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    await run(desk)
    other = replace(desk.call(), params=Letter("Asha", "something else"))
    outcome = failure(await desk.runner.run(desk.tenant_id, OFFICE, other))
    assert (outcome.kind, outcome.code) == (FailureKind.INVALID_REQUEST, "key_reused")
    assert len(desk.twin.letters) == 1


async def test_twenty_at_once_send_once(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    outcomes = await asyncio.gather(*(run(desk) for _ in range(20)))
    assert len(desk.twin.letters) == 1
    others = [o for o in outcomes if not isinstance(o, Done)]
    assert {failure(o).code for o in others} <= {"in_flight"}


@pytest.mark.parametrize(
    ("capability", "fault", "kind", "letters"),
    [
        # Nothing was sent, or the vendor said no: safe to repeat at once.
        ("letter.post", "no connection", None, 1),
        ("postcard.post", "no connection", None, 1),
        ("letter.post", answer(503, {"error": "later"}), None, 1),
        ("postcard.post", answer(429, {}, **{"retry-after": "2"}), None, 1),
        # Silence after the effect: found where the vendor can be asked, unknown where not.
        ("letter.post", "hang up after", None, 1),
        ("letter.post", "garbled after", None, 1),
        ("postcard.post", "hang up after", FailureKind.UNKNOWN_OUTCOME, 1),
        ("postcard.post", "garbled after", FailureKind.UNKNOWN_OUTCOME, 1),
        ("postcard.post", answer(504, None), FailureKind.UNKNOWN_OUTCOME, 0),
        # Silence before it looks the same from here, so it is not repeated either.
        ("letter.post", "hang up before", FailureKind.UNKNOWN_OUTCOME, 0),
        ("postcard.post", "hang up before", FailureKind.UNKNOWN_OUTCOME, 0),
        ("label.set", "hang up before", None, 0),
        ("label.set", "hang up after", None, 0),
        # Refusals are not repeated.
        ("letter.post", answer(403, {}), FailureKind.REJECTED, 0),
        ("letter.post", answer(422, {}), FailureKind.INVALID_REQUEST, 0),
        # Longer waits are the queue's.
        ("letter.post", answer(429, {}, **{"retry-after": "60"}), FailureKind.RATE_LIMITED, 0),
    ],
)
async def test_each_fault_ends_as_it_must(
    make_desk: MakeDesk, capability: str, fault: Fault, kind: FailureKind | None, letters: int
) -> None:
    desk = await make_desk()
    desk.twin.faults.append(fault)
    outcome = await run(desk, capability)
    assert (outcome.kind if isinstance(outcome, Failed) else None) == kind
    assert len(desk.twin.letters) == letters


async def test_an_unanswered_letter_is_looked_for_before_it_is_sent_again(
    make_desk: MakeDesk,
) -> None:
    desk = await make_desk()
    desk.twin.faults.append("hang up before")
    assert failure(await run(desk)).retry_after_seconds == 60
    soon = failure(await run(desk))
    assert soon.kind is FailureKind.UNKNOWN_OUTCOME
    assert desk.twin.asked[-1] == ("letter.list", "GET")
    desk.clock.at += MINUTES
    assert isinstance(await run(desk), Done)
    assert len(desk.twin.letters) == 1


async def test_what_shows_late_is_found_and_not_sent_again(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    desk.twin.faults.append("hang up before")
    await run(desk)
    desk.twin.letters.append({"id": "late", "to": "Asha", "text": "hello"})
    desk.clock.at += MINUTES
    assert await run(desk) == Done(remote_id="late")
    assert len(desk.twin.letters) == 1


async def test_a_look_that_is_not_let_in_gets_a_new_token_and_finds_what_was_sent(
    make_desk: MakeDesk,
) -> None:
    desk = await make_desk()
    desk.twin.faults.extend(["hang up after", answer(401, {})])
    assert failure(await run(desk)).kind is FailureKind.UNKNOWN_OUTCOME
    desk.clock.at += MINUTES
    desk.twin.faults.append(answer(401, {}))
    assert await run(desk) == Done(remote_id="L1")
    assert (desk.twin.renewals, len(desk.twin.letters)) == (1, 1)


async def test_a_look_that_only_the_owner_can_let_in_leaves_it_unknown(
    make_desk: MakeDesk,
) -> None:
    desk = await make_desk()
    desk.twin.faults.append("hang up before")
    await run(desk)
    desk.clock.at += MINUTES
    desk.twin.is_revoked = True
    desk.twin.faults.append(answer(401, {}))
    assert failure(await run(desk)).kind is FailureKind.UNKNOWN_OUTCOME
    assert failure(await run(desk, key="k2")).code == "needs_reconnect"
    assert desk.twin.letters == []


async def test_a_new_token_that_is_not_let_in_either_needs_the_owner(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    desk.twin.faults.append("hang up before")
    await run(desk)
    desk.clock.at += MINUTES
    desk.twin.faults.extend([answer(401, {}), None, answer(401, {})])
    assert failure(await run(desk)).kind is FailureKind.UNKNOWN_OUTCOME
    assert failure(await run(desk, key="k2")).code == "needs_reconnect"
    assert desk.twin.letters == []


async def test_an_unanswered_postcard_is_never_sent_again(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    desk.twin.faults.append("hang up before")
    await run(desk, "postcard.post")
    desk.clock.at += timedelta(days=30)
    outcome = failure(await run(desk, "postcard.post"))
    assert outcome.kind is FailureKind.UNKNOWN_OUTCOME
    assert desk.twin.letters == []


@pytest.mark.parametrize("capability", ["letter.post", "postcard.post", "label.set"])
@pytest.mark.parametrize("crash", ["crash before", "crash after"])
async def test_a_crash_never_doubles_and_only_a_ledger_may_lose_certainty(
    make_desk: MakeDesk, capability: str, crash: str
) -> None:
    desk = await make_desk()
    desk.twin.faults.append(crash)
    with pytest.raises(CrashError):
        await run(desk, capability)
    assert failure(await run(desk, capability)).code == "in_flight"
    desk.clock.at += MINUTES
    outcome = await run(desk, capability)
    if capability == "postcard.post":
        assert failure(outcome).kind is FailureKind.UNKNOWN_OUTCOME
    else:
        assert isinstance(outcome, Done)
    assert len(desk.twin.letters) <= 1


async def test_a_storm_of_faults_and_crashes_never_doubles_a_letter(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    words = ["no connection", "hang up before", "hang up after", "crash before", "crash after"]
    faults: list[Fault] = [*words, "garbled after", answer(503, {}), None]
    for seed in range(25):
        chance = random.Random(seed)
        for _ in range(chance.randrange(6)):
            desk.twin.faults.append(chance.choice(faults))
        key, text = f"seed-{seed}", f"letter {seed}"
        outcome: object = None
        while not isinstance(outcome, Done):
            try:
                call = desk.call(key=key, text=text)
                outcome = await desk.runner.run(desk.tenant_id, OFFICE, call)
            except CrashError:
                pass
            desk.clock.at += MINUTES
        assert [item["text"] for item in desk.twin.letters].count(text) == 1


async def test_an_expired_token_is_renewed_once_and_the_call_goes_through(
    make_desk: MakeDesk,
) -> None:
    desk = await make_desk()
    desk.twin.token = "token-0"
    assert isinstance(await run(desk), Done)
    assert (desk.twin.renewals, len(desk.twin.letters)) == (1, 1)
    assert isinstance(await run(desk, key="k2"), Done)
    assert desk.twin.renewals == 1


async def test_a_revoked_token_needs_the_owner_and_is_not_tried_again(
    make_desk: MakeDesk,
) -> None:
    desk = await make_desk()
    desk.twin.token, desk.twin.is_revoked = "token-0", True
    assert failure(await run(desk)).kind is FailureKind.AUTH_EXPIRED
    asked = len(desk.twin.asked)
    assert failure(await run(desk, key="k2")).code == "needs_reconnect"
    assert len(desk.twin.asked) == asked


async def test_who_cannot_be_asked_for_a_new_token_now_is_asked_later(
    make_desk: MakeDesk,
) -> None:
    desk = await make_desk()
    desk.twin.token = "token-0"
    desk.twin.faults.extend([None, "no connection"])
    outcome = await run(desk)
    while not isinstance(outcome, Done):
        assert failure(outcome).kind is FailureKind.RATE_LIMITED
        desk.clock.at += MINUTES
        outcome = await run(desk)
    assert (desk.twin.renewals, len(desk.twin.letters)) == (1, 1)


async def test_where_only_the_owner_can_renew_nothing_is_renewed(make_desk: MakeDesk) -> None:
    desk = await make_desk({"token": "old"})
    assert failure(await run(desk)).code == "needs_reconnect"
    assert desk.twin.renewals == 0


async def test_a_limit_is_waited_for_while_that_is_short(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    slow = PostOffice([Draw("letters")])
    outcomes = [
        await desk.runner.run(desk.tenant_id, slow, desk.call(key=f"k{n}")) for n in range(3)
    ]
    assert [isinstance(outcome, Done) for outcome in outcomes] == [True, True, False]
    late = failure(outcomes[2])
    assert (late.kind, late.code) == (FailureKind.RATE_LIMITED, "own_limit")
    desk.clock.at += timedelta(seconds=55)
    outcome = await desk.runner.run(desk.tenant_id, slow, desk.call(key="k2"))
    assert isinstance(outcome, Done)
    assert desk.clock.naps == pytest.approx([5.0])
    assert len(desk.twin.letters) == 3


async def test_buckets_of_different_subjects_do_not_touch(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    for subject in ("a", "b", "c"):
        office = PostOffice([Draw("letters", subject)])
        call = desk.call(key=subject)
        assert isinstance(await desk.runner.run(desk.tenant_id, office, call), Done)


async def test_a_connection_that_keeps_failing_rests(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    desk.twin.faults.extend([answer(503, {})] * 15)
    for number in range(5):
        await run(desk, key=f"k{number}")
    asked = len(desk.twin.asked)
    paused = failure(await run(desk, key="k9"))
    assert (paused.code, len(desk.twin.asked)) == ("paused", asked)
    desk.clock.at += MINUTES
    assert isinstance(await run(desk, key="k9"), Done)


async def test_what_cannot_be_sent_is_refused_before_anything_is_asked(
    make_desk: MakeDesk,
) -> None:
    desk = await make_desk()
    call = replace(desk.call(), params=Letter("", "hello"))
    outcome = failure(await desk.runner.run(desk.tenant_id, OFFICE, call))
    assert (outcome.kind, outcome.fields) == (FailureKind.INVALID_REQUEST, ("to",))
    assert desk.twin.asked == []


@pytest.mark.parametrize(("capability", "asked"), [("letter.post", 0), ("label.set", 1)])
async def test_a_dry_run_leaves_nothing_behind(
    make_desk: MakeDesk, capability: str, asked: int
) -> None:
    desk = await make_desk()
    call = replace(desk.call(capability), is_dry_run=True)
    outcome = await desk.runner.run(desk.tenant_id, OFFICE, call)
    assert isinstance(outcome, Preview)
    assert outcome.is_checked_by_vendor is bool(asked)
    assert (len(desk.twin.asked), desk.twin.letters) == (asked, [])
    assert isinstance(await run(desk, capability), Done)


async def test_an_unknown_connection_is_refused(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    call = replace(desk.call(), connection_id=desk.tenant_id)
    assert failure(await desk.runner.run(desk.tenant_id, OFFICE, call)).code == "not_connected"


async def test_a_read_is_repeated_after_silence(make_desk: MakeDesk) -> None:
    desk = await make_desk()
    desk.twin.faults.append("hang up after")
    assert isinstance(await run(desk, "letter.list"), Done)
