import json
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprise.market_intelligence.domain.observation import Observation
from enterprise.market_intelligence.domain.observation_file import (
    FileFormat,
    batches,
    observations_in,
)
from enterprise.market_intelligence.domain.problems import SHOWN_PROBLEMS
from enterprise.market_intelligence.errors import ObservationsRefusedError

LATEST = date(2026, 11, 22)
HEADER = b"date,channel,spend,impressions,clicks,conversions,revenue\n"
ROW = b"2026-01-01,search,10.50,100,3,0.5,99.99\n"
SEARCH = Observation(date(2026, 1, 1), "search", 1_050, 100, 3, 500_000, 9_999)


def read(content: bytes, file_format: FileFormat = FileFormat.CSV) -> list[Observation]:
    return [row for batch in batches(BytesIO(content), file_format, LATEST) for row in batch]


def refusal(content: bytes, file_format: FileFormat = FileFormat.CSV) -> ObservationsRefusedError:
    with pytest.raises(ObservationsRefusedError) as refused:
        read(content, file_format)
    return refused.value


@pytest.mark.parametrize(
    "content",
    [
        HEADER + ROW,
        b"\xef\xbb\xbf" + HEADER + ROW,
        (HEADER + ROW).replace(b"\n", b"\r\n"),
        HEADER + ROW.rstrip(),
        HEADER + b"\n" + ROW + b"\n\n",
        HEADER.upper() + ROW,
        HEADER.replace(b",", b" , ") + ROW,
        HEADER + b'"2026-01-01","search","10.50","100","3","0.5","99.99"\n',
        (
            b'channel,"date",revenue,spend,clicks,conversions,impressions\n'
            b"search,2026-01-01,99.99,10.50,3,0.5,100\n"
        ),
    ],
)
def test_a_csv_file_may_be_written_in_many_ways(content: bytes) -> None:
    assert read(content) == [SEARCH]


def test_columns_that_are_absent_or_empty_are_unknown_not_zero() -> None:
    expected = [Observation(date(2026, 1, 1), "search", 0)]
    assert read(b"date,channel,spend\n2026-01-01,search,0\n") == expected
    assert read(HEADER + b"2026-01-01,search,0,,,,\n") == expected


@pytest.mark.parametrize(
    ("content", "line", "field"),
    [
        (b"", 1, "file"),
        (b"\xef\xbb\xbf", 1, "file"),
        (HEADER, 1, "file"),
        (b"date,channel\n2026-01-01,search\n", 1, "spend"),
        (b"channel,spend\nsearch,1\n", 1, "date"),
        (b"date,channel,spend,colour\n2026-01-01,search,1,red\n", 1, "colour"),
        (b"date,channel,spend,Spend\n2026-01-01,search,1,1\n", 1, "spend"),
        (b"date;channel;spend\n2026-01-01;search;1\n", 1, "file"),
        (b"\n2026-01-01,search,1\n", 1, "file"),
        (HEADER + ROW + b"2026-01-02,search\n", 3, "row"),
        (HEADER + b"2026-01-01,search,1,1,1,1,1,1\n", 2, "row"),
        (HEADER + b"2026-01-01,se\xffarch,1,1,1,1,1\n", 2, "file"),
        (b"\xff\xfed\x00a\x00", 1, "file"),
        (HEADER + b"2026-01-01,search,NaN,,,,\n", 2, "spend"),
        (HEADER + b"2026-01-01,search,inf,,,,\n", 2, "spend"),
        (HEADER + b"2026-01-01,search,-1,,,,\n", 2, "spend"),
        (HEADER + b"2026-01-01,search,,,,,\n", 2, "spend"),
        (HEADER + b"2026-01-01,search,1,,,,-0.01\n", 2, "revenue"),
        (HEADER + b"2026-01-01,search,1,1.5,,,\n", 2, "impressions"),
        (HEADER + b"2026-01-01,search,1,,x,,\n", 2, "clicks"),
        (HEADER + b"2026-01-01,search,1,,,-1,\n", 2, "conversions"),
        (HEADER + b"9999-01-01,search,1,,,,\n", 2, "date"),
        (HEADER + b"1999-01-01,search,1,,,,\n", 2, "date"),
        (HEADER + b"2026-11-23,search,1,,,,\n", 2, "date"),
        (HEADER + b",search,1,,,,\n", 2, "date"),
        (HEADER + b"2026-01-01,,1,,,,\n", 2, "channel"),
        (HEADER + b'2026-01-01,"sea\nrch",1,,,,\n', 2, "channel"),
        (HEADER + ROW + ROW, 3, "date"),
        (HEADER + b'2026-01-01,"search,1,,,,\n', 2, "file"),
        (HEADER + b'2026-01-01,"se"arch,1,,,,\n', 2, "file"),
        (HEADER + b"2026-01-01," + b"x" * 70_000 + b",1,,,,\n", 2, "file"),
        (HEADER + b'2026-01-01,"' + b"x\n" * 140_000 + b'",1,,,,\n', 65_538, "file"),
        (b"x" * 200_000, 1, "file"),
        (b"date,channel,spend\r2026-01-01,search,1\r", 1, "file"),
    ],
)
def test_a_bad_csv_file_is_refused_naming_line_and_field(
    content: bytes, line: int, field: str
) -> None:
    problem = refusal(content).problems[0]
    assert (problem.line, problem.field) == (line, field), problem.message


def test_quoted_line_ends_do_not_shift_the_line_numbers() -> None:
    content = HEADER + b'2026-01-01,"a\r\nb",1,,,,\n' + b"2026-01-02,search,x,,,,\n"
    assert [problem.line for problem in refusal(content).problems] == [2, 4]


def test_everything_wrong_with_a_row_is_told_at_once() -> None:
    problems = refusal(HEADER + b"2026-13-01,,-1,x,1.5,inf,NaN\n").problems
    assert [problem.field for problem in problems] == [
        "date", "channel", "spend", "impressions", "clicks", "conversions", "revenue",
    ]  # fmt: skip


def test_the_first_problems_are_listed_and_all_are_counted() -> None:
    error = refusal(HEADER + b"2026-01-01,search,x,,,,\n" * 250)
    assert (error.total, len(error.problems)) == (250, SHOWN_PROBLEMS)
    assert "250 problems" in error.detail


def test_after_a_problem_no_more_rows_are_given_out() -> None:
    content = HEADER + b"x,search,1,,,,\n" + ROW
    found = batches(BytesIO(content), FileFormat.CSV, LATEST, size=1)
    with pytest.raises(ObservationsRefusedError, match="1 problem,"):
        next(found)


def test_more_channels_than_anybody_has_are_refused() -> None:
    rows = b"".join(b"2026-01-01,c%d,1,,,,\n" % number for number in range(10_001))
    assert refusal(HEADER + rows).problems[0].line == 10_002


@pytest.mark.parametrize(
    "line",
    [
        (
            '{"date": "2026-01-01", "channel": "search", "spend": 10.50, "impressions": 100,'
            ' "clicks": 3, "conversions": 0.5, "revenue": 99.99}'
        ),
        (
            '{"Date": "2026-01-01", " channel": "search", "spend": "10.50", "impressions": "100",'
            ' "clicks": 3.0, "conversions": 5e-1, "revenue": "99.99"}'
        ),
    ],
)
def test_an_ndjson_row_may_hold_numbers_or_texts(line: str) -> None:
    assert read(b"\xef\xbb\xbf\n" + line.encode() + b"\r\n\n", FileFormat.NDJSON) == [SEARCH]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b"", "file"),
        (b"not json", "row"),
        (b"[]", "row"),
        (b"[" * 50_000, "row"),
        (b'"text"', "row"),
        (b"{}", "date"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": NaN}', "row"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": Infinity}', "row"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": 1e400}', "spend"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": -1}', "spend"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": null}', "spend"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": ""}', "spend"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": true}', "spend"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": {"a": [1]}}', "spend"),
        (b'{"date": "2026-01-01", "channel": 7, "spend": 1}', "channel"),
        (b'{"date": 20260101, "channel": "a", "spend": 1}', "date"),
        (b'{"date": "2026-01-01", "channel": "\\ud800", "spend": 1}', "channel"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": 1, "clicks": false}', "clicks"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": 1, "spend": 2}', "spend"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": 1, "colour": 2}', "colour"),
        (b'{"date": "2026-01-01", "channel": "a", "spend": 1' + b"0" * 5_000 + b"}", "row"),
        (b'{"a": "' + b"x" * 70_000 + b'"}', "file"),
        (b"\xff", "file"),
    ],
)
def test_a_bad_ndjson_row_is_refused_naming_line_and_field(line: bytes, field: str) -> None:
    problem = refusal(line, FileFormat.NDJSON).problems[0]
    assert (problem.line, problem.field) == (1, field), problem.message


def test_records_of_a_request_are_named_by_their_place() -> None:
    records: list[object] = [
        {"date": "2026-01-01", "channel": "a", "spend": 0.1},
        7,
        {"date": "2026-01-02", "channel": "a", "spend": float("nan")},
        {"date": "2026-01-02", "channel": "a", "spend": 1, "colour": 1},
    ]
    with pytest.raises(ObservationsRefusedError) as refused:
        observations_in(records, LATEST, "data")
    assert [problem.field for problem in refused.value.problems] == [
        "data[1].row", "data[2].spend", "data[3].colour",
    ]  # fmt: skip


def test_records_of_a_request_are_read_by_the_digits_of_their_floats() -> None:
    records = [{"date": "2026-01-01", "channel": "a", "spend": 0.1, "conversions": 0.3}]
    [observation] = observations_in(records, LATEST, "data")
    assert (observation.spend_paise, observation.conversions_millionths) == (10, 300_000)


names = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=20)
numbers = st.none() | st.integers(0, 10**12)
rows = st.builds(
    Observation,
    st.dates(date(2000, 1, 1), LATEST),
    names,
    st.integers(0, 10**15),
    numbers,
    numbers,
    st.none() | st.integers(0, 10**18),
    st.none() | st.integers(0, 10**15),
)


def as_record(row: Observation) -> dict[str, str | None]:
    def decimal(value: int | None, digits: int) -> str | None:
        return None if value is None else f"{value // 10**digits}.{value % 10**digits:0{digits}d}"

    return {
        "date": row.day.isoformat(),
        "channel": row.channel,
        "spend": decimal(row.spend_paise, 2),
        "impressions": None if row.impressions is None else str(row.impressions),
        "clicks": None if row.clicks is None else str(row.clicks),
        "conversions": decimal(row.conversions_millionths, 6),
        "revenue": decimal(row.revenue_paise, 2),
    }


@given(st.lists(rows, min_size=1, max_size=20, unique_by=lambda row: (row.day, row.channel)))
def test_both_formats_say_the_same(observations: list[Observation]) -> None:
    records = [as_record(row) for row in observations]
    quoted = "".join(
        ",".join('"' + (value or "").replace('"', '""') + '"' for value in record.values()) + "\n"
        for record in records
    )
    lines = "\n".join(json.dumps(record) for record in records)
    from_csv = read(HEADER + quoted.encode())
    assert from_csv == read(lines.encode(), FileFormat.NDJSON)
    assert [row.values() for row in from_csv] == [row.values() for row in observations]


@given(st.binary(max_size=300))
def test_whatever_comes_is_read_or_refused_never_an_accident(content: bytes) -> None:
    for file_format in FileFormat:
        for start in (b"", HEADER):
            assert is_read_or_refused(start + content, file_format)


def is_read_or_refused(content: bytes, file_format: FileFormat) -> bool:
    try:
        return bool(read(content, file_format))
    except ObservationsRefusedError as error:
        return error.total >= len(error.problems) > 0


def test_batches_are_as_large_as_asked_and_never_empty() -> None:
    content = HEADER + b"".join(b"2026-01-%02d,search,1,,,,\n" % day for day in range(1, 5))
    sizes = [len(batch) for batch in batches(BytesIO(content), FileFormat.CSV, LATEST, size=2)]
    assert sizes == [2, 2]
