from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.customers.domain import record_file
from local.customers.domain.record_file import Layout, ReadRecords, read_records
from local.customers.domain.record_rows import Reading
from local.customers.domain.records import (
    Appointment,
    Identity,
    IdentityKind,
    Inquiry,
    Order,
    Outcome,
    Record,
    RecordKind,
)
from local.customers.errors import BrokenRecordFileError, TooManyRecordsError

KOLKATA = ZoneInfo("Asia/Kolkata")
READING = Reading(zone=KOLKATA, now=datetime(2026, 6, 1, 12, tzinfo=UTC))


def read(
    text: str | bytes,
    kind: RecordKind = RecordKind.ORDERS,
    named: Mapping[str, str] | None = None,
    *,
    items: bool = False,
) -> ReadRecords:
    content = text.encode() if isinstance(text, str) else text
    layout = Layout(kind=kind, reading=READING, named=named or {}, rows_are_items=items)
    return read_records(content.splitlines(keepends=True), layout)


def orders(found: ReadRecords) -> list[Order]:
    return [record for record in found.records.values() if isinstance(record, Order)]


def only(found: ReadRecords) -> Record:
    (record,) = found.records.values()
    return record


def test_a_point_of_sale_export_is_read_as_it_is() -> None:
    text = (
        "\ufeffBill No,Mobile,Bill Date,Note,Grand Total\r\n"
        'B1,098765 43210,05/01/2026 19:30,"two\r\nlines","₹1,200"\r\n'
        "\r\n"
        "B2,,06/01/2026,,\r\n"
    )
    first, second = orders(read(text))
    assert first.reference == "B1"
    assert first.customer == Identity(IdentityKind.PHONE, "+919876543210")
    assert first.placed.moment == datetime(2026, 1, 5, 14, tzinfo=UTC)
    assert first.amount_paise == 120_000
    assert (second.customer, second.placed.day, second.placed.moment, second.amount_paise) == (
        None,
        date(2026, 1, 6),
        None,
        None,
    )


def test_columns_can_be_named_by_the_sender() -> None:
    text = "who,when,worth,at\nx,2026-01-05,20,nonsense\n"
    named = {"customer": "who", "at": "When", "amount": "worth"}
    assert orders(read(text, named=named))[0].amount_paise == 2_000


def test_day_and_time_may_stand_in_two_columns() -> None:
    (order,) = orders(read("date,time\n2026-01-05,19:30\n"))
    assert order.placed.moment == datetime(2026, 1, 5, 14, tzinfo=UTC)


def test_a_time_column_beside_a_whole_moment_is_passed_over() -> None:
    (order,) = orders(read("date,time\n2026-01-05 19:30,19:30:12\n"))
    assert order.placed.moment == datetime(2026, 1, 5, 14, tzinfo=UTC)


EVERY_HEADING = "id,customer,at,starts,time,amount,answered,booked,outcome,noshow,reminded\n"


def is_read_or_refused(content: bytes, kind: RecordKind) -> bool:
    try:
        found = read(content, kind)
    except BrokenRecordFileError as error:
        return bool(error.problems)
    return found.rows_read == len(found.records) + found.skipped.total()


@given(st.sampled_from(RecordKind), st.binary(max_size=80))
def test_any_bytes_are_read_or_refused_by_name(kind: RecordKind, content: bytes) -> None:
    assert is_read_or_refused(content, kind)
    assert is_read_or_refused(EVERY_HEADING.encode() + content, kind)


@given(st.sampled_from(RecordKind), st.lists(st.text(max_size=12), min_size=11, max_size=11))
def test_any_cells_make_a_record_or_a_reason(kind: RecordKind, cells: list[str]) -> None:
    line = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    assert is_read_or_refused((EVERY_HEADING + line).encode("utf-8", "replace"), kind)


@pytest.mark.parametrize(
    ("text", "named", "field", "words"),
    [
        ("", {}, "file", "it is empty"),
        ("customer,amount\nx,1\n", {}, "at", "no column is headed like one of at, datetime"),
        ("date\n", {"customer": "who"}, "customer", "no column is headed 'who'"),
        ("date,who,Who\n", {"customer": "who"}, "customer", "more than one column"),
        ('date\n"2026', {}, "file", "it is not CSV"),
        (b"date\n\xff\n", {}, "file", "not UTF-8"),
    ],
)
def test_a_broken_file_is_refused_with_its_reason(
    text: str | bytes, named: Mapping[str, str], field: str, words: str
) -> None:
    with pytest.raises(BrokenRecordFileError) as refused:
        read(text, named=named)
    assert refused.value.problems[0].field == field
    assert words in refused.value.detail


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,x,,5", "at_missing"),
        ("1,x,yesterday,5", "at_invalid"),
        ("1,x,2026-06-02,5", "at_in_future"),
        ("1,x,2026-06-01 23:00,5", "at_in_future"),
        ("1,x,2026-01-05,five", "amount_invalid"),
        ("1,x,2026-01-05", "wrong_number_of_cells"),
        ("x" * 151 + ",x,2026-01-05,5", "reference_too_long"),
    ],
)
def test_a_row_that_cannot_be_an_order_is_left_out_and_listed(row: str, reason: str) -> None:
    found = read(f"id,customer,at,amount\n{row}\n2,x,2026-01-05,5\n")
    assert (found.rows_read, len(found.records)) == (2, 1)
    assert found.skipped == {reason: 1}
    assert [(skipped.row, skipped.reason) for skipped in found.first_skipped] == [(2, reason)]


def test_no_message_quotes_a_cell_wherever_a_phone_number_strays() -> None:
    rows = "9876543210,9876543210,9876543210,9876543210\n" * 2
    found = read(f"id,customer,at,amount\n{rows}x,9876543210,2026-01-01,-9876543210\n")
    assert found.skipped.total() == 3
    assert "9876543210" not in str(found.first_skipped)


def test_only_the_first_rows_left_out_are_listed() -> None:
    found = read("at\n" + "never\n" * 150)
    assert (found.skipped.total(), len(found.first_skipped)) == (150, 100)


def test_of_rows_with_one_reference_the_first_counts() -> None:
    found = read("id,at,amount\n1,2026-01-05,5\n1,2026-01-05,7\n")
    assert [order.amount_paise for order in orders(found)] == [500]
    assert found.skipped == {"repeated_in_file": 1}


def test_items_of_one_order_add_up() -> None:
    rows = "1,2026-01-05,5\n1,2026-01-05,5\n1,2026-01-06,9\n2,2026-01-05,\n2,2026-01-05,5\n"
    found = read("id,at,amount\n" + rows, items=True)
    assert [order.amount_paise for order in orders(found)] == [1_000, None]
    assert found.skipped == {"reference_contradicts": 1}


def test_items_beyond_any_sum_are_left_out() -> None:
    row = f"1,2026-01-05,{2**63 // 100}\n"
    assert read("id,at,amount\n" + row * 2, items=True).skipped == {"amount_invalid": 1}


@given(st.integers(1, 6), st.integers(1, 6))
def test_rows_alike_without_a_reference_are_as_many_orders(here: int, there: int) -> None:
    text = "customer,at,amount\n" + "a,2026-01-05,5\n" * here + "b,2026-01-05,5\n" * there
    found = read(text)
    assert len(found.records) == here + there
    assert found.records == read(text).records


def test_a_file_with_too_many_records_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_file, "MAX_RECORDS", 1)
    with pytest.raises(TooManyRecordsError, match="at most 1 records"):
        read("at\n2026-01-05\n2026-01-06\n")


APPOINTMENT_HEADINGS = "ScheduledDay,AppointmentDay,SMS_received,No_show,status\n"


@pytest.mark.parametrize(
    ("row", "outcome", "reminded"),
    [
        ("2026-01-01 10:00,2026-01-05,1,No,", Outcome.ATTENDED, True),
        ("2026-01-01 10:00,2026-01-05,0,Yes,", Outcome.NO_SHOW, False),
        (",2026-01-05 11:00,,,cancelled", Outcome.CANCELLED, None),
        ("2026-05-01,2026-12-05,,,", Outcome.BOOKED, None),
    ],
)
def test_an_appointment_is_read_with_its_outcome(
    row: str, outcome: Outcome, reminded: bool | None
) -> None:
    record = only(read(APPOINTMENT_HEADINGS + row + "\n", RecordKind.APPOINTMENTS))
    assert isinstance(record, Appointment)
    assert (record.outcome, record.was_reminded) == (outcome, reminded)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-01-06,2026-01-05,,,", "booked_after_start"),
        ("2026-07-01,2026-07-05,,,", "booked_in_future"),
        ("2026-01-06,,,,", "starts_missing"),
        ("2026-01-06,2026-12-05,,,attended", "starts_in_future"),
        ("2026-01-06,2026-01-07,maybe,,", "reminded_invalid"),
    ],
)
def test_an_appointment_that_cannot_be_is_left_out(row: str, reason: str) -> None:
    found = read(APPOINTMENT_HEADINGS + row + "\n", RecordKind.APPOINTMENTS)
    assert found.skipped == {reason: 1}


def test_an_appointment_is_the_same_before_and_after_its_outcome() -> None:
    before, after = (
        read(APPOINTMENT_HEADINGS + f"2026-01-01,2026-01-05,,,{outcome}\n", RecordKind.APPOINTMENTS)
        for outcome in ("", "attended")
    )
    assert before.records.keys() == after.records.keys()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-01-05,", "at_without_time"),
        ("2026-01-05 10:00,2026-01-05", "answered_without_time"),
        ("2026-01-05 10:00,2026-01-05 09:00", "answered_before_asked"),
    ],
)
def test_an_inquiry_needs_the_times_of_day(row: str, reason: str) -> None:
    found = read(f"at,answered\n{row}\n", RecordKind.INQUIRIES)
    assert found.skipped == {reason: 1}


def test_an_inquiry_may_be_unanswered() -> None:
    text = "at,answered\n2026-01-05 10:00,\n2026-01-05 11:00,2026-01-05 11:30\n"
    found = read(text, RecordKind.INQUIRIES)
    answers = [r.answered_at for r in found.records.values() if isinstance(r, Inquiry)]
    assert answers == [None, datetime(2026, 1, 5, 6, tzinfo=UTC)]
