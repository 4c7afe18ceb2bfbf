"""Market intelligence for callers in Python; `shared.service_factory` finds it by name."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from shared.clock import Clock, SystemClock
from shared.db.session import Database
from shared.errors import FieldProblem, InvalidError

from .schemas import ClientData
from .service import IntelligenceService, analyse_records


class IntelligenceEngine:
    """Analyses a client's observations: given along (`client_data`), or stored in a database."""

    def __init__(
        self,
        client_data: Mapping[str, Any] | None = None,
        *,
        database: Database | None = None,
        client_id: UUID | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._client_data = client_data
        self._database = database
        self._client_id = client_id
        self._clock = clock or SystemClock()

    async def get_comprehensive_analysis(self) -> dict[str, Any]:
        """Return the analysis as HTTP answers show it."""
        if self._client_data is not None:
            given = _checked(self._client_data)
            answer = await analyse_records(given.observations, self._clock)
        elif self._database is not None and self._client_id is not None:
            service = IntelligenceService(self._database, self._client_id, self._clock)
            answer = await service.analyse_client(self._client_id)
        else:
            message = "The engine has no data: give client_data, or a database and a client_id."
            raise InvalidError(message)
        return json.loads(answer.analysis)


def _checked(client_data: Mapping[str, Any]) -> ClientData:
    try:
        return ClientData.model_validate(dict(client_data))
    except ValidationError as error:
        problems = tuple(
            FieldProblem(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors()
        )
        message = 'The client data is not of the form {"observations": [{"date": …}, …]}.'
        raise InvalidError(message, problems) from error
