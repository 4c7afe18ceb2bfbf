import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.customers.domain.cells import UnusableCellError
from local.customers.domain.identities import identity_of, phone_of
from local.customers.domain.records import Identity, IdentityKind

PHONE = Identity(IdentityKind.PHONE, "+919876543210")


@pytest.mark.parametrize(
    "spelling",
    [
        "9876543210",
        "09876543210",
        "98765 43210",
        "+91 98765-43210",
        "0091 9876543210",
        "(+91) 98765 43210",
        "91 98765 43210",
    ],
)
def test_every_spelling_of_a_number_is_one_customer(spelling: str) -> None:
    assert identity_of(spelling, None) == PHONE
    assert identity_of(spelling, IdentityKind.PHONE) == PHONE


@pytest.mark.parametrize("text", ["00001", "C00001", "12345", "US.13491208655302741918", "asha"])
def test_what_is_no_phone_number_is_an_id_of_another_program(text: str) -> None:
    assert identity_of(text, None) == Identity(IdentityKind.EXTERNAL, text)


def test_a_sender_can_say_that_digits_are_an_id() -> None:
    assert identity_of("9876543210", IdentityKind.EXTERNAL) == Identity(
        IdentityKind.EXTERNAL, "9876543210"
    )


def test_a_number_that_cannot_be_dialled_is_refused_and_not_quoted() -> None:
    with pytest.raises(UnusableCellError) as refused:
        identity_of("98765 4321", IdentityKind.PHONE)
    assert refused.value.reason == "customer_invalid"
    assert "4321" not in str(refused.value)


def test_an_empty_cell_names_nobody() -> None:
    assert identity_of("  ", IdentityKind.PHONE) is None


@given(st.integers(6_000_000_000, 9_999_999_999))
def test_a_normal_number_stays_as_it_is(number: int) -> None:
    normal = phone_of(str(number))
    assert normal is None or phone_of(normal) == normal
