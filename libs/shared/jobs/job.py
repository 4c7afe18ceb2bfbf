"""How does a job become a row, and a row the same job again?

A payload is a frozen dataclass of plain values: ids, numbers, words. It holds no personal data,
for its row is outside row-level security. Its class name is its name in the database.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from shared.jobs.errors import JobNotStorableError, JobUnreadableError


@dataclass(frozen=True, slots=True)
class StoredJob:
    """What the queue keeps of a job."""

    name: str
    payload: bytes


def name_of(job_class: type[Any]) -> str:
    """Return the name under which jobs of this class are stored."""
    return job_class.__name__


def tenant_of(job: object) -> UUID | None:
    """Return the tenant for whom the job is done; the platform's own jobs have none."""
    return getattr(job, "tenant_id", None)


def stored(job: object) -> StoredJob:
    """Return the job as it is stored, or refuse what would not come back unchanged."""
    name = name_of(type(job))
    try:
        payload = _adapter(type(job)).dump_json(job, warnings="error")
        returned = _adapter(type(job)).validate_json(payload)
    except (PydanticSerializationError, ValidationError) as problem:
        message = f"{name} cannot be stored as JSON: {problem}. Use plain values and ids."
        raise JobNotStorableError(message) from problem
    if returned != job:
        message = f"{name} would come back from the database changed. Use plain values and ids."
        raise JobNotStorableError(message)
    return StoredJob(name, payload)


def restored(job_class: type[Any], payload: bytes | None) -> Any:
    """Return the job that a stored payload holds."""
    try:
        return _adapter(job_class).validate_json(payload or b"{}")
    except ValidationError as problem:
        message = f"A stored {name_of(job_class)} cannot be read any more: {problem}"
        raise JobUnreadableError(message) from problem


@cache
def _adapter(job_class: type[Any]) -> TypeAdapter[Any]:
    """Return the reader and writer of a class, once it is known to be one that can be trusted."""
    parameters = getattr(job_class, "__dataclass_params__", None)
    if not getattr(parameters, "frozen", False):
        message = f"{name_of(job_class)} is no job: make it a frozen dataclass."
        raise JobNotStorableError(message)
    return TypeAdapter(job_class)
