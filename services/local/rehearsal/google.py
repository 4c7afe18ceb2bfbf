"""Google Business Profile, played by the connector's own twin, which keeps Google's rules."""

import json
from dataclasses import asdict
from threading import Lock

from local.connectors.answer_values import mapping, text
from local.connectors.google_business.held import GoogleRules
from local.connectors.google_business.memory import GoogleTwin
from local.connectors.twin import answered, as_asked
from shared.clock import SystemClock
from shared.connectors.exchange import VendorAnswer, VendorRequest

REVIEWS = "/stand-in/reviews"
ACCOUNT_ID, LOCATION_ID = "1", "2"
_MODERATION_SECONDS = 5.0
_MOST_STARS, _CREATED, _WRONG = 5, 201, 422


class GoogleStandIn:
    """One shop at a Google of its own; whoever calls takes turns."""

    def __init__(self) -> None:
        rules = GoogleRules(reply_moderation_seconds=_MODERATION_SECONDS)
        self._twin = GoogleTwin(SystemClock(), rules=rules)
        self.secrets = self._twin.add_shop(ACCOUNT_ID, LOCATION_ID, title="Demo shop")
        self._lock = Lock()

    def answer(self, request: VendorRequest) -> VendorAnswer:
        """Answer as Google does, or take part in the play where the address says so."""
        with self._lock:
            if request.url.partition("?")[0].endswith(REVIEWS):
                return self._played(request)
            return self._twin.answer(as_asked(request))

    def _played(self, request: VendorRequest) -> VendorAnswer:
        if request.method == "GET":
            reviews = self._twin.shops[LOCATION_ID].reviews.values()
            return answered(200, json.loads(json.dumps([asdict(r) for r in reviews], default=str)))
        wish = mapping(request.json())
        stars = wish.get("stars")
        if not isinstance(stars, int) or not 1 <= stars <= _MOST_STARS:
            return answered(_WRONG, {"detail": "Send stars from 1 to 5, and a comment or none."})
        name = self._twin.add_review(LOCATION_ID, stars, text(wish.get("comment")), "A guest")
        return answered(_CREATED, {"name": name})
