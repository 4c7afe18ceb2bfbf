"""Meta in memory: whom does it let in, how much does it take, and what does it note as wrong?"""

import asyncio
import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from local.connectors.answer_values import mapping
from local.connectors.graph.held import HeldAccount, HeldComment, HeldPicture, TokenState
from local.connectors.graph.held_answers import no_object, refused
from local.connectors.graph.held_comments import answer_in_private
from local.connectors.graph.host import appsecret_proof
from local.connectors.graph.refusals import BLOCKED, INVALID_PARAMETER, TOKEN
from local.connectors.twin import Asked, Sleep, Twin
from shared.clock import Clock
from shared.connectors.exchange import VendorAnswer

_OK, _FORBIDDEN = 200, 403
_ALL_PER_CENT = 100

Account = TypeVar("Account", bound=HeldAccount)


class GraphTwin(Twin, Generic[Account]):
    """Several shops of one app; each product adds what its accounts hold."""

    product = ""
    limit_code = 0
    most_private = 0

    def __init__(
        self, clock: Clock, *, sleep: Sleep = asyncio.sleep, deadline_seconds: float = 30.0
    ) -> None:
        super().__init__(clock, sleep=sleep, deadline_seconds=deadline_seconds)
        self.accounts: dict[str, Account] = {}
        self.pictures: dict[str, HeldPicture] = {}
        self.elsewhere: HeldPicture | None = None
        self.app_secret = ""
        self.calls_per_hour = 200
        self._grants = 0

    def set_token(self, account_id: str, state: TokenState) -> None:
        """Let a token go bad, or be good again."""
        self.accounts[account_id].token_state = state

    def grant(self, account_id: str) -> Mapping[str, str]:
        """Let the owner give a new token; return the secrets of the connection."""
        self._grants += 1
        account = self.accounts[account_id]
        account.token = f"{self.product}-token-{account_id}-{self._grants}"
        account.token_state = TokenState.GOOD
        return {"access_token": account.token}

    def block(self, account_id: str, *, is_blocked: bool = True) -> None:
        """Let Meta block an account's writing for its policies, or end that."""
        self.accounts[account_id].is_blocked = is_blocked

    def add_picture(self, url: str, picture: HeldPicture | None = None) -> None:
        """Put a picture on the web; all others are `elsewhere`, where at first nothing is."""
        self.pictures[url] = picture or HeldPicture()

    def picture_at(self, url: object) -> HeldPicture | None:
        """Return what can be fetched from an address."""
        return self.pictures.get(str(url), self.elsewhere)

    def add_comment(
        self,
        account_id: str,
        post_id: str,
        message: str,
        *,
        author: tuple[str, str] = ("501", "Asha"),
        parent_id: str | None = None,
    ) -> str:
        """Let somebody write under a post, or under a comment; return the comment's id."""
        account = self.accounts[account_id]
        comment = account.write(post_id, message, self.now(), parent_id=parent_id, author=author)
        return comment.id

    def edit_comment(self, account_id: str, comment_id: str, message: str) -> None:
        """Let whoever wrote a comment change it."""
        self.accounts[account_id].comments[comment_id].message = message

    def hide_author(self, account_id: str, comment_id: str) -> None:
        """Let Meta no more tell who wrote a comment."""
        self.accounts[account_id].comments[comment_id].is_author_told = False

    def remove_comment(self, account_id: str, comment_id: str) -> None:
        """Let a comment vanish, with the replies to it."""
        comments = self.accounts[account_id].comments
        self.accounts[account_id].comments = {
            key: comment
            for key, comment in comments.items()
            if comment_id not in (key, comment.parent_id)
        }

    def replies(self, account_id: str, words: str) -> int:
        """Return how many replies of these words are the shop's own."""
        comments = self.accounts[account_id].comments.values()
        return sum(c.author_id == account_id and c.message == words for c in comments)

    def private_replies(self, account_id: str) -> Mapping[str, str]:
        """Return what was answered in private, by the comment's id."""
        comments = self.accounts[account_id].comments.values()
        return {c.id: c.private_reply for c in comments if c.private_reply is not None}

    def answer(self, asked: Asked) -> VendorAnswer:
        """Return what Meta answers, and note what it would punish."""
        account = self._account(asked)
        if isinstance(account, VendorAnswer):
            return account
        answer = self._limited(account) or self._blocked(account, asked)
        answer = answer or self._routed(account, asked)
        if answer.status != _OK:
            self.violations.append(f"{asked.method} {asked.path}: {answer.content.decode()[:200]}")
        return self._with_usage(account, answer)

    @abstractmethod
    def answer_for(self, account: Account, asked: Asked) -> VendorAnswer:
        """Return what is answered of the account and its posts."""

    @abstractmethod
    def answer_of_comment(
        self, account: Account, comment: HeldComment, edge: Sequence[str], asked: Asked
    ) -> VendorAnswer:
        """Return what is answered of a comment."""

    def _routed(self, account: Account, asked: Asked) -> VendorAnswer:
        _, _, node, *edge = asked.path.split("/")
        if node == account.id and edge == ["messages"] and asked.method == "POST":
            return self._in_private(account, asked)
        if (comment := account.comments.get(node)) is not None:
            return self.answer_of_comment(account, comment, edge, asked)
        return self.answer_for(account, asked)

    def _in_private(self, account: Account, asked: Asked) -> VendorAnswer:
        recipient = mapping(asked.body.get("recipient"))
        comment = account.comments.get(str(recipient.get("comment_id")))
        if comment is None:
            return no_object()
        words = str(mapping(asked.body.get("message")).get("text", ""))
        return answer_in_private(account, comment, words, self.most_private, self.now())

    def _account(self, asked: Asked) -> Account | VendorAnswer:
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        account = next((a for a in self.accounts.values() if a.token == token), None)
        if account is None:
            return refused(TOKEN, "Invalid OAuth access token", TokenState.INVALID.value, 401)
        if account.token_state is not TokenState.GOOD:
            return refused(TOKEN, "The access token is not valid", account.token_state.value)
        stated = asked.body if asked.method == "POST" else asked.query
        proof = stated.get("appsecret_proof")
        if self.app_secret and proof != appsecret_proof(self.app_secret, token):
            return refused(INVALID_PARAMETER, "Invalid appsecret_proof provided")
        return account

    def _limited(self, account: Account) -> VendorAnswer | None:
        if account.calls.takes(self.now()):
            return None
        return refused(self.limit_code, "Request limit reached", status=_FORBIDDEN)

    def _blocked(self, account: Account, asked: Asked) -> VendorAnswer | None:
        if not account.is_blocked or asked.method == "GET":
            return None
        return refused(BLOCKED, "The action was deemed abusive or is otherwise disallowed")

    def _with_usage(self, account: Account, answer: VendorAnswer) -> VendorAnswer:
        """Say how much of the hour's calls is used, as Meta does in a header."""
        share = account.calls.used(self.now()) * _ALL_PER_CENT // self.calls_per_hour
        entry = {
            "type": self.product,
            "call_count": share,
            "total_cputime": 0,
            "total_time": 0,
            "estimated_time_to_regain_access": 60 if share >= _ALL_PER_CENT else 0,
        }
        usage = json.dumps({account.id: [entry]})
        headers = {**answer.headers, "x-business-use-case-usage": usage}
        return VendorAnswer(answer.status, headers, answer.content)
