"""How is an outcome kept in the ledger, and read again?"""

from typing import Any

from pydantic import TypeAdapter

from shared.connectors.calls import Done, Failed, Pending

_KINDS: dict[str, TypeAdapter[Any]] = {
    "done": TypeAdapter(Done),
    "pending": TypeAdapter(Pending),
    "failed": TypeAdapter(Failed),
}
Kept = Done | Pending | Failed
_NAMES = {Done: "done", Pending: "pending", Failed: "failed"}


def outcome_json(outcome: Kept) -> dict[str, Any]:
    """Return an outcome as plain values; a preview is never kept."""
    name = _NAMES[type(outcome)]
    return {"is": name, **_KINDS[name].dump_python(outcome, mode="json")}


def outcome_of(stored: dict[str, Any]) -> Kept:
    """Return the outcome that was kept."""
    values = dict(stored)
    return _KINDS[values.pop("is")].validate_python(values)
