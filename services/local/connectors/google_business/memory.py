"""Google Business Profile in memory: how does it answer, whom does it let in, what does it punish?

It reads the same requests as Google, and tells its servers apart by their paths alone, so that one
address can stand for all of them. What it knows of moderation is from reports, not from Google.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from local.connectors.google_business import held_posts, held_profile, held_reviews
from local.connectors.google_business.held import (
    GoogleRules,
    HeldReview,
    HeldShop,
    Moderation,
    not_found,
    refused,
)
from local.connectors.google_business.moderation import post_violation
from local.connectors.google_business.port import DailyMetric, PostState, ReplyState
from local.connectors.twin import Asked, Sleep, Twin, Window, answered
from shared.clock import Clock
from shared.connectors.exchange import VendorAnswer

_QUOTA = "type.googleapis.com/google.rpc.ErrorInfo"
_OK, _INVALID, _TOO_MANY = 200, 400, 429
_MINUTE, _DAY = 60.0, 86_400.0


@dataclass(slots=True, kw_only=True)
class _Grant:
    location_id: str
    refresh_token: str
    access_token: str
    expires_at: datetime
    is_revoked: bool = False


class GoogleTwin(Twin):
    """Several shops of one application."""

    def __init__(
        self,
        clock: Clock,
        *,
        rules: GoogleRules | None = None,
        sleep: Sleep = asyncio.sleep,
        deadline_seconds: float = 30.0,
    ) -> None:
        super().__init__(clock, sleep=sleep, deadline_seconds=deadline_seconds)
        self.rules = rules or GoogleRules()
        self.shops: dict[str, HeldShop] = {}
        self.moderation = Moderation()
        self.is_access_granted = True
        self.renewals = 0
        self._grants: list[_Grant] = []
        self._queries: dict[str, Window] = {}
        self._updates = Window(self.rules.updates_per_day, _DAY)

    def add_shop(
        self, account_id: str, location_id: str, *, title: str = "Shop"
    ) -> Mapping[str, str]:
        """Add a verified profile; return the secrets of a connection to it."""
        self.shops[location_id] = HeldShop(
            account_id=account_id,
            location_id=location_id,
            edits=Window(self.rules.edits_per_minute, _MINUTE),
            location={"title": title, "openInfo": {"status": "OPEN"}},
        )
        return self.grant(location_id)

    def grant(self, location_id: str) -> Mapping[str, str]:
        """Let the owner give leave, for the first time or again; return the secrets."""
        number = len(self._grants) + 1
        grant = _Grant(
            location_id=location_id,
            refresh_token=f"refresh-{number}",
            access_token=f"access-{number}-0",
            expires_at=self._expiry(),
        )
        self._grants.append(grant)
        return {"access_token": grant.access_token, "refresh_token": grant.refresh_token}

    def add_review(
        self, location_id: str, stars: int, comment: str | None = None, reviewer: str | None = None
    ) -> str:
        """Let somebody write a review; return its name."""
        shop = self.shops[location_id]
        name, now = shop.new_name("reviews"), self.now()
        shop.reviews[name] = HeldReview(
            name=name,
            stars=stars,
            comment=comment,
            reviewer=reviewer,
            created_at=now,
            updated_at=now,
        )
        return name

    def change_review(self, review_name: str, stars: int, comment: str | None = None) -> None:
        """Let its writer change a review."""
        review = self._shop_of(review_name).reviews[review_name]
        review.stars, review.comment, review.updated_at = stars, comment, self.now()

    def remove_review(self, review_name: str) -> None:
        """Let a review vanish."""
        del self._shop_of(review_name).reviews[review_name]

    def let_google_edit(self, location_id: str, **fields: Any) -> None:
        """Let Google show other values than the owner's, by the names of fields such as `title`."""
        self.shops[location_id].google_edits |= fields

    def set_verdict(
        self, *, post: PostState | None = None, reply: ReplyState | None = None
    ) -> None:
        """Decide what moderators say of everything from now on; None is: what it deserves."""
        self.moderation = Moderation(post, reply)

    def set_figure(self, location_id: str, metric: DailyMetric, day: date, count: int) -> None:
        """Let a day be counted."""
        self.shops[location_id].figures[metric.value, day] = count

    def expire_token(self, location_id: str) -> None:
        """End the access token now."""
        self._grant(location_id).expires_at = self.now()

    def revoke(self, location_id: str) -> None:
        """Let the owner take the leave back."""
        self._grant(location_id).is_revoked = True

    def live_posts(self, location_id: str, text: str) -> int:
        """Return how many posts of this text can be seen now."""
        posts, now = self.shops[location_id].posts.values(), self.now()
        return sum(
            p.stated.get("summary") == text and p.state(now) is PostState.LIVE for p in posts
        )

    def posts(self, location_id: str, text: str) -> int:
        """Return how many posts of this text there are, whatever the moderators say."""
        return sum(p.stated.get("summary") == text for p in self.shops[location_id].posts.values())

    def answer(self, asked: Asked) -> VendorAnswer:
        """Return what Google answers, and note what it would punish."""
        if asked.path == "/token":
            return self._token(asked)
        answer = self._answer(asked)
        if answer.status in (_INVALID, _TOO_MANY) and self.is_access_granted:
            self.violations.append(f"{asked.method} {asked.path}: {_reason(answer)}")
        return answer

    def _answer(self, asked: Asked) -> VendorAnswer:
        shop = next((s for s in self.shops.values() if _is_of(asked.path, s)), None)
        if (closed := self._closed(asked, shop)) is not None:
            return closed
        if shop is None:
            return not_found()
        if (limited := self._limited(asked, shop)) is not None:
            return limited
        return self._routed(asked, shop)

    def _routed(self, asked: Asked, shop: HeldShop) -> VendorAnswer:
        now, rest = self.now(), asked.path.partition(shop.name)[2]
        if asked.path.startswith("/v1/"):
            if asked.path.endswith(":fetchMultiDailyMetricsTimeSeries"):
                return held_profile.answer_of_figures(shop, asked)
            return held_profile.answer(shop, asked, now, self.rules)
        if rest.startswith("/reviews"):
            answer = held_reviews.answer(shop, asked, now, self.rules, self.moderation)
            if asked.method == "PUT" and answer.status == _OK:
                self._note_reply(asked, shop)
            return answer
        if rest.startswith("/localPosts"):
            return self._of_posts(asked, shop, now)
        return held_posts.answer_of_photos(shop, asked, now) if rest == "/media" else not_found()

    def _of_posts(self, asked: Asked, shop: HeldShop, now: datetime) -> VendorAnswer:
        answer = held_posts.answer(shop, asked, now, self.rules, self.moderation)
        violation = post_violation(str(asked.body.get("summary", "")))
        if answer.status == _OK and violation:
            self.violations.append(f"post of {shop.name}: {violation}")
        return answer

    def _note_reply(self, asked: Asked, shop: HeldShop) -> None:
        name = asked.path.removeprefix("/v4/").removesuffix("/reply")
        reply = shop.reviews[name].reply
        if reply and reply.violation:
            self.violations.append(f"reply to {name}: {reply.violation}")

    def _closed(self, asked: Asked, shop: HeldShop | None) -> VendorAnswer | None:
        """Refuse whoever may not come in: no token, another's profile, no access at all."""
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        grant = next((g for g in self._grants if g.access_token == token), None)
        if grant is None or grant.is_revoked or self.now() >= grant.expires_at:
            return refused(401, "UNAUTHENTICATED", "Request had invalid credentials.")
        if not self.is_access_granted:
            return _exhausted("0")
        if shop is not None and shop.location_id != grant.location_id:
            return refused(403, "PERMISSION_DENIED", "The caller does not have permission.")
        return None

    def _limited(self, asked: Asked, shop: HeldShop) -> VendorAnswer | None:
        now, rules = self.now(), self.rules
        queries = self._queries.setdefault(_api(asked), Window(rules.queries_per_minute, _MINUTE))
        if not queries.takes(now):
            return _exhausted(str(rules.queries_per_minute))
        if asked.method == "GET":
            return None
        if not shop.edits.takes(now):
            return _exhausted(str(rules.edits_per_minute))
        if asked.method == "PATCH" and not self._updates.takes(now):
            return _exhausted(str(rules.updates_per_day))
        return None

    def _token(self, asked: Asked) -> VendorAnswer:
        form = asked.body
        if not form.get("client_id") or not form.get("client_secret"):
            return answered(401, {"error": "invalid_client"})
        if form.get("grant_type") != "refresh_token":
            return answered(400, {"error": "unsupported_grant_type"})
        token = form.get("refresh_token")
        grant = next((g for g in self._grants if g.refresh_token == token), None)
        if grant is None or grant.is_revoked:
            return answered(400, {"error": "invalid_grant", "error_description": "Revoked."})
        self.renewals += 1
        grant.access_token = f"{grant.access_token.rpartition('-')[0]}-{self.renewals}"
        grant.expires_at = self._expiry()
        lasts = int(self.rules.token_seconds)
        stated = {"access_token": grant.access_token, "expires_in": lasts, "token_type": "Bearer"}
        return answered(200, stated)

    def _expiry(self) -> datetime:
        return self.now() + timedelta(seconds=self.rules.token_seconds)

    def _grant(self, location_id: str) -> _Grant:
        return next(grant for grant in self._grants if grant.location_id == location_id)

    def _shop_of(self, name: str) -> HeldShop:
        return self.shops[name.split("/")[3]]


def _is_of(path: str, shop: HeldShop) -> bool:
    name = f"/v1/locations/{shop.location_id}"
    is_v1 = path.startswith(name) and path.removeprefix(name)[:1] in ("", ":", "/")
    return is_v1 or path.startswith(f"/v4/{shop.name}/")


def _api(asked: Asked) -> str:
    if asked.path.startswith("/v4/"):
        return "my_business"
    return "performance" if ":fetch" in asked.path else "information"


def _exhausted(limit: str) -> VendorAnswer:
    info = {"@type": _QUOTA, "reason": "RATE_LIMIT_EXCEEDED"}
    detail = {**info, "metadata": {"quota_limit_value": limit}}
    return refused(_TOO_MANY, "RESOURCE_EXHAUSTED", "Quota exceeded.", detail)


def _reason(answer: VendorAnswer) -> str:
    return answer.content.decode()[:300]
