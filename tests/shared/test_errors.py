import pytest

from shared import errors
from shared.errors import (
    AppError,
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    TooLargeError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnavailableError,
    UnsupportedMediaTypeError,
)

PLAIN = [
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    TooLargeError,
    UnauthenticatedError,
    UnsupportedMediaTypeError,
]


@pytest.mark.parametrize("error", PLAIN)
def test_a_failure_keeps_its_sentence_and_its_problems(error: type[AppError]) -> None:
    problem = FieldProblem("spend", "Write a number.", line=3)
    raised = error("Row 3 was not read.", problems=(problem,))
    assert (raised.detail, raised.problems, str(raised)) == (
        "Row 3 was not read.",
        (problem,),
        "Row 3 was not read.",
    )


@pytest.mark.parametrize("error", PLAIN)
def test_a_failure_needs_no_problems(error: type[AppError]) -> None:
    assert error("No.").problems == ()


@pytest.mark.parametrize("error", [TooManyRequestsError, UnavailableError])
def test_what_passes_by_itself_says_when_to_come_back(
    error: type[TooManyRequestsError | UnavailableError],
) -> None:
    assert error("Later.", retry_after_seconds=7).retry_after_seconds == 7


def test_every_failure_is_an_app_error_and_stands_in_the_tree_of_the_first_page() -> None:
    failures = {
        value
        for name, value in vars(errors).items()
        if name.endswith("Error") and not name.startswith("_")
    }
    assert all(issubclass(failure, AppError) for failure in failures)
    assert {failure for failure in failures if failure.__name__ not in str(errors.__doc__)} == set()
