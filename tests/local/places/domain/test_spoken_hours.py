import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import validate

from local.places.domain.spoken_hours import in_map_syntax

FILE = Path(__file__).parents[5] / "shared/data/local/reviews/zomato_hyderabad_restaurants_dev.csv"
PIECES = st.sampled_from(
    ["11 AM", "to", "12 Midnight", ",", "(Mon-Sun)", "(", ")", "Closed", "24 Hours", "9:75 pm", " "]
)


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("11 AM to 2 AM", "Mo-Su 11:00-02:00"),
        ("12 Noon to 12 Midnight", "Mo-Su 12:00-24:00"),
        ("12 Midnight to 6 am", "Mo-Su 00:00-06:00"),
        ("12:30pm - 11:30PM", "Mo-Su 12:30-23:30"),
        ("9am \u2013 5pm", "Mo-Su 09:00-17:00"),
        ("11:30 AM to 3 PM, 7 PM to 11 PM", "Mo-Su 11:30-15:00,19:00-23:00"),
        ("24 Hours (Mon-Sun)", "Mo-Su 00:00-24:00"),
        ("1 PM to 2 AM (Mon, Wed-Sun), Tue Closed", "Mo,We-Su 13:00-02:00"),
        (
            "12noon to 4pm (Mon, Tue), Closed (Thu),6pm to 1am (Fri-Sun)",
            "Mo,Tu 12:00-16:00; Th off; Fr-Su 18:00-01:00",
        ),
    ],
)
def test_hours_as_people_say_them(spoken: str, written: str) -> None:
    assert in_map_syntax(spoken) == written


@pytest.mark.parametrize(
    "spoken",
    [
        "",
        "()",
        "Closed",
        "11 to 3",
        "25 AM to 3 PM",
        "13 PM to 2 AM",
        "9:75 AM to 3 PM",
        "11 AM to 3 PM, later",
        "11 AM to 3 PM (Mon-Xyz)",
        "11 AM to 3 PM (Mon-Tue-Wed)",
        "sometimes (Mon)",
        "well, 11 AM to 3 PM (Mon) or so",
        "(Mon) 11 AM to 3 PM",
        "11 AM to 3 PM (Mon) junk",
        "Sunday Holiday",
    ],
)
def test_a_text_that_is_half_understood_is_not_understood(spoken: str) -> None:
    assert in_map_syntax(spoken) is None


@given(pieces=st.lists(PIECES, max_size=9))
def test_whatever_is_written_can_be_read(pieces: list[str]) -> None:
    written = in_map_syntax(" ".join(pieces))
    assert written is None or validate(written)


@pytest.mark.realdata
@pytest.mark.skipif(not FILE.exists(), reason="the shared data folder is not beside the checkout")
def test_every_wording_of_the_hyderabad_restaurants_is_read() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        wordings = {row["Timings"] for row in csv.DictReader(file) if row["Timings"]}
    assert len(wordings) >= 45
    assert [words for words in wordings if in_map_syntax(words) is None] == []
