import psycopg
import pytest
from sqlalchemy import exc, text

from shared.db.session import Database, unit_of_work
from shared.ids import new_id
from shared.tracing.context import TraceContext
from shared.tracing.spans import Kind, continued
from tests.shared.tracing.recorder import Kept, ListRecorder, recording

CALLER = TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", is_sampled=True)
PHONE = "+919845012345"


def statements(recorder: ListRecorder) -> list[Kept]:
    return [span for span in recorder.spans if span.kind == Kind.CLIENT]


async def test_a_hot_read_is_a_span_with_its_text_and_without_its_values(
    local_database: Database,
) -> None:
    with recording() as recorder, continued(CALLER, "GET", Kind.SERVER) as request:
        query = "SELECT %(phone)s::text AS phone"
        await local_database.reader.fetch(new_id(), query, {"phone": PHONE})
    (span,) = statements(recorder)
    assert span.parent == request.context
    assert query in str(span.attributes["db.query.text"])
    assert PHONE not in str(span.attributes)
    assert span.is_over


async def test_each_statement_of_a_transaction_is_a_span_in_it(local_database: Database) -> None:
    with recording() as recorder, continued(CALLER, "GET", Kind.SERVER):
        async with unit_of_work(local_database, new_id()) as session:
            await session.execute(text("SELECT :phone"), {"phone": PHONE})
            await session.execute(text("SELECT 2"))
    spans, transaction = statements(recorder), recorder.named("transaction")
    asked = [str(span.attributes["db.query.text"]) for span in spans]
    assert ["set_config" in asked[0], asked[2]] == [True, "SELECT 2"]
    assert len(asked) == 3
    assert PHONE not in "".join(asked)
    assert all(span.parent == transaction.context and span.is_over for span in spans)


async def test_a_failed_statement_is_told_by_the_class_of_its_error(
    local_database: Database,
) -> None:
    async def fail_in_a_transaction() -> None:
        async with unit_of_work(local_database, new_id()) as session:
            await session.execute(text("SELECT 1 / 0"))

    with recording() as recorder, continued(CALLER, "GET", Kind.SERVER):
        with pytest.raises(psycopg.errors.DivisionByZero):
            await local_database.reader.fetch(new_id(), "SELECT 1 / 0")
        with pytest.raises(exc.DataError):
            await fail_in_a_transaction()
    failed = [span for span in statements(recorder) if span.failure]
    assert [span.failure for span in failed] == ["DivisionByZero"] * 2
    assert all(span.is_over for span in failed)


async def test_what_nobody_asked_for_is_no_span(local_database: Database) -> None:
    with recording() as recorder:
        await local_database.reader.fetch(new_id(), "SELECT 1 AS one")
        async with unit_of_work(local_database, new_id()) as session:
            await session.execute(text("SELECT 1"))
    assert recorder.spans == []
