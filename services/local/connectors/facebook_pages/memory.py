"""Facebook Pages in memory: it keeps the rules over the same requests as Facebook."""

import asyncio
from collections.abc import Mapping, Sequence

from local.connectors.facebook_pages import held_comments, held_posts
from local.connectors.facebook_pages.held import FacebookRules, HeldPage
from local.connectors.facebook_pages.port import MOST_PRIVATE_CHARACTERS
from local.connectors.graph.held import HeldComment
from local.connectors.graph.held_answers import no_object, picked
from local.connectors.graph.memory import GraphTwin
from local.connectors.twin import Asked, Sleep, Window, answered
from shared.clock import Clock
from shared.connectors.exchange import VendorAnswer

_OK = 200
_HOUR_SECONDS = 3_600.0


class FacebookTwin(GraphTwin[HeldPage]):
    """Several Pages of one app."""

    product = "pages"
    limit_code = 32
    most_private = MOST_PRIVATE_CHARACTERS

    def __init__(
        self,
        clock: Clock,
        *,
        rules: FacebookRules | None = None,
        sleep: Sleep = asyncio.sleep,
        deadline_seconds: float = 30.0,
    ) -> None:
        super().__init__(clock, sleep=sleep, deadline_seconds=deadline_seconds)
        self.rules = rules or FacebookRules()
        self.calls_per_hour = self.rules.calls_per_hour

    def add_page(self, page_id: str, name: str = "Shop") -> Mapping[str, str]:
        """Add a shop's Page; return the secrets of a connection to it."""
        calls = Window(self.rules.calls_per_hour, _HOUR_SECONDS)
        self.accounts[page_id] = HeldPage(id=page_id, name=name, token="", calls=calls)
        return self.grant(page_id)

    def hide_post(self, post_id: str) -> None:
        """Let a post be hidden, by Facebook or by the owner."""
        self._page_of(post_id).posts[post_id].is_hidden = True

    def remove_post(self, post_id: str) -> None:
        """Let a post be taken away, by Facebook or by the owner."""
        del self._page_of(post_id).posts[post_id]

    def posts(self, page_id: str, words: str) -> int:
        """Return how many posts of these words there are, whether seen or not."""
        return sum(post.message == words for post in self.accounts[page_id].posts.values())

    def live_posts(self, page_id: str, words: str) -> int:
        """Return how many posts of these words people can see now."""
        posts = self.accounts[page_id].posts.values()
        return sum(post.message == words and post.is_live for post in posts)

    def answer_for(self, account: HeldPage, asked: Asked) -> VendorAnswer:
        """Return what is answered to whom Facebook has let in."""
        _, _, node, *edge = asked.path.split("/")
        if node == account.id:
            return self._of_page(account, "/".join(edge), asked)
        if (post := account.posts.get(node)) is None:
            return no_object()
        if edge == ["comments"] and asked.method == "GET":
            return held_comments.listed_under_post(account, post.id, asked, self.now())
        return no_object() if edge else held_posts.answer_of_post(account, post, asked)

    def answer_of_comment(
        self, account: HeldPage, comment: HeldComment, edge: Sequence[str], asked: Asked
    ) -> VendorAnswer:
        """Return what is answered of a comment."""
        return held_comments.answer_of_comment(account, comment, edge, asked, self.now())

    def _of_page(self, held: HeldPage, edge: str, asked: Asked) -> VendorAnswer:
        now, rules = self.now(), self.rules
        match asked.method, edge:
            case "GET", "":
                return answered(_OK, picked(held.stated(), asked.query))
            case "GET", "published_posts":
                return held_posts.listed(held, asked.query)
            case "POST", "feed":
                return held_posts.posted(held, asked.body, now, rules)
            case "POST", "photos":
                picture = self.picture_at(asked.body.get("url"))
                return held_posts.posted_photo(held, asked.body, picture, now, rules)
            case _:
                return no_object()

    def _page_of(self, post_id: str) -> HeldPage:
        return self.accounts[post_id.partition("_")[0]]
