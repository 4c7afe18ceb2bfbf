"""An installation asks each vendor where its settings say, over real sockets."""

import threading
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from pydantic import PostgresDsn, SecretStr

from local.connectors.facebook_pages import port as facebook
from local.connectors.graph.port import ListComments
from local.connectors.instagram import port as instagram
from local.connectors.vendors import FORMS, vendors_of
from local.rehearsal.meta import ACCOUNT, PAGE
from local.rehearsal.playing import Stage, server_of
from local.rehearsal.whatsapp import APP_SECRET
from local.settings import LocalSettings
from shared.clock import SystemClock
from shared.connectors.calls import Call, Done
from shared.connectors.connector import Access
from shared.connectors.http import VendorClient
from shared.connectors.memory_book import HeldConnection, MemoryCallBook
from shared.connectors.runner import VendorRunner
from shared.ids import new_id
from tests.local.connectors.desk import limits_of, wide

PICTURE = "https://shop.example/jalebi.jpg"
WORDS = "Fresh jalebi from 4 pm."
ACCOUNTS = {facebook.VENDOR: {"page_id": PAGE}, instagram.VENDOR: {"ig_user_id": ACCOUNT}}
NOBODY = "http://127.0.0.1:9"


class Installation:
    """Its connectors and transports, with a book in memory."""

    def __init__(self, settings: LocalSettings, stage: Stage) -> None:
        self.vendors = vendors_of(settings)
        self.connections = {vendor: new_id() for vendor in ACCOUNTS}
        held = {
            self.connections[vendor]: HeldConnection(access=Access(account, secrets))
            for vendor, account in ACCOUNTS.items()
            for secrets in [stage.meta.secrets[vendor]]
        }
        book = MemoryCallBook(held, wide(limits_of("0025_meta_limits")))
        self._runner = VendorRunner(book, self.vendors.transports, SystemClock())

    async def close(self) -> None:
        for client in self.vendors.transports.values():
            assert isinstance(client, VendorClient)
            await client.close()

    async def done(self, vendor: str, capability: str, params: Any) -> Done:
        connection_id = self.connections[vendor]
        call = Call(
            capability=capability, params=params, connection_id=connection_id, key=capability
        )
        outcome = await self._runner.run(new_id(), self.vendors.connectors[vendor], call)
        assert isinstance(outcome, Done), outcome
        return outcome


@asynccontextmanager
async def installation(**settings: Any) -> AsyncGenerator[Installation]:
    stage = Stage(NOBODY)
    with server_of(stage, 0) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        url = f"http://127.0.0.1:{server.server_port}/v25.0"
        wanted = settings_with(facebook_url=url, instagram_url=url, **settings)
        ours = Installation(wanted, stage)
        try:
            yield ours
        finally:
            await ours.close()
            server.shutdown()
            serving.join()


def settings_with(**values: Any) -> LocalSettings:
    database = PostgresDsn("postgresql://app:app@127.0.0.1:1/none")
    return LocalSettings(database_url=database, key_pepper=SecretStr("p" * 40), **values)


async def test_a_post_is_made_and_read_back_over_a_real_socket() -> None:
    async with installation(meta_app_secret=SecretStr(f"{APP_SECRET},old")) as ours:
        at = SystemClock().now()
        wish = facebook.CreatePost(message=WORDS, first_tried_at=at, photo_url=PICTURE)
        post = await ours.done(facebook.VENDOR, "post.create", wish)
        assert post.remote_id is not None
        look = facebook.ReadPost(post_id=post.remote_id)
        seen = await ours.done(facebook.VENDOR, "post.read", look)
        assert (seen.data["state"], seen.data["message"]) == ("PUBLISHED", WORDS)
        wished = ListComments(post_id=post.remote_id)
        listed = await ours.done(facebook.VENDOR, "comment.list", wished)
        assert listed.data["comments"] == []


async def test_a_container_is_made_over_a_real_socket() -> None:
    async with installation(meta_app_secret=SecretStr(APP_SECRET)) as ours:
        wish = instagram.CreateContainer(image_url=PICTURE, caption=WORDS)
        made = await ours.done(instagram.VENDOR, "container.create", wish)
        look = instagram.ReadContainer(container_id=made.remote_id or "")
        read = await ours.done(instagram.VENDOR, "container.read", look)
        assert read.data["status"] == "IN_PROGRESS"


def test_every_vendor_that_can_be_asked_can_be_connected() -> None:
    forms: Mapping[str, object] = {form.vendor: form for form in FORMS}
    assert forms.keys() == vendors_of(settings_with()).connectors.keys()
