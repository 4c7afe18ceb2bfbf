"""WhatsApp's webhook: believed for its signature, kept, answered, and read later."""

import json
from hashlib import sha256
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request, Response, status
from fastapi.responses import PlainTextResponse

from local.connectors.answer_values import mapping
from local.connectors.whatsapp.port import VENDOR
from local.connectors.whatsapp.webhooks import notices
from local.messaging.errors import UnsignedWebhookError
from local.messaging.service.inbox import InboxService
from local.settings import LocalSettings
from shared.connectors.connections import tenant_of_account
from shared.connectors.inbound import META_SIGNATURE, is_from_meta, meta_challenge
from shared.db.session import unit_of_work
from shared.http.dependencies import RuntimeDep
from shared.http.runtime import TierRuntime
from shared.settings import keys_of

router = APIRouter(prefix="/hooks/local/whatsapp", tags=["webhooks"])
Said = Annotated[str | None, Query(max_length=500)]


@router.get("", response_class=PlainTextResponse)
async def answer_challenge(
    runtime: RuntimeDep,
    mode: Annotated[Said, Query(alias="hub.mode")] = None,
    token: Annotated[Said, Query(alias="hub.verify_token")] = None,
    challenge: Annotated[Said, Query(alias="hub.challenge")] = None,
) -> str:
    """Tell Meta that this address is ours."""
    own = _settings(runtime).meta_verify_token
    words = own.get_secret_value() if own else ""
    answer = meta_challenge(mode, token, challenge, words)
    if answer is None:
        raise UnsignedWebhookError
    return answer


@router.post("", status_code=status.HTTP_200_OK, response_class=Response)
async def take_webhook(request: Request, runtime: RuntimeDep) -> Response:
    """Keep what WhatsApp tells, for each shop that it concerns; it is read within seconds."""
    raw = await request.body()
    secrets = keys_of(_settings(runtime).meta_app_secret)
    if not is_from_meta(raw, request.headers.get(META_SIGNATURE), secrets):
        raise UnsignedWebhookError
    payload = _read(raw)
    for number in sorted({n.phone_number_id for n in notices(payload) if n.phone_number_id}):
        await _keep(runtime, number, sha256(raw).hexdigest(), payload)
    return Response(status_code=status.HTTP_200_OK)


async def _keep(
    runtime: TierRuntime, phone_number_id: str, digest: str, payload: dict[str, Any]
) -> None:
    tenant_id = await tenant_of_account(runtime.database, VENDOR, phone_number_id)
    if tenant_id is None:
        # A number that is cut, or was never ours: what it tells is nobody's here.
        return
    async with unit_of_work(runtime.database, tenant_id) as session:
        await InboxService(session, tenant_id, clock=runtime.clock).keep(digest, payload)


def _read(raw: bytes) -> dict[str, Any]:
    try:
        return dict(mapping(_storable(json.loads(raw))))
    except (ValueError, RecursionError):
        return {}


def _storable(value: Any) -> Any:
    """Return JSON without what PostgreSQL cannot hold: NUL, and halves of a character."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="replace").decode()
    if isinstance(value, list):
        return [_storable(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        named = cast("dict[str, Any]", value)
        return {_storable(name): _storable(item) for name, item in named.items()}
    return value


def _settings(runtime: TierRuntime) -> LocalSettings:
    settings = runtime.settings
    if not isinstance(settings, LocalSettings):
        message = "The webhook belongs to the local tier."
        raise TypeError(message)
    return settings
