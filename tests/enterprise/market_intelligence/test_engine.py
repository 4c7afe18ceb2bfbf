from datetime import UTC, datetime
from typing import Any

import pytest

from enterprise.market_intelligence.engine import IntelligenceEngine
from shared.clock import FixedClock
from shared.db.session import Database
from shared.errors import InvalidError
from shared.ids import new_id
from shared.service_factory import ServiceFactory
from shared.tiers import BusinessTier
from tests.enterprise.market_intelligence.test_api import FILE
from tests.enterprise.market_intelligence.test_service import take

CLOCK = FixedClock(datetime(2026, 11, 22, tzinfo=UTC))
GIVEN = {"observations": [{"date": "2026-01-01", "channel": "search", "spend": 10}]}


async def test_the_factory_builds_an_engine_that_needs_no_database() -> None:
    engine = ServiceFactory.create_intelligence_service(BusinessTier.ENTERPRISE, client_data=GIVEN)
    assert isinstance(engine, IntelligenceEngine)
    analysis = await engine.get_comprehensive_analysis()
    assert analysis["overall"]["totals"]["spend"]["value"] == "10.00"


async def test_the_same_data_is_answered_the_same() -> None:
    answers = [
        await IntelligenceEngine(client_data=GIVEN, clock=CLOCK).get_comprehensive_analysis()
        for _ in range(2)
    ]
    assert answers[0] == answers[1]


async def test_stored_data_is_analysed_by_client(enterprise_database: Database) -> None:
    client_id = new_id()
    await take(enterprise_database, client_id, FILE)
    engine = IntelligenceEngine(database=enterprise_database, client_id=client_id, clock=CLOCK)
    analysis = await engine.get_comprehensive_analysis()
    assert analysis["overall"]["totals"]["spend"]["value"] == "21.50"


MALFORMED: list[dict[str, Any]] = [
    {},
    {"observations": []},
    {"rows": [1]},
    {"observations": [{}]},
]


@pytest.mark.parametrize("given", MALFORMED, ids=str)
async def test_data_of_another_form_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        await IntelligenceEngine(client_data=given, clock=CLOCK).get_comprehensive_analysis()


async def test_an_engine_without_data_says_so() -> None:
    with pytest.raises(InvalidError, match="no data"):
        await IntelligenceEngine().get_comprehensive_analysis()
