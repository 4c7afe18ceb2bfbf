import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onebox.record_files import Piece, UnknownFileKindError, media_type_of, pieces_of

# A busy machine draws slowly; that is no failure of the code.
AT_ANY_SPEED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CELLS = st.text(alphabet='a,"\n\r é', max_size=12)


def csv_bytes(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["day", "note"], *rows])
    return text.getvalue().encode()


@AT_ANY_SPEED
@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=30),
    piece_bytes=st.integers(1, 200),
)
def test_the_pieces_of_a_csv_hold_every_row_once_each_with_the_header(
    rows: list[list[str]], piece_bytes: int
) -> None:
    found: list[list[str]] = []
    for piece in pieces_of(io.BytesIO(csv_bytes(rows)), "text/csv", piece_bytes):
        header, *part = csv.reader(io.StringIO(piece.content.decode(), newline=""))
        assert header == ["day", "note"]
        found += part
    assert found == rows


@AT_ANY_SPEED
@given(lines=st.lists(st.text(alphabet="{}a:1", min_size=1, max_size=20), max_size=30))
def test_the_pieces_of_ndjson_joined_are_the_file(lines: list[str]) -> None:
    content = "".join(f"{line}\n" for line in lines).encode()
    pieces = list(pieces_of(io.BytesIO(content), "application/x-ndjson", 40))
    assert b"".join(piece.content for piece in pieces) == content


def test_the_bytes_of_all_pieces_add_up_to_the_file_for_the_progress_bar() -> None:
    content = csv_bytes([[str(day), "x" * 10] for day in range(50)])
    pieces = list(pieces_of(io.BytesIO(content), "text/csv", 100))
    assert len(pieces) > 5
    assert sum(piece.source_bytes for piece in pieces) == len(content)


def test_line_numbers_can_be_told_in_terms_of_the_whole_file() -> None:
    content = b'day,note\n1,"two\nlines"\n2,b\n3,c\n'
    first, second = pieces_of(io.BytesIO(content), "text/csv", 25)
    assert first.content.endswith(b'lines"\n')
    assert first.lines_before == 0
    # Line 2 of the second piece (its first row) is line 4 of the file.
    assert second.content.splitlines()[1] == content.splitlines()[4 - 1]
    assert second.lines_before == 4 - 2


def test_other_files_are_one_piece() -> None:
    (piece,) = pieces_of(io.BytesIO(b'{"elements": []}'), "application/json", 4)
    assert piece.content == b'{"elements": []}'


def test_an_empty_file_is_left_to_the_platform_to_refuse() -> None:
    assert list(pieces_of(io.BytesIO(b""), "text/csv")) == [Piece(b"", 0, 0)]
    assert list(pieces_of(io.BytesIO(b""), "application/x-ndjson")) == [Piece(b"", 0, 0)]


def test_the_kind_of_a_file_follows_from_its_name() -> None:
    assert media_type_of(Path("a.CSV"), {"text/csv"}) == "text/csv"
    with pytest.raises(UnknownFileKindError, match=r"\.csv"):
        media_type_of(Path("a.xlsx"), {"text/csv"})
    with pytest.raises(UnknownFileKindError, match=r"\.ndjson, \.jsonl"):
        media_type_of(Path("a.geojson"), {"application/x-ndjson"})
