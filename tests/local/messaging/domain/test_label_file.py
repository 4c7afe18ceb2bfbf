"""A file of labelled messages is taken row by row, or not at all where it is broken."""

import pytest

from local.messaging.domain.label_file import CSV, MOST_LABELS, NDJSON, read_labels
from local.messaging.domain.reading_model import Labelled
from local.messaging.errors import BrokenLabelFileError


def test_both_forms_say_the_same() -> None:
    table = '\ufeffwords, intent\n"Do you deliver, sir",delivery\n\nkaun,out_of_scope\n'.encode()
    lines = (
        b'{"words": "Do you deliver, sir", "intent": "delivery"}\n\n'
        b'{"intent": "out_of_scope", "words": "kaun"}'
    )
    for content, kind in ((table, CSV), (lines, NDJSON)):
        assert read_labels(content, kind).labelled == [
            Labelled(words="Do you deliver, sir", label="delivery"),
            Labelled(words="kaun", label="out_of_scope"),
        ]


def test_rows_that_teach_nothing_are_left_out_and_never_quoted() -> None:
    content = f"words,intent\n,price\n🙂,price\nhow much,prize\n{'a' * 2000},price\nrate,price\n"
    read = read_labels(content.encode(), CSV)
    assert [message.words for message in read.labelled] == ["rate"]
    assert dict(read.left_out) == {"no_words": 2, "unknown_intent": 1, "too_long": 1}
    assert [row.row for row in read.first_skipped] == [2, 3, 4, 5]
    assert not any("how much" in row.message for row in read.first_skipped)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff", CSV),
        (b"text,label\na,price", CSV),
        (b"words,intent\na,price,more", CSV),
        (b'words,intent\n"a', CSV),
        (b"{", NDJSON),
        (b"[1]", NDJSON),
        (b'{"words": "a", "intent": "price", "more": 1}', NDJSON),
        (b"[" * 100_000, NDJSON),
    ],
)
def test_a_broken_file_is_refused_whole(content: bytes, kind: str) -> None:
    with pytest.raises(BrokenLabelFileError):
        read_labels(content, kind)


def test_a_file_has_an_end() -> None:
    row = b'{"words": "a", "intent": "price"}\n'
    assert len(read_labels(row * MOST_LABELS, NDJSON).labelled) == MOST_LABELS
    with pytest.raises(BrokenLabelFileError):
        read_labels(row * (MOST_LABELS + 1), NDJSON)


def test_words_of_another_type_are_no_words() -> None:
    rows = ['{"words": 7, "intent": "price"}', '{"words": "a", "intent": [1]}']
    rows += ['{"words": "a\\u0000", "intent": "price"}', '{"words": "a\\ud800", "intent": "price"}']
    read = read_labels("\n".join(rows).encode(), NDJSON)
    assert read.left_out == {"no_words": 3, "unknown_intent": 1}
