"""How does one call to a vendor end in exactly one effect, or in an honest "unknown"?"""

from typing import Protocol
from uuid import UUID

from shared.connectors.calls import Call, Outcome
from shared.connectors.connector import Connector


class Runner(Protocol):
    """Runs calls; may be asked the same call again at any time."""

    async def run(self, tenant_id: UUID, connector: Connector, call: Call) -> Outcome:
        """Return what came of the call, now or the first time.

        Never called inside a transaction: a vendor may think for seconds.
        """
        ...
