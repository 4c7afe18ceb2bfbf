"""Meta in memory: whom does it let in, how much does it take, and what does it note as wrong?"""

import asyncio
import json
from abc import abstractmethod
from collections.abc import Mapping
from typing import Generic, TypeVar

from local.connectors.graph.held import HeldAccount, HeldPicture, TokenState, refused
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

    def __init__(
        self, clock: Clock, *, sleep: Sleep = asyncio.sleep, deadline_seconds: float = 30.0
    ) -> None:
        super().__init__(clock, sleep=sleep, deadline_seconds=deadline_seconds)
        self.accounts: dict[str, Account] = {}
        self.pictures: dict[str, HeldPicture] = {}
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
        """Put a picture on the web; what is at no address known here cannot be fetched."""
        self.pictures[url] = picture or HeldPicture()

    def answer(self, asked: Asked) -> VendorAnswer:
        """Return what Meta answers, and note what it would punish."""
        account = self._account(asked)
        if isinstance(account, VendorAnswer):
            return account
        answer = self._limited(account) or self._blocked(account, asked)
        answer = answer or self.answer_for(account, asked)
        if answer.status != _OK:
            self.violations.append(f"{asked.method} {asked.path}: {answer.content.decode()[:200]}")
        return self._with_usage(account, answer)

    @abstractmethod
    def answer_for(self, account: Account, asked: Asked) -> VendorAnswer:
        """Return what is answered to whom Meta has let in."""

    def _account(self, asked: Asked) -> Account | VendorAnswer:
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        account = next((a for a in self.accounts.values() if a.token == token), None)
        if account is None:
            return refused(TOKEN, "Invalid OAuth access token", TokenState.INVALID.value, 401)
        if account.token_state is not TokenState.GOOD:
            return refused(TOKEN, "The access token is not valid", account.token_state.value)
        proof = asked.query.get("appsecret_proof", "")
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
