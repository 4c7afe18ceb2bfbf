from datetime import UTC, datetime

from enterprise.market_intelligence.jobs import RefreshAnalysis
from enterprise.market_intelligence.repository import read_standing
from enterprise.market_intelligence.service import METHOD_VERSION
from enterprise.market_intelligence.tasks import refresh_analysis
from enterprise.work import HANDLERS
from shared.clock import FixedClock
from shared.db.session import Database
from shared.ids import new_id
from shared.jobs.handling import JobContext
from tests.enterprise.market_intelligence.test_api import FILE
from tests.enterprise.market_intelligence.test_service import take


async def test_the_job_keeps_the_analysis_and_may_run_twice(enterprise_database: Database) -> None:
    tenant_id = new_id()
    await take(enterprise_database, tenant_id, FILE)
    clock = FixedClock(datetime(2026, 11, 22, tzinfo=UTC))
    context = JobContext(database=enterprise_database, clock=clock)
    for _ in range(2):
        await refresh_analysis(context, RefreshAnalysis(tenant_id))
    standing = await read_standing(enterprise_database.reader, tenant_id, METHOD_VERSION)
    assert standing.kept is not None


def test_the_worker_knows_the_job() -> None:
    assert HANDLERS[RefreshAnalysis] is refresh_analysis
