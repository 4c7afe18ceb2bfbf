"""How are templates listed and asked for, and how is one recognised?"""

import re
from collections.abc import Mapping
from typing import Any

from local.connectors.answer_values import is_same_text, mapping, mappings, text
from local.connectors.graph.host import bearer
from local.connectors.whatsapp.accounts import business_account_of
from local.connectors.whatsapp.port import (
    MOST_INTERACTIVE_CHARACTERS,
    CreateTemplate,
    ListTemplates,
    TemplateCategory,
)
from shared.connectors.connector import Access, InvalidCallError
from shared.connectors.exchange import VendorRequest, get, sending_json

_NAME = re.compile(r"[a-z0-9_]{1,512}")
_VARIABLE = re.compile(r"\{\{(\d+)\}\}")
_FIELDS = (
    "id,name,language,category,status,quality_score,components,rejected_reason,"
    "message_send_ttl_seconds"
)
_PAGE_SIZE = "100"
_NONE: Mapping[str, Any] = {}
_TTL_SECONDS: Mapping[TemplateCategory, tuple[int, int]] = {
    TemplateCategory.UTILITY: (30, 43_200),
    TemplateCategory.MARKETING: (43_200, 2_592_000),
    TemplateCategory.AUTHENTICATION: (30, 900),
}


def listing(host: str, params: ListTemplates, access: Access) -> VendorRequest:
    """Return the request for a page of templates."""
    query = [("fields", _FIELDS), ("limit", _PAGE_SIZE)]
    if params.after:
        query.append(("after", params.after))
    return get(_address(host, access), query, bearer(access))


def named(host: str, params: CreateTemplate, access: Access) -> VendorRequest:
    """Return the request for the templates of a name."""
    return get(_address(host, access), [("name", params.name)], bearer(access))


def creation(host: str, params: CreateTemplate, access: Access) -> VendorRequest:
    """Return the request that asks for a template's approval."""
    if problems := problems_of(params):
        raise InvalidCallError(problems)
    body: dict[str, Any] = {
        "name": params.name,
        "language": params.language,
        "category": params.category,
        "components": _components(params),
    }
    if params.ttl_seconds is not None:
        body["message_send_ttl_seconds"] = params.ttl_seconds
    return sending_json("POST", _address(host, access), body, headers=bearer(access))


def problems_of(params: CreateTemplate) -> Mapping[str, str]:
    """Return by field what WhatsApp would refuse of a new template."""
    problems: dict[str, str] = {}
    if not _NAME.fullmatch(params.name):
        problems["name"] = "must be small letters, digits and underscores"
    if not 0 < len(params.body) <= MOST_INTERACTIVE_CHARACTERS:
        problems["body"] = f"must have 1 to {MOST_INTERACTIVE_CHARACTERS} characters"
    numbers = [int(number) for number in _VARIABLE.findall(params.body)]
    if sorted(set(numbers)) != list(range(1, len(set(numbers)) + 1)):
        problems["body"] = "must number its variables {{1}}, {{2}}, … without a gap"
    if len(params.samples) != len(set(numbers)):
        problems["samples"] = "must hold one example for each variable"
    least, most = _TTL_SECONDS[params.category]
    if params.ttl_seconds is not None and not least <= params.ttl_seconds <= most:
        problems["ttl_seconds"] = f"must be {least} to {most} for {params.category}"
    return problems


def page_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a page of templates in our words."""
    paging = mapping(body.get("paging"))
    after = mapping(paging.get("cursors")).get("after") if paging.get("next") else None
    return {
        "templates": [_template(stated) for stated in mappings(body.get("data"))],
        "after": text(after),
    }


def the_same(params: CreateTemplate, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the template that was asked for, among those of its name."""
    for stated in map(_template, mappings(body.get("data"))):
        if stated["name"] == params.name and stated["language"] == params.language:
            is_ours = stated["body"] is None or is_same_text(stated["body"], params.body)
            return stated if is_ours else None
    return None


def _address(host: str, access: Access) -> str:
    return f"{host}/{business_account_of(access)}/message_templates"


def _components(params: CreateTemplate) -> list[dict[str, Any]]:
    words: dict[str, Any] = {"type": "BODY", "text": params.body}
    if params.samples:
        words["example"] = {"body_text": [list(params.samples)]}
    if not params.quick_replies:
        return [words]
    replies = [{"type": "QUICK_REPLY", "text": title} for title in params.quick_replies]
    return [words, {"type": "BUTTONS", "buttons": replies}]


def _template(stated: Mapping[str, Any]) -> Mapping[str, Any]:
    components = mappings(stated.get("components"))
    words = next((c for c in components if c.get("type") == "BODY"), _NONE)
    ttl = stated.get("message_send_ttl_seconds")
    return {
        "id": text(stated.get("id")),
        "name": text(stated.get("name")),
        "language": text(stated.get("language")),
        "category": text(stated.get("category")),
        "status": text(stated.get("status")),
        "quality": text(mapping(stated.get("quality_score")).get("score")),
        "reason": text(stated.get("rejected_reason")),
        "body": text(words.get("text")),
        "ttl_seconds": ttl if isinstance(ttl, int) and ttl > 0 else None,
    }
