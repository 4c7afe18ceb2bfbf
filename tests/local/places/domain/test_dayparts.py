import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.businesses.domain.opening_hours import Opening, OpeningHours
from local.places.domain.dayparts import Daypart, open_dayparts, own_dayparts

DAYTIME = Daypart.MORNING | Daypart.LUNCH | Daypart.AFTERNOON | Daypart.EVENING
ALWAYS = Daypart(255)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("24/7", ALWAYS),
        ("10:00-21:30", DAYTIME | Daypart.SUNDAY),
        ("Mo-Sa 10:00-21:30", DAYTIME),
        ("Mo-Su 09:00-13:30,16:00-22:00", DAYTIME | Daypart.SUNDAY),
        ("Sa-Su 10:00-22:00", Daypart.SUNDAY),
        ("Mo-Su 18:00-02:00", Daypart(16 + 32 + 64 + 128)),
        ("Mo-Th 06:00-08:00", Daypart.EARLY_MORNING),
        ("Mo-We 06:00-08:00", Daypart(0)),
        ("Su off", Daypart(0)),
        ("6 PM to 2 AM", Daypart(16 + 32 + 64 + 128)),
    ],
)
def test_hours_as_map_data_write_them(hours: str, expected: Daypart) -> None:
    assert open_dayparts(hours) == expected


@pytest.mark.parametrize("hours", [None, "", "11 to 2", "Sunday Holiday", "Mo-Su 25:99"])
def test_what_cannot_be_read_is_unknown_and_not_closed(hours: str | None) -> None:
    assert open_dayparts(hours) is None


@given(hours=st.text(max_size=40))
def test_no_text_breaks_the_reading(hours: str) -> None:
    found = open_dayparts(hours)
    assert found is None or Daypart(0) <= found <= ALWAYS


@pytest.mark.parametrize(
    ("opening", "written"),
    [
        (Opening("10:00", "21:30"), "10:00-21:30"),
        (Opening("18:00", "02:00"), "18:00-02:00"),
        (Opening("00:00", "24:00"), "24/7"),
    ],
)
def test_a_business_and_a_place_with_the_same_hours_are_open_alike(
    opening: Opening, written: str
) -> None:
    assert own_dayparts(OpeningHours(((opening,),) * 7)) == open_dayparts(written)
