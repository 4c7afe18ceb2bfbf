"""What happens in the town on a day: customers, failing vendors, owners who look now and then.

All of it is drawn from a seed. The ids of shops are not, so the moment within two hours at which a
shop's day begins differs from run to run.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from local.connectors.google_business.port import PostState
from local.connectors.twin import Answers, HangsUp
from local.connectors.whatsapp.held import HeldPerson
from shared.connectors.exchange import VendorAnswer
from tests.quarter.town import SimulatedShop, Town
from tests.quarter.trades import COMPLAINTS, INQUIRIES, OPT_OUTS, REVIEWS

ZONE = ZoneInfo("Asia/Kolkata")
STEP = timedelta(minutes=5)
_PEOPLE = 40
_OWNER_LOOKS_AT = (time(11, 30), time(20, 30))
_DAY = timedelta(days=1)
_OUTAGE = timedelta(days=2)
_FAULTS = (
    Answers(answer=VendorAnswer(503, {}, b"")),
    HangsUp(is_after_effect=False),
    HangsUp(is_after_effect=True),
)
Happening = Callable[[], Awaitable[None]]


@dataclass
class Life:
    """One run of the town's days."""

    town: Town
    chance: Random
    is_trusting: bool
    due: list[tuple[datetime, int, Happening]] = field(
        default_factory=list[tuple[datetime, int, Happening]]
    )
    numbers: Any = field(default_factory=count)

    async def begin(self) -> None:
        """Let the owners say how far the platform may go, and people know the shops."""
        for shop in self.town.shops:
            n = int(shop.place)
            for number in range(_PEOPLE):
                phone = f"9198{n:02}{number:06}"
                person = self.town.whatsapp.add_person(shop.number, phone, f"IN.{n}{number:04}")
                shop.people.append(person)
            if self.is_trusting:
                await self._trust(shop)

    async def live(self, days: int, step: timedelta = STEP) -> None:
        """Let days pass in steps and from happening to happening, with workers at work in each."""
        for day in range(days):
            self._plan(day)
            end = self.town.clock.at + _DAY
            while self.town.clock.at < end:
                self.town.clock.at = self._next_moment(min(end, self.town.clock.at + step))
                while self.due and self.due[0][0] <= self.town.clock.at:
                    await heappop(self.due)[2]()
                await self.town.hear_notices()
                await self.town.queue.work()

    def _next_moment(self, at_most: datetime) -> datetime:
        planned = self.due[0][0] if self.due else at_most
        return max(self.town.clock.at, min(at_most, planned))

    def _plan(self, day: int) -> None:
        """Draw what happens within the next 24 hours."""
        for shop in self.town.shops:
            trade = shop.trade
            for average, happening in (
                (trade.inquiries, self._inquires),
                (trade.bookings, self._books),
                (trade.reviews, self._reviews),
                (0.25, self._complains),
                (0.05, self._opts_out),
                (0.3, self._owner_writes),
            ):
                for _ in range(self._times(average)):
                    self._at(self._open_moment(shop), self._of(happening, shop))
            for look in _OWNER_LOOKS_AT:
                self._at(self._moment(look), self._of(self._owner_looks, shop))
        for _ in range(self._times(2.0)):
            self._at(self.town.clock.at + self.chance.random() * _DAY, self._vendor_fails)
        if day % 30 == 10:
            self._at(self.town.clock.at, self._moderators_refuse)
        if day == 20:
            self._at(self.town.clock.at, self._google_is_revoked)
        if day == 50:
            self._at(self.town.clock.at, self._whatsapp_is_revoked)

    async def _inquires(self, shop: SimulatedShop) -> None:
        await self._says(shop, self.chance.choice(INQUIRIES))

    async def _complains(self, shop: SimulatedShop) -> None:
        await self._says(shop, self.chance.choice(COMPLAINTS))

    async def _opts_out(self, shop: SimulatedShop) -> None:
        person = await self._says(shop, self.chance.choice(OPT_OUTS))
        shop.opted_out.add(person.user_id)

    async def _says(self, shop: SimulatedShop, words: str) -> HeldPerson:
        person = self.chance.choice(shop.people)
        await self.town.hear(shop, self.town.whatsapp.receive(shop.number, person, words))
        return person

    async def _books(self, shop: SimulatedShop) -> None:
        person, town = self.chance.choice(shop.people), self.town
        digits = str(person.phone)[2:]
        contact = await town.ask(shop, "POST", "/contacts", {"phone": digits})
        starts_at = town.clock.at + timedelta(hours=self.chance.randint(3, 96))
        if contact is None:
            return
        body = {
            "contact_id": contact["id"],
            "starts_at": starts_at.isoformat(),
            "service": "Visit",
            "wants_reminders": self.chance.random() < 0.9,
        }
        booked = await town.ask(shop, "POST", "/appointments", body)
        if booked is None:
            return
        fate = self.chance.choices(("visited", "missed", "cancel", "move"), (75, 10, 8, 7))[0]
        path = f"/appointments/{booked['id']}"
        if fate in ("visited", "missed"):
            self._at(starts_at + timedelta(hours=1), self._asks(shop, "POST", f"{path}/{fate}"))
        elif fate == "cancel":
            before = town.clock.at + (starts_at - town.clock.at) * self.chance.random()
            self._at(before, self._asks(shop, "POST", f"{path}/cancel"))
        else:
            later = {"starts_at": (starts_at + timedelta(hours=25)).isoformat()}
            self._at(town.clock.at + timedelta(hours=1), self._asks(shop, "PATCH", path, later))

    async def _reviews(self, shop: SimulatedShop) -> None:
        stars, words = self.chance.choice(REVIEWS)
        self.town.google.add_review(shop.place, stars, words, "A guest")

    async def _owner_writes(self, shop: SimulatedShop) -> None:
        """Write with the own phone, not through the platform."""
        person = self.chance.choice(shop.people)
        await self.town.hear(shop, self.town.whatsapp.echo(shop.number, person, "Ji, aaiye."))

    async def _owner_looks(self, shop: SimulatedShop) -> None:
        """Approve what waits, mostly; decline a little; do most of the tasks, leave the rest."""
        for path, state in (("/posts", "draft"), ("/review-replies", "waiting")):
            for row in await self._listed(shop, f"{path}?state={state}"):
                body = {"text": "Thank you for telling us."} if not row["text"] else {}
                await self._decide(shop, f"{path}/{row['id']}", body)
        for row in await self._listed(shop, "/messages?state=waiting"):
            if self.chance.random() < 0.8:
                await self.town.ask(shop, "POST", f"/messages/{row['id']}/approve")
        for row in await self._listed(shop, "/manual-tasks"):
            drawn = self.chance.random()
            if drawn < 0.5:
                await self.town.ask(shop, "POST", f"/manual-tasks/{row['id']}/done", {})
            elif drawn < 0.55:
                said = {"reason": "Not today."}
                await self.town.ask(shop, "POST", f"/manual-tasks/{row['id']}/decline", said)

    async def _decide(self, shop: SimulatedShop, path: str, body: dict[str, Any]) -> None:
        drawn = self.chance.random()
        if drawn < 0.8:
            await self.town.ask(shop, "POST", f"{path}/approve", body)
        elif drawn < 0.85:
            await self.town.ask(shop, "POST", f"{path}/decline")

    async def _listed(self, shop: SimulatedShop, path: str) -> list[dict[str, Any]]:
        found = await self.town.ask(shop, "GET", path)
        return found["items"] if found else []

    async def _vendor_fails(self) -> None:
        self.chance.choice(self.town.twins).fail_with(self.chance.choice(_FAULTS))

    async def _moderators_refuse(self) -> None:
        self.town.google.set_verdict(post=PostState.REJECTED)
        self._at(self.town.clock.at + _DAY, self._moderators_calm_down)

    async def _moderators_calm_down(self) -> None:
        self.town.google.set_verdict()

    async def _google_is_revoked(self) -> None:
        shop = self.town.shops[0]
        self.town.google.revoke(shop.place)

        async def leave_again() -> None:
            await self.town.connect_google(shop, self.town.google.grant(shop.place))

        self._at(self.town.clock.at + _OUTAGE, leave_again)

    async def _whatsapp_is_revoked(self) -> None:
        shop = self.town.shops[-1]
        number = self.town.whatsapp.numbers[shop.number]
        number.is_token_good = False

        async def leave_again() -> None:
            number.is_token_good = True
            await self.town.connect_whatsapp(shop, {"access_token": number.token})

        self._at(self.town.clock.at + _OUTAGE, leave_again)

    async def _trust(self, shop: SimulatedShop) -> None:
        """Set to auto whatever the platform can do by itself."""
        settings = await self.town.ask(shop, "GET", "/automation/settings")
        able = [r["routine"] for r in settings["routines"] if r["doing"] == "automatic"]
        routines = {"routines": dict.fromkeys(able, "auto")}
        await self.town.ask(shop, "PUT", "/automation/settings", routines)

    def _asks(self, shop: SimulatedShop, method: str, path: str, body: Any = None) -> Happening:
        async def ask() -> None:
            await self.town.ask(shop, method, path, body)

        return ask

    def _of(
        self, happening: Callable[[SimulatedShop], Awaitable[None]], shop: SimulatedShop
    ) -> Happening:
        async def happen() -> None:
            await happening(shop)

        return happen

    def _at(self, moment: datetime, happening: Happening) -> None:
        heappush(self.due, (moment, next(self.numbers), happening))

    def _times(self, average: float) -> int:
        """Draw how often something happens: a Poisson count."""
        times, left = 0, self.chance.expovariate(1.0)
        while left < average:
            times, left = times + 1, left + self.chance.expovariate(1.0)
        return times

    def _open_moment(self, shop: SimulatedShop) -> datetime:
        opens, closes = (int(at[:2]) for at in (shop.trade.opens, shop.trade.closes))
        minutes = self.chance.uniform(opens * 60, closes * 60)
        return self._moment(time()) + timedelta(minutes=minutes)

    def _moment(self, at: time) -> datetime:
        """Return a time of the day that begins next, by the shops' clock."""
        local = self.town.clock.at.astimezone(ZONE)
        return datetime.combine(local.date(), at, ZONE).astimezone(self.town.clock.at.tzinfo)
