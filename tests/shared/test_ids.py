from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from shared.ids import id_made_of, new_id

# Up to the year 10889, where 48 bits of milliseconds end.
moments = st.integers(0, (1 << 48) * 1_000_000 - 1)
randomness = st.binary(min_size=8, max_size=8)


def test_ten_thousand_ids_are_different() -> None:
    assert len({new_id() for _ in range(10_000)}) == 10_000


def test_no_id_can_be_guessed_from_another() -> None:
    chances = {new_id().int & ((1 << 62) - 1) for _ in range(1_000)}
    assert len(chances) == 1_000


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = new_id()
    assert (made.version, made.variant) == (7, RFC_4122)


def test_the_layout_is_that_of_the_standard() -> None:
    # RFC 9562, appendix A.6: 22 February 2022, 14:22:22 in New York, here without a fraction.
    made = id_made_of(1_645_557_742_000_000_000, bytes.fromhex("18c4dc0c0c07398f"))
    assert made == UUID("017f22e2-79b0-7000-98c4-dc0c0c07398f")


@given(moment=moments, randomness=randomness)
def test_every_id_is_well_formed_and_keeps_its_millisecond(moment: int, randomness: bytes) -> None:
    made = id_made_of(moment, randomness)
    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int >> 80 == moment // 1_000_000


@given(moment=moments, gap=st.integers(245, 10**15), first=randomness, second=randomness)
def test_a_later_id_sorts_after_an_earlier_one(
    moment: int, gap: int, first: bytes, second: bytes
) -> None:
    later = min(moment + gap, (1 << 48) * 1_000_000 - 1)
    if later - moment >= 245:
        assert id_made_of(moment, first) < id_made_of(later, second)
