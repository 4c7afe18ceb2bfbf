"""What can go wrong with automation, on purpose."""

from shared.errors import FieldProblem, InvalidError


class NotOneBusinessError(InvalidError):
    """The body says neither which business it means nor what one is like, or says both."""

    def __init__(self) -> None:
        message = "or the fields of a business: one of the two is needed"
        super().__init__(
            "Send business_id, or the fields of a business such as name, category and city.",
            (FieldProblem("business_id", message),),
        )
