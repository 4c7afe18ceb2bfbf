from typing import Any
from uuid import UUID

import pytest

from local.guidance.domain.manual_task import ManualTaskKind, NewManualTask, Reason
from local.guidance.errors import UntellableTaskError
from local.guidance.service import ManualTaskService
from shared.clock import SystemClock
from shared.db.session import Database, unit_of_work
from tests.api import LOCAL, Api, Tenant

TASKS = f"{LOCAL}/manual-tasks"
TASK = NewManualTask(
    key="reply:1",
    kind=ManualTaskKind.REPLY_TO_REVIEW,
    reason=Reason.NEEDS_RECONNECT,
    facts={"stars": "★★★★", "written_on": "2026-11-26"},
    text_to_copy="Thank you.",
)


async def opened(database: Database, tenant_id: UUID, task: NewManualTask = TASK) -> str:
    async with unit_of_work(database, tenant_id) as session:
        service = ManualTaskService(session, tenant_id, clock=SystemClock())
        return str((await service.open(task)).id)


async def closed(database: Database, tenant_id: UUID) -> None:
    async with unit_of_work(database, tenant_id) as session:
        service = ManualTaskService(session, tenant_id, clock=SystemClock())
        await service.close(TASK.key)
        await service.close("nobody asked for this")


async def listed(api: Api, tenant: Tenant, **query: Any) -> list[dict[str, Any]]:
    answer = await api.http.get(TASKS, params=query, headers=tenant.headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_task_is_opened_once_and_told_in_both_languages(
    local_api: Api, local_database: Database
) -> None:
    tenant = await local_api.new_tenant()
    first = await opened(local_database, tenant.id)
    assert await opened(local_database, tenant.id) == first
    (task,) = await listed(local_api, tenant)
    assert (task["state"], task["reason"]) == ("open", "needs_reconnect")
    assert task["about"] == TASK.facts
    assert task["en"]["title"] == "Answer a review on Google (★★★★)"
    assert "2026-11-26" in task["hi"]["steps"][1]
    assert task["minutes"] == {"value": 4, "unit": "minutes", "basis": "declared"}
    assert task["link"] == "https://business.google.com/reviews"


async def test_a_task_is_taken_done_and_stays_done(
    local_api: Api, local_database: Database
) -> None:
    tenant = await local_api.new_tenant()
    path = f"{TASKS}/{await opened(local_database, tenant.id)}"
    headers = tenant.headers
    assert (await local_api.http.post(f"{path}/take", headers=headers)).json()["state"] == "taken"
    body = {"proof": "I saw it there"}
    for _ in range(2):
        done = await local_api.http.post(f"{path}/done", json=body, headers=headers)
        assert (done.json()["state"], done.json()["note"]) == ("done", "I saw it there")
    refused = await local_api.http.post(
        f"{path}/decline", json={"reason": "no time"}, headers=headers
    )
    assert refused.status_code == 409
    await closed(local_database, tenant.id)
    assert await listed(local_api, tenant) == []
    assert [task["state"] for task in await listed(local_api, tenant, state="done")] == ["done"]
    await opened(local_database, tenant.id)
    assert await listed(local_api, tenant) == []


async def test_what_the_platform_saw_done_is_closed(
    local_api: Api, local_database: Database
) -> None:
    tenant = await local_api.new_tenant()
    await opened(local_database, tenant.id)
    await closed(local_database, tenant.id)
    assert await listed(local_api, tenant) == []
    assert len(await listed(local_api, tenant, state="closed")) == 1


async def test_a_task_is_its_shops_alone(local_api: Api, local_database: Database) -> None:
    tenant, stranger = await local_api.new_tenant(), await local_api.new_tenant()
    path = f"{TASKS}/{await opened(local_database, tenant.id)}"
    assert await listed(local_api, stranger) == []
    refused = await local_api.http.post(f"{path}/take", headers=stranger.headers)
    assert refused.status_code == 404


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": "x", "why": "y"}])
async def test_declining_needs_a_reason_and_nothing_else(
    local_api: Api, local_database: Database, body: dict[str, str]
) -> None:
    tenant = await local_api.new_tenant()
    path = f"{TASKS}/{await opened(local_database, tenant.id)}/decline"
    refused = await local_api.http.post(path, json=body, headers=tenant.headers)
    assert refused.status_code == 422


async def test_pages_follow_each_other(local_api: Api, local_database: Database) -> None:
    tenant = await local_api.new_tenant()
    for number in range(3):
        facts = {"stars": "★", "written_on": str(number)}
        task = NewManualTask(key=f"k{number}", kind=TASK.kind, reason=TASK.reason, facts=facts)
        await opened(local_database, tenant.id, task)
    answer = await local_api.http.get(TASKS, params={"limit": 2}, headers=tenant.headers)
    rest = await listed(local_api, tenant, limit=2, cursor=answer.json()["next_cursor"])
    assert [len(answer.json()["items"]), len(rest)] == [2, 1]


async def test_a_task_that_cannot_be_told_is_our_own_mistake(
    local_api: Api, local_database: Database
) -> None:
    tenant = await local_api.new_tenant()
    task = NewManualTask(key="k", kind=TASK.kind, reason=TASK.reason)
    with pytest.raises(UntellableTaskError, match="stars, written_on"):
        await opened(local_database, tenant.id, task)
