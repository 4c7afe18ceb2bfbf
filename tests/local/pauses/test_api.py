"""A pause stops whatever the platform would send next, and lets it go on once it is lifted."""

from datetime import timedelta

from tests.api import LOCAL, Api
from tests.local.messaging.shop import Shop

PAUSES = f"{LOCAL}/pauses"


async def test_nothing_goes_out_while_a_channel_is_paused(local_api: Api, shop: Shop) -> None:
    http, headers = local_api.http, shop.tenant.headers
    path = f"{PAUSES}/whatsapp"
    assert (await http.put(path, json={}, headers=headers)).status_code == 204
    await shop.write("kitne baje tak khula hai")
    await shop.pass_time(timedelta(minutes=10), timedelta(minutes=5))
    assert shop.words() == []
    assert [row.obstacle for row in await shop.messages()] == ["paused"]
    (pause,) = (await http.get(PAUSES, headers=headers)).json()["items"]
    assert (pause["channel"], pause["until"]) == ("whatsapp", None)
    for _ in range(2):
        assert (await http.delete(path, headers=headers)).status_code == 204
    await shop.pass_time(timedelta(minutes=5), timedelta(minutes=5))
    assert len(shop.words()) == 1


async def test_a_pause_of_another_channel_holds_nothing_back(local_api: Api, shop: Shop) -> None:
    path = f"{PAUSES}/google"
    await local_api.http.put(path, json={}, headers=shop.tenant.headers)
    await shop.write("kitne baje tak khula hai")
    assert len(shop.words()) == 1


async def test_what_is_no_channel_is_refused(local_api: Api, shop: Shop) -> None:
    answer = await local_api.http.put(
        f"{PAUSES}/smoke_signals", json={}, headers=shop.tenant.headers
    )
    assert answer.status_code == 422
