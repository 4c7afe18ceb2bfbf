import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.places.domain.json_elements import elements
from local.places.errors import BrokenPlaceFileError

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(
    items=st.lists(values, max_size=6),
    before=st.dictionaries(st.sampled_from(["version", "note"]), values),
    indent=st.sampled_from([None, 1]),
)
def test_every_element_is_read_as_json_reads_it(
    items: list[Any], before: dict[str, Any], indent: int | None
) -> None:
    text = json.dumps(before | {"elements": items, "after": [{"a": 1}]}, indent=indent)
    assert list(elements(text)) == [("elements", item) for item in items]


def test_a_remark_is_no_element_and_is_not_lost() -> None:
    text = '{"elements": [1], "remark": "runtime error: timed out"}'
    assert list(elements(text)) == [("elements", 1), ("remark", "runtime error: timed out")]


def test_the_list_says_which_kind_of_file_it_is() -> None:
    assert list(elements('{"features": [1]}')) == [("features", 1)]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "object"),
        ("[]", 1, "object"),
        ("{}", 1, "features"),
        ('{"elements": 5}', 1, "features"),
        ('{"elements" []}', 1, "member"),
        ('{"elements": []', 1, "members"),
        ('{"elements": [1 2]}', 1, "between elements"),
        ('{"elements": [1,\n2,\n]}', 3, "JSON"),
        ('{"elements": [\nNaN]}', 2, "NaN"),
        ('{"elements": [\n\n-Infinity]}', 3, "Infinity"),
        ('{"elements": []}\n{}', 2, "follows"),
        ('{"elements": [' + "[" * 200_000, 1, "nested"),
        ('{"elements": [' + "1" * 5_000 + "]}", 1, "digits"),
        ('{"elements": ["\\ud8"]}', 1, "JSON"),
    ],
)
def test_a_broken_file_is_refused_by_line(text: str, line: int, word: str) -> None:
    with pytest.raises(BrokenPlaceFileError, match=word) as refused:
        list(elements(text))
    assert refused.value.problems[0].line == line
