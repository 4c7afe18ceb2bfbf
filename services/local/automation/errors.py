"""What can go wrong with automation, on purpose."""

from shared.errors import FieldProblem, InvalidError


class NotOneBusinessError(InvalidError):
    """The body names a business and describes one too."""

    def __init__(self) -> None:
        super().__init__(
            "Send business_id, or the fields of a business such as name and category; not both.",
            (FieldProblem("business_id", "and a description: one of the two"),),
        )
