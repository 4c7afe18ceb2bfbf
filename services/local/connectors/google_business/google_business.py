"""Google Business Profile: reviews, posts, photos, hours, attributes and figures of one profile.

Written from the v4 and v1 contracts and checked against them; never run against Google. Google
gives no sandbox, and lets an application in only after it has been asked. There are no questions
and answers, no chat and no calls here: Google has ended those.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from local.connectors.answer_values import mapping, text
from local.connectors.google_business import figures, photos, posts, profile, reviews
from local.connectors.google_business import port as asked
from local.connectors.google_business.hosts import NO_CLIENT, GoogleHosts, OAuthClient
from local.connectors.google_business.refusals import (
    failure_of,
    garbled,
    renewal_failure_of,
)
from shared.connectors.calls import Call, Capability, Dedupe, Done, Failed, FailureKind, Outcome
from shared.connectors.connector import Access, Ask, Connector, Draw
from shared.connectors.exchange import VendorAnswer, VendorRequest, sending_form

QUERIES = "google.queries_per_minute"
EDITS = "google.edits_per_profile"
UPDATES = "google.updates_per_day"
_OK, _NOT_FOUND = 200, 404
_MOST_PAGES = 20

CAPABILITIES = (
    Capability(name="review.list", params=asked.ListReviews, is_write=False),
    Capability(name="review.read", params=asked.ReadReview, is_write=False),
    Capability(name="review.reply", params=asked.ReplyToReview, dedupe=Dedupe.NATURAL),
    Capability(name="review.delete_reply", params=asked.DeleteReviewReply, dedupe=Dedupe.RECONCILE),
    Capability(name="post.create", params=asked.CreatePost, dedupe=Dedupe.RECONCILE),
    Capability(name="post.read", params=asked.ReadPost, is_write=False),
    Capability(name="post.delete", params=asked.DeletePost, dedupe=Dedupe.RECONCILE),
    Capability(name="media.create", params=asked.CreateMedia, dedupe=Dedupe.RECONCILE),
    Capability(
        name="hours.set", params=asked.SetHours, dedupe=Dedupe.NATURAL, has_native_dry_run=True
    ),
    Capability(name="attributes.set", params=asked.SetAttributes, dedupe=Dedupe.NATURAL),
    Capability(name="location.read", params=asked.ReadLocation, is_write=False),
    Capability(name="location.google_updated", params=asked.ReadGoogleUpdates, is_write=False),
    Capability(name="metrics.read", params=asked.ReadMetrics, is_write=False),
)
_PROFILE_UPDATES = ("hours.set", "attributes.set")
_OTHER_APIS: Mapping[str, str] = {
    **dict.fromkeys((*_PROFILE_UPDATES, "location.read", "location.google_updated"), "information"),
    "metrics.read": "performance",
}
Recognised = Callable[[Any, Mapping[str, Any]], Mapping[str, Any] | None]


class GoogleBusiness:
    """One profile; what limits it is named here and sized in `vendor_limits`."""

    vendor = asked.VENDOR
    capabilities: Mapping[str, Capability] = {item.name: item for item in CAPABILITIES}

    def __init__(self, hosts: GoogleHosts, client: OAuthClient) -> None:
        self._hosts = hosts
        self._client = client

    def build(self, call: Call, access: Access) -> VendorRequest:
        """Return the request; raise InvalidCallError for what Google would refuse."""
        hosts, wish = self._hosts, call.params
        v4, information = hosts.my_business, hosts.business_information
        builders: Mapping[str, Callable[[], VendorRequest]] = {
            "review.list": lambda: reviews.listing(v4, wish, access),
            "review.read": lambda: reviews.one(v4, wish, access),
            "review.reply": lambda: reviews.reply(v4, wish, access),
            "review.delete_reply": lambda: reviews.reply_deletion(v4, wish, access),
            "post.create": lambda: posts.creation(v4, wish, access),
            "post.read": lambda: posts.reading(v4, wish.post_name, access),
            "post.delete": lambda: posts.deletion(v4, wish.post_name, access),
            "media.create": lambda: photos.creation(v4, wish, access),
            "hours.set": lambda: profile.hours(
                information, wish, access, is_dry_run=call.is_dry_run
            ),
            "attributes.set": lambda: profile.attributes(information, wish, access),
            "location.read": lambda: profile.reading(information, access),
            "location.google_updated": lambda: profile.google_reading(information, access),
            "metrics.read": lambda: figures.reading(hosts.performance, wish, access),
        }
        return builders[call.capability]()

    def parse(self, call: Call, answer: VendorAnswer) -> Outcome:
        """Read a 2xx: a post may have been rejected at once, and a proxy may say 200 too."""
        stated = answer.json()
        if not isinstance(stated, dict):
            return garbled()
        return _outcome(call, mapping(cast("object", stated)))

    def classify(self, answer: VendorAnswer) -> Failed:
        """Say what a refusal means."""
        return failure_of(answer)

    def draws(self, call: Call, access: Access) -> Sequence[Draw]:
        """Every call counts against its API; a write against its profile too."""
        api = _OTHER_APIS.get(call.capability, "my_business")
        taken = [Draw(QUERIES, api, is_platform=True)]
        if self.capabilities[call.capability].is_write:
            taken.append(Draw(EDITS, access.account.get("location_id", "")))
        if call.capability in _PROFILE_UPDATES:
            taken.append(Draw(UPDATES, is_platform=True))
        return taken

    async def reconcile(self, call: Call, access: Access, ask: Ask) -> Outcome | None:
        """Look for the post or photo by what it holds, or whether what was deleted is gone."""
        v4 = self._hosts.my_business
        if call.capability == "post.create":
            return await _found(call, access, ask, "post.list", partial(posts.listing, v4))
        if call.capability == "media.create":
            return await _found(call, access, ask, "media.list", partial(photos.listing, v4))
        if call.capability == "post.delete":
            look = posts.reading(v4, call.params.post_name, access)
            return await _gone(ask, "post.read", look, lambda _: False)
        if call.capability == "review.delete_reply":
            look = reviews.one(v4, call.params, access)
            return await _gone(ask, "review.read", look, lambda body: "reviewReply" not in body)
        return None

    def refresh(self, access: Access) -> VendorRequest | None:
        """Return the form that renews the access token."""
        if not (token := access.secrets.get("refresh_token")):
            return None
        form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            ("client_id", self._client.id),
            ("client_secret", self._client.secret),
        ]
        return sending_form(f"{self._hosts.oauth}/token", form)

    def refreshed(self, access: Access, answer: VendorAnswer) -> Mapping[str, str] | Failed:
        """Return the secrets with the new token; Google seldom sends a new refresh token."""
        stated = mapping(answer.json())
        token = text(stated.get("access_token"))
        if answer.status != _OK or token is None:
            return renewal_failure_of(answer)
        kept = text(stated.get("refresh_token")) or access.secrets["refresh_token"]
        return {**access.secrets, "access_token": token, "refresh_token": kept}


def google_business(hosts: GoogleHosts, client: OAuthClient = NO_CLIENT) -> Connector:
    """Return the connector; without a client no token is renewed, and Google's answer says so."""
    return GoogleBusiness(hosts, client)


def _outcome(call: Call, stated: Mapping[str, Any]) -> Outcome:
    if call.capability == "post.create":
        return posts.created(call.params, stated)
    if call.capability == "media.create":
        return photos.created(stated)
    readers: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
        "review.list": reviews.page_of,
        "review.read": reviews.review_of,
        "review.reply": reviews.reply_of,
        "post.read": posts.post_of,
        "hours.set": profile.location,
        "location.read": profile.location,
        "location.google_updated": profile.google_updates,
        "metrics.read": figures.series_of,
    }
    reader = readers.get(call.capability)
    return Done(data=reader(stated) if reader else {})


async def _found(
    call: Call,
    access: Access,
    ask: Ask,
    operation: str,
    listing: Callable[[Access, str | None], VendorRequest],
) -> Outcome | None:
    """Look through every page; too many pages, or one that cannot be read, prove nothing."""
    recognised: Recognised = posts.the_same if call.capability == "post.create" else photos.the_same
    token: str | None = None
    for _ in range(_MOST_PAGES):
        answer = await ask(operation, listing(access, token))
        page = answer.json()
        if answer.status != _OK or not isinstance(page, dict):
            return garbled()
        stated = mapping(cast("object", page))
        if (same := recognised(call.params, stated)) is not None:
            return _outcome(call, same)
        if (token := text(stated.get("nextPageToken"))) is None:
            return None
    message = "There are too many posts or photos to look through."
    return Failed(kind=FailureKind.UNKNOWN_OUTCOME, code="too_many_pages", message=message)


async def _gone(
    ask: Ask,
    operation: str,
    look: VendorRequest,
    is_gone: Callable[[Mapping[str, Any]], bool],
) -> Outcome | None:
    answer = await ask(operation, look)
    if answer.status == _NOT_FOUND:
        return Done()
    stated = answer.json()
    if answer.status != _OK or not isinstance(stated, dict):
        return garbled()
    return Done() if is_gone(mapping(cast("object", stated))) else None
