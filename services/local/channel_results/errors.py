"""What can go wrong with the results of channels, on purpose."""

from collections.abc import Sequence

from shared.errors import FieldProblem, InvalidError


class InvalidChannelResultError(InvalidError):
    """A month of a channel makes no sense; every field that does not is named."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        named = "; ".join(f"{problem.field} {problem.message}" for problem in problems)
        super().__init__(
            f"The month cannot be recorded as it was sent: {named}. Nothing was stored; "
            "correct it and send it again.",
            tuple(problems),
        )
