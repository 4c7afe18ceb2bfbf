import random
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.auth.keys import BASE62, KEY_LENGTH, checksum, key_hash, new_key, shown_part, tier_of
from shared.tiers import BusinessTier

FORM = re.compile(r"vlo_(ent|loc)_[0-9A-Za-z]{38}")
BODIES = st.text(BASE62, min_size=32, max_size=32)
PEPPER = "pepper " * 5


@pytest.mark.parametrize("tier", BusinessTier)
def test_a_new_key_has_the_form_that_scanners_look_for(tier: BusinessTier) -> None:
    keys = {new_key(tier) for _ in range(200)}
    assert len(keys) == 200
    assert all(FORM.fullmatch(key) and tier_of(key) is tier for key in keys)


def test_a_key_holds_190_bits_of_chance() -> None:
    assert 62**32 > 2**190
    drawn = "".join(new_key(BusinessTier.LOCAL)[8:40] for _ in range(500))
    assert set(drawn) == set(BASE62)


@pytest.mark.parametrize("position", range(KEY_LENGTH))
def test_one_wrong_character_anywhere_is_noticed(position: int) -> None:
    key = new_key(BusinessTier.ENTERPRISE)
    for other in set(BASE62 + "_- \u00e9\n") - {key[position]}:
        assert tier_of(key[:position] + other + key[position + 1 :]) is None


@given(body=BODIES, first=st.integers(8, 45), second=st.integers(8, 45))
def test_two_swapped_characters_are_noticed(body: str, first: int, second: int) -> None:
    key = list("vlo_loc_" + body + checksum("vlo_loc_" + body))
    swapped = key.copy()
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert (tier_of("".join(swapped)) is None) == (swapped != key)


@given(body=BODIES)
def test_another_tiers_prefix_spoils_the_checksum(body: str) -> None:
    key = "vlo_ent_" + body + checksum("vlo_ent_" + body)
    assert tier_of(key) is BusinessTier.ENTERPRISE
    assert tier_of(key.replace("vlo_ent_", "vlo_loc_")) is None


@given(text=st.text())
def test_any_other_text_is_no_key(text: str) -> None:
    assert tier_of(text) is None


@given(body=BODIES, junk=st.text(min_size=1, max_size=3))
def test_nothing_may_stand_before_or_after_a_key(body: str, junk: str) -> None:
    key = "vlo_loc_" + body + checksum("vlo_loc_" + body)
    assert tier_of(key + junk) is tier_of(junk + key) is None


def test_a_megabyte_of_noise_holds_no_key() -> None:
    noise = "".join(random.Random(1).choices(string.ascii_letters + string.digits + "_", k=1 << 20))
    planted = new_key(BusinessTier.LOCAL)
    for text, expected in ((noise, []), (noise + planted, [planted])):
        found = [match[0] for match in FORM.finditer(text) if tier_of(match[0])]
        assert found == expected


@given(body=BODIES, number=st.integers(1, 1_000))
def test_a_random_checksum_is_wrong(body: str, number: int) -> None:
    key = "vlo_ent_" + body
    right = checksum(key)
    wrong = "".join(random.Random(number).choices(BASE62, k=6))
    assert (tier_of(key + wrong) is None) == (wrong != right)


@given(first=st.text(min_size=32), second=st.text(min_size=32))
def test_the_stored_hash_depends_on_the_pepper(first: str, second: str) -> None:
    key = "vlo_ent_" + "0" * 38
    same = key_hash(key, first) == key_hash(key, second)
    assert same == (first == second)


def test_the_hash_is_stable_and_as_long_as_sha256() -> None:
    key = new_key(BusinessTier.LOCAL)
    assert key_hash(key, PEPPER) == key_hash(key, PEPPER)
    assert len(key_hash(key, PEPPER)) == 32
    assert key_hash(key, PEPPER) != key_hash(new_key(BusinessTier.LOCAL), PEPPER)


def test_what_is_shown_of_a_key_is_its_prefix_and_four_characters() -> None:
    key = new_key(BusinessTier.LOCAL)
    assert shown_part(key) == key[:12]
