"""Instagram in memory: it keeps the rules over the same requests as Instagram."""

import asyncio
from collections.abc import Mapping, Sequence

from local.connectors.graph.held import HeldComment
from local.connectors.graph.held_answers import no_object, page, picked
from local.connectors.graph.memory import GraphTwin
from local.connectors.instagram import held_comments, held_media
from local.connectors.instagram.held import HeldProfile, InstagramRules
from local.connectors.instagram.port import MOST_PRIVATE_BYTES
from local.connectors.twin import Asked, Sleep, Window, answered
from shared.clock import Clock
from shared.connectors.exchange import VendorAnswer

_OK = 200
_HOUR_SECONDS, _DAY_SECONDS = 3_600.0, 86_400.0


class InstagramTwin(GraphTwin[HeldProfile]):
    """Several accounts of one app."""

    product = "instagram"
    limit_code = 80002
    most_private = MOST_PRIVATE_BYTES

    def __init__(
        self,
        clock: Clock,
        *,
        rules: InstagramRules | None = None,
        sleep: Sleep = asyncio.sleep,
        deadline_seconds: float = 30.0,
    ) -> None:
        super().__init__(clock, sleep=sleep, deadline_seconds=deadline_seconds)
        self.rules = rules or InstagramRules()
        self.calls_per_hour = self.rules.calls_per_hour

    def add_account(self, ig_user_id: str, name: str = "Shop") -> Mapping[str, str]:
        """Add a shop's account; return the secrets of a connection to it."""
        self.accounts[ig_user_id] = HeldProfile(
            id=ig_user_id,
            name=name,
            token="",
            calls=Window(self.rules.calls_per_hour, _HOUR_SECONDS),
            posts_today=Window(self.rules.posts_per_day, _DAY_SECONDS),
        )
        return self.grant(ig_user_id)

    def fail_container(self, ig_user_id: str, container_id: str, problem: str) -> None:
        """Let Instagram find something wrong with a picture while it works on it."""
        self.accounts[ig_user_id].containers[container_id].problem = problem

    def remove_media(self, ig_user_id: str, media_id: str) -> None:
        """Let a post be taken away, by Instagram or by the owner."""
        del self.accounts[ig_user_id].media[media_id]

    def live_posts(self, ig_user_id: str, caption: str) -> int:
        """Return how many posts of this caption people can see now."""
        return sum(media.caption == caption for media in self.accounts[ig_user_id].media.values())

    def answer_for(self, account: HeldProfile, asked: Asked) -> VendorAnswer:
        """Return what is answered to whom Instagram has let in."""
        _, _, node, *edge = asked.path.split("/")
        if node == account.id:
            return self._of_account(account, "/".join(edge), asked)
        if node in account.media and edge == ["comments"] and asked.method == "GET":
            return held_comments.listed_under_media(account, node, asked)
        if edge or asked.method != "GET":
            return no_object()
        if (container := account.containers.get(node)) is not None:
            return answered(_OK, picked(container.stated(self.now()), asked.query))
        if (media := account.media.get(node)) is not None:
            return answered(_OK, picked(media.stated(), asked.query))
        return no_object()

    def answer_of_comment(
        self, account: HeldProfile, comment: HeldComment, edge: Sequence[str], asked: Asked
    ) -> VendorAnswer:
        """Return what is answered of a comment."""
        return held_comments.answer_of_comment(account, comment, edge, asked, self.now())

    def _of_account(self, held: HeldProfile, edge: str, asked: Asked) -> VendorAnswer:
        now, rules = self.now(), self.rules
        match asked.method, edge:
            case "GET", "":
                return answered(_OK, picked(held.stated(), asked.query))
            case "GET", "media":
                newest_first = [media.stated() for media in reversed(held.media.values())]
                return page(newest_first, asked.query)
            case "GET", "content_publishing_limit":
                return held_media.quota(held, now, rules)
            case "POST", "media":
                picture = self.picture_at(asked.body.get("image_url"))
                return held_media.contained(held, asked.body, picture, now, rules)
            case "POST", "media_publish":
                return held_media.published(held, asked.body, now)
            case _:
                return no_object()
