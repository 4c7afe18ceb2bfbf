"""A shop at the twin of Google, with a runner over the book in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from importlib import import_module
from typing import Any
from uuid import UUID

from local.connectors.google_business import port
from local.connectors.google_business.google_business import google_business
from local.connectors.google_business.held import GoogleRules
from local.connectors.google_business.hosts import GoogleHosts, OAuthClient
from local.connectors.google_business.memory import GoogleTwin
from local.connectors.twin import Asked, Sleep, as_asked
from shared.connectors.calls import Call, Done, Failed, Outcome
from shared.connectors.connector import Access
from shared.connectors.exchange import VendorAnswer, VendorRequest
from shared.connectors.memory_book import HeldConnection, MemoryCallBook
from shared.connectors.runner import VendorRunner
from shared.connectors.token_bucket import Limit
from shared.ids import new_id
from tests.shared.connectors.conftest import START, MovingClock
from tests.vendors.google_business import answer_breaches, breaches

GOOGLE = google_business(GoogleHosts(), OAuthClient(id="app", secret="of-the-app"))
ACCOUNT = {"account_id": "1", "location_id": "2"}
PROFILE = "accounts/1/locations/2"
LIMITS = {
    row[0]: Limit(name=row[0], tokens=row[2], per_seconds=row[3], burst=row[4])
    for row in import_module("local.migrations.versions.0015_google_limits").LIMITS
}
WIDE = {name: Limit(name=name, tokens=1e6, per_seconds=1, burst=1e6) for name in LIMITS}
POST = port.CreatePost(
    topic=port.PostTopic.STANDARD, summary="Fresh jalebi from 4 pm.", first_tried_at=START
)
OFFER = port.CreatePost(
    topic=port.PostTopic.OFFER,
    summary="Thali for two.",
    first_tried_at=START,
    event=port.PostEvent(
        title="Thali week", first_day=date(2026, 12, 1), last_day=date(2026, 12, 7)
    ),
    offer=port.PostOffer(coupon_code="THALI"),
)
PHOTO = port.CreateMedia(source_url="https://shop.example/jalebi.jpg")
WEEK = port.SetHours(
    week=[port.OpenPeriod(opens_on=1, opens_at=time(9), closes_on=1, closes_at=time(21))]
)


class CheckedTwin(GoogleTwin):
    """Keeps what breaks the contract, in requests and in the twin's own answers."""

    def __init__(self, clock: MovingClock, *, rules: GoogleRules, sleep: Sleep) -> None:
        super().__init__(clock, rules=rules, sleep=sleep)
        self.breaches: list[str] = []

    def answer(self, asked: Asked) -> VendorAnswer:
        """Check the last request and what it is answered."""
        operation, request = self.asked[-1]
        answer = super().answer(asked)
        wrong = [*breaches(request), *answer_breaches(request, answer)]
        self.breaches += [f"{operation}: {problem}" for problem in wrong]
        return answer

    def answer_unchecked(self, request: VendorRequest) -> VendorAnswer:
        """Answer what keeps no contract."""
        return super().answer(as_asked(request))


@dataclass
class Desk:
    """Everything that a run needs."""

    limits: Mapping[str, Limit] = field(default_factory=lambda: WIDE)
    rules: GoogleRules = field(default_factory=GoogleRules)
    clock: MovingClock = field(default_factory=MovingClock)
    tenant_id: UUID = field(default_factory=new_id)
    connection_id: UUID = field(default_factory=new_id)

    def __post_init__(self) -> None:
        self.twin = CheckedTwin(self.clock, rules=self.rules, sleep=self.clock.sleep)
        secrets = self.twin.add_shop("1", "2", title="Sharma Sweets")
        self.held = HeldConnection(access=Access(ACCOUNT, secrets))
        book = MemoryCallBook({self.connection_id: self.held}, self.limits)
        self.runner = VendorRunner(
            book, {GOOGLE.vendor: self.twin}, self.clock, sleep=self.clock.sleep
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
        outcome = await self.runner.run(self.tenant_id, GOOGLE, call)
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

    async def reviews(self) -> Sequence[Mapping[str, Any]]:
        return (await self.done("review.list", port.ListReviews())).data["reviews"]

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


def access(**account: str) -> Access:
    return Access({**ACCOUNT, **account}, {"access_token": "a", "refresh_token": "r"})
