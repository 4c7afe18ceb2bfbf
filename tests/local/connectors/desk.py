"""A shop at a vendor's twin, with a runner over the book in memory; a vendor adds its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

from local.connectors.twin import Asked, Fault, Twin, as_asked
from shared.connectors.calls import Call, Done, Failed, Outcome
from shared.connectors.connector import Access, Connector
from shared.connectors.exchange import VendorAnswer, VendorRequest
from shared.connectors.memory_book import HeldConnection, MemoryCallBook
from shared.connectors.runner import VendorRunner
from shared.connectors.token_bucket import Limit
from shared.ids import new_id
from tests.shared.connectors.conftest import MovingClock

Breaches = Callable[[VendorRequest, VendorAnswer], list[str]]


def limits_of(migration: str) -> Mapping[str, Limit]:
    """Return the limits that a migration brings."""
    rows = import_module(f"local.migrations.versions.{migration}").LIMITS
    return {
        row[0]: Limit(name=row[0], tokens=row[2], per_seconds=row[3], burst=row[4]) for row in rows
    }


def wide(limits: Mapping[str, Limit]) -> Mapping[str, Limit]:
    """Return limits of these names that nobody meets."""
    return {name: Limit(name=name, tokens=1e6, per_seconds=1, burst=1e6) for name in limits}


class Checked(Twin):
    """Keeps what breaks the contract, in requests and in the twin's own answers."""

    breaches_of: ClassVar[Breaches]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.breaches: list[str] = []

    def answer(self, asked: Asked) -> VendorAnswer:
        """Check the last request and what it is answered."""
        operation, request = self.asked[-1]
        answer = super().answer(asked)
        wrong = type(self).breaches_of(request, answer)
        self.breaches += [f"{operation}: {problem}" for problem in wrong]
        return answer

    def answer_unchecked(self, request: VendorRequest) -> VendorAnswer:
        """Answer what keeps no contract."""
        return super().answer(as_asked(request))


class ShopTwin(Protocol):
    """What a desk asks of a twin."""

    asked: list[tuple[str, VendorRequest]]
    breaches: list[str]

    def fail_with(self, *faults: Fault | None) -> None: ...

    async def send(self, operation: str, request: VendorRequest) -> VendorAnswer: ...


T_co = TypeVar("T_co", bound=ShopTwin, covariant=True)


@dataclass(kw_only=True)
class Desk(Generic[T_co]):
    """Everything that a run needs."""

    connector: Connector
    twin: T_co
    access: Access
    limits: Mapping[str, Limit]
    clock: MovingClock
    tenant_id: UUID = field(default_factory=new_id)
    connection_id: UUID = field(default_factory=new_id)

    def __post_init__(self) -> None:
        self.held = HeldConnection(access=self.access)
        self.runner = VendorRunner(
            MemoryCallBook({self.connection_id: self.held}, self.limits),
            {self.connector.vendor: self.twin},
            self.clock,
            sleep=self.clock.sleep,
        )

    async def run(
        self, capability: str, params: Any, key: str = "k", *, is_dry_run: bool = False
    ) -> Outcome:
        call = Call(
            capability=capability,
            params=params,
            connection_id=self.connection_id,
            key=key,
            is_dry_run=is_dry_run,
        )
        outcome = await self.runner.run(self.tenant_id, self.connector, call)
        assert not self.twin.breaches, self.twin.breaches
        return outcome

    async def done(self, capability: str, params: Any, key: str = "k") -> Done:
        outcome = await self.run(capability, params, key)
        assert isinstance(outcome, Done), outcome
        return outcome

    async def failed(self, capability: str, params: Any, key: str = "k") -> Failed:
        outcome = await self.run(capability, params, key)
        assert isinstance(outcome, Failed), outcome
        return outcome

    def asked(self) -> list[str]:
        return [operation for operation, _ in self.twin.asked]


def call(capability: str, params: Any, *, is_dry_run: bool = False) -> Call:
    return Call(
        capability=capability,
        params=params,
        connection_id=UUID(int=1),
        key="k",
        is_dry_run=is_dry_run,
    )
