"""Posts on Facebook and Instagram: once each, seen before they count, whoever dies on the way."""

import os
from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest

from local.connectors.facebook_pages import port as facebook_port
from local.connectors.graph.held import TokenState
from local.connectors.instagram import port as instagram_port
from local.connectors.instagram.held import InstagramRules
from local.connectors.twin import GARBLED, Answers, Fault, HangsUp, answered
from local.execution.domain.post_channel import Channel
from local.execution.domain.post_content import Button, ButtonAction, PostContent
from local.execution.models import PostRow
from local.execution.service.posts import BY_OWNER, NewPost, PostService
from local.execution.tasks.post_channels import CHANNELS
from local.pauses.domain.pause import PausedChannel
from local.pauses.service import PauseService
from shared.db.session import Database, unit_of_work
from tests.api import Api
from tests.databases import TierDatabase
from tests.local.connectors.facebook_pages.desk import PAGE
from tests.local.connectors.instagram.desk import SHOP
from tests.local.execution.counter import Counter, WorkerKilledError, dangerous, open_counter
from tests.local.execution.social import PICTURE, open_social

WORDS = "Fresh jalebi from four o'clock, as every Saturday."
# The drill is 200: DRILL_SEEDS=200.
SEEDS = int(os.environ.get("DRILL_SEEDS", "6"))
SOCIAL = (Channel.FACEBOOK, Channel.INSTAGRAM)
FAULTS: tuple[Fault | None, ...] = (
    None,
    None,
    HangsUp(is_after_effect=True),
    HangsUp(is_after_effect=False),
    GARBLED,
    Answers(answer=answered(503, {"error": {"code": 2, "message": "Service unavailable"}})),
    Answers(
        answer=answered(500, {"error": {"code": 1, "message": "Unknown"}}), is_after_effect=True
    ),
)


@pytest.fixture
async def counter(
    local_api: Api, local_database: Database, local_tier_database: TierDatabase
) -> Counter:
    tenant = await local_api.new_tenant(category="salon")
    return await open_counter(local_database, local_tier_database.superuser_url, tenant)


async def write(
    counter: Counter, channels: Sequence[Channel] = SOCIAL, text: str = WORDS
) -> Sequence[PostRow]:
    content = PostContent(text=text, image_url=PICTURE)
    posts = [NewPost(content=content, channel=one, approved_by=BY_OWNER) for one in channels]
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        service = PostService(session, counter.tenant.id, clock=counter.clock)
        return await service.write(posts)


async def states(counter: Counter) -> dict[str, str]:
    return {row.channel: row.state for row in await counter.posts()}


def test_every_channel_has_somebody_who_posts() -> None:
    assert set(CHANNELS) == set(Channel)


async def test_a_post_counts_once_it_was_read_back_on_each_channel(counter: Counter) -> None:
    social = await open_social(counter)
    await write(counter)
    await counter.run_posts()
    assert await states(counter) == dict.fromkeys(SOCIAL, "verified")
    assert all(row.public_url for row in await counter.posts())
    assert social.live(WORDS) == (1, 1)
    assert social.broken() == []


async def test_a_container_that_takes_its_time_is_waited_for(counter: Counter) -> None:
    rules = InstagramRules(processing=timedelta(minutes=40))
    social = await open_social(counter, rules)
    await write(counter, [Channel.INSTAGRAM])
    await counter.run_posts(rounds=4)
    (row,) = await counter.posts()
    assert (row.state, row.reason, row.may_be_out) == ("publishing", "not_ready", False)
    await counter.run_posts()
    assert await states(counter) == {Channel.INSTAGRAM: "verified"}
    assert social.live(WORDS) == (0, 1)
    assert [name for name, _ in social.instagram.asked].count("container.create") == 1


async def test_an_expired_container_is_followed_by_another(counter: Counter) -> None:
    rules = InstagramRules(processing=timedelta(minutes=1), container_life=timedelta(seconds=61))
    social = await open_social(counter, rules)
    await write(counter, [Channel.INSTAGRAM])
    await counter.run_posts(rounds=2)
    social.instagram.rules = InstagramRules()
    await counter.run_posts()
    assert await states(counter) == {Channel.INSTAGRAM: "verified"}
    assert social.live(WORDS) == (0, 1)


async def test_a_container_that_expired_after_a_lost_answer_is_a_persons_to_look_at(
    counter: Counter,
) -> None:
    rules = InstagramRules(processing=timedelta(seconds=1), container_life=timedelta(minutes=30))
    social = await open_social(counter, rules)
    await write(counter, [Channel.INSTAGRAM])
    # The container is made, and ready at the next attempt; then its publishing is lost.
    await counter.run_posts(rounds=1)
    social.instagram.fail_with(None, None, HangsUp(is_after_effect=False))
    counter.clock.at += timedelta(minutes=5)
    await counter.run_posts(rounds=1)
    counter.clock.at += timedelta(minutes=40)
    await counter.run_posts(pace=timedelta(hours=1), rounds=60)
    (row,) = await counter.posts()
    assert (row.state, row.reason) == ("unconfirmed", "expired")
    assert "Look before posting" in (row.message or "")
    assert social.live(WORDS) == (0, 0)
    assert [task.kind for task in await counter.tasks()] == ["check_post"]


async def test_a_picture_that_instagram_cannot_use_goes_to_the_owner(counter: Counter) -> None:
    social = await open_social(counter, InstagramRules(processing=timedelta(minutes=10)))
    await write(counter, [Channel.INSTAGRAM])
    await counter.run_posts(rounds=1)
    (container_id,) = social.instagram.accounts[SHOP].containers
    social.instagram.fail_container(SHOP, container_id, "The aspect ratio is not supported.")
    await counter.run_posts()
    (row,) = await counter.posts()
    assert (row.state, row.reason) == ("rejected", "container_error")
    assert "aspect ratio" in (row.message or "")
    assert [task.kind for task in await counter.tasks()] == ["post_by_hand"]


async def test_the_fourth_post_of_a_quota_of_three_waits_for_its_room(counter: Counter) -> None:
    social = await open_social(counter, InstagramRules(posts_per_day=3))
    for number in range(4):
        await write(counter, [Channel.INSTAGRAM], f"{WORDS} {number}")
    await counter.run_posts()
    found = [row.state for row in await counter.posts()]
    assert sorted(found) == ["publishing", "verified", "verified", "verified"]
    assert sum(social.live(f"{WORDS} {number}")[1] for number in range(4)) == 3
    await counter.run_posts(pace=timedelta(minutes=30), rounds=60)
    assert [row.state for row in await counter.posts()] == ["verified"] * 4
    assert social.broken() == []


async def test_the_same_words_that_facebook_has_already_are_not_posted_again(
    counter: Counter,
) -> None:
    social = await open_social(counter)
    await write(counter, [Channel.FACEBOOK])
    await counter.run_posts()
    content = PostContent(text=WORDS, image_url=PICTURE)
    again = NewPost(
        content=content, channel=Channel.FACEBOOK, approved_by=BY_OWNER, is_repeat_wanted=True
    )
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        service = PostService(session, counter.tenant.id, clock=counter.clock)
        await service.write([again])
    await counter.run_posts()
    assert sorted(row.state for row in await counter.posts()) == ["failed", "verified"]
    assert social.live(WORDS) == (1, 0)


async def test_a_hidden_post_is_no_post(counter: Counter) -> None:
    social = await open_social(counter)
    await write(counter, [Channel.FACEBOOK])
    await counter.run_posts(rounds=1)
    (row,) = await counter.posts()
    assert row.remote_id is not None
    social.facebook.hide_post(row.remote_id)
    await counter.run_posts()
    assert await states(counter) == {Channel.FACEBOOK: "rejected"}


async def test_a_button_without_a_picture_is_a_link(counter: Counter) -> None:
    social = await open_social(counter)
    button = Button(action=ButtonAction.LEARN_MORE, url="https://shop.example/menu")
    content = PostContent(text=WORDS, button=button)
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        service = PostService(session, counter.tenant.id, clock=counter.clock)
        new = NewPost(content=content, channel=Channel.FACEBOOK, approved_by=BY_OWNER)
        await service.write([new])
    await counter.run_posts()
    sent = next(r for name, r in social.facebook.asked if name == "post.create")
    assert b"menu" in sent.body
    assert social.live(WORDS) == (1, 0)


@pytest.mark.parametrize(
    ("switch", "held"),
    [
        (PausedChannel.FACEBOOK, {Channel.FACEBOOK}),
        (PausedChannel.INSTAGRAM, {Channel.INSTAGRAM}),
        (PausedChannel.EVERYTHING, set(SOCIAL)),
        (PausedChannel.GOOGLE, set[Channel]()),
    ],
)
async def test_a_pause_holds_back_its_own_channel(
    counter: Counter, switch: PausedChannel, held: set[Channel]
) -> None:
    await open_social(counter)
    async with unit_of_work(counter.database, counter.tenant.id) as session:
        pauses = PauseService(session, counter.tenant.id, clock=counter.clock)
        await pauses.pause(switch, counter.clock.at + timedelta(hours=5))
    await write(counter)
    await counter.run_posts()
    waiting = {Channel(row.channel) for row in await counter.posts() if row.state == "approved"}
    assert waiting == held


async def test_a_lost_page_is_told_of_once_and_the_post_is_a_persons(counter: Counter) -> None:
    social = await open_social(counter)
    social.facebook.set_token(PAGE, TokenState.REVOKED)
    await write(counter, [Channel.FACEBOOK])
    await counter.run_posts(rounds=4)
    assert await states(counter) == {Channel.FACEBOOK: "manual"}
    kinds = sorted(task.kind for task in await counter.tasks())
    assert kinds == ["post_by_hand", "reconnect_facebook"]


async def test_a_worker_that_dies_anywhere_loses_no_post_and_makes_none_twice(
    local_api: Api, counter: Counter
) -> None:
    for seed in range(SEEDS):
        chance = Random(seed)
        tenant = await local_api.new_tenant(category="salon")
        shop = await open_counter(counter.database, counter.superuser_url, tenant, counter.clock)
        social = await open_social(shop)
        await write(shop)
        for twin in (social.facebook, social.instagram):
            twin.fail_with(*chance.choices(FAULTS, k=4))
        for _ in range(chance.randint(1, 5)):
            shop.vendors = dangerous(shop.vendors, chance.randint(1, 40))
            try:
                await shop.run_posts(rounds=3)
            except WorkerKilledError:
                continue
        shop.vendors = dangerous(shop.vendors, None)
        await shop.run_posts(rounds=80)
        assert await states(shop) == dict.fromkeys(SOCIAL, "verified"), seed
        assert social.live(WORDS) == (1, 1), seed
        assert social.broken() == [], seed


def test_vendors_are_those_of_the_connections() -> None:
    names = {channel.vendor for channel in CHANNELS.values()}
    assert {facebook_port.VENDOR, instagram_port.VENDOR} < names
