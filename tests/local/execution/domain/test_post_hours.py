"""Opening hours as people say them."""

import pytest

from local.businesses.domain.opening_hours import Opening
from local.execution.domain.post_hours import hours_told, time_told
from local.execution.domain.reply_language import Language

EN, HI, HINGLISH = Language.ENGLISH, Language.HINDI, Language.HINGLISH


@pytest.mark.parametrize(
    ("openings", "language", "told"),
    [
        ([("10:00", "20:30")], EN, "from 10 am to 8:30 pm"),
        ([("12:00", "24:00")], EN, "from noon to midnight"),
        ([("09:00", "13:00"), ("16:00", "21:00")], EN, "from 9 am to 1 pm and from 4 pm to 9 pm"),
        ([("20:00", "02:00")], EN, "from 8 pm to 2 am"),
        ([("00:00", "24:00")], EN, "day and night"),
        ([("10:00", "20:30")], HI, "सुबह 10 बजे से रात 8:30 बजे तक"),
        ([("12:00", "15:30")], HI, "दोपहर 12 से 3:30 बजे तक"),
        ([("20:00", "02:00")], HI, "रात 8 से 2 बजे तक"),
        (
            [("09:00", "13:00"), ("16:00", "19:00")],
            HI,
            "सुबह 9 बजे से दोपहर 1 बजे तक और शाम 4 से 7 बजे तक",
        ),
        ([("00:00", "24:00")], HI, "दिन-रात"),
        ([("07:00", "22:00")], HINGLISH, "subah 7 baje se raat 10 baje tak"),
    ],
)
def test_a_day_is_told(openings: list[tuple[str, str]], language: Language, told: str) -> None:
    assert hours_told([Opening(*times) for times in openings], language) == told


@pytest.mark.parametrize(
    ("time", "english", "hindi"),
    [
        ("00:30", "12:30 am", "रात 12:30 बजे"),
        ("04:00", "4 am", "सुबह 4 बजे"),
        ("12:15", "12:15 pm", "दोपहर 12:15 बजे"),
        ("24:00", "midnight", "रात 12 बजे"),
    ],
)
def test_a_time_is_told(time: str, english: str, hindi: str) -> None:
    assert (time_told(time, EN), time_told(time, HI)) == (english, hindi)
