from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.jobs.errors import JobNotStorableError, JobUnreadableError
from shared.jobs.job import name_of, restored, stored, tenant_of


@dataclass(frozen=True, slots=True)
class ImportRows:
    tenant_id: UUID
    name: str
    at: datetime
    amount: Decimal
    lines: tuple[int, ...] = ()


@dataclass
class Changeable:
    tenant_id: UUID


@dataclass(frozen=True)
class Loose:
    value: object


@dataclass(frozen=True)
class Measured:
    value: float


jobs = st.builds(
    ImportRows,
    name=st.text(st.characters(exclude_categories=["Cs"])),
    at=st.datetimes(timezones=st.just(UTC)),
    amount=st.decimals(allow_nan=False, allow_infinity=False),
    lines=st.lists(st.integers(-(2**60), 2**60)).map(tuple),
    tenant_id=st.uuids(),
)


@given(job=jobs)
def test_what_is_stored_comes_back_the_same(job: ImportRows) -> None:
    kept = stored(job)
    assert kept.name == "ImportRows" == name_of(ImportRows)
    assert restored(ImportRows, kept.payload) == job
    assert tenant_of(job) == job.tenant_id


@pytest.mark.parametrize(
    "job",
    [
        Changeable(UUID(int=1)),
        {"tenant_id": "1"},
        "a word",
        Loose(object()),
        Loose(UUID(int=1)),
        Loose({1, 2}),
        Measured(float("nan")),
        Measured(float("inf")),
        Measured("three"),  # pyright: ignore[reportArgumentType] - what is under test
    ],
)
def test_what_would_not_come_back_is_refused(job: object) -> None:
    with pytest.raises(JobNotStorableError):
        stored(job)


@pytest.mark.parametrize("payload", [None, b"", b"{", b"[]", b'{"value": "x"}', b"\xff"])
def test_a_payload_that_fits_no_more_is_named(payload: bytes | None) -> None:
    with pytest.raises(JobUnreadableError, match="Measured"):
        restored(Measured, payload)


def test_a_job_of_the_platform_has_no_tenant() -> None:
    assert tenant_of(Measured(1.0)) is None
