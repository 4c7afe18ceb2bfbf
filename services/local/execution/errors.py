"""What can go wrong with replies to reviews, on purpose."""

from collections.abc import Sequence
from uuid import UUID

from shared.errors import ConflictError, FieldProblem, InvalidError, NotFoundError


class ReplyNotFoundError(NotFoundError):
    """The reply does not exist, or is not the caller's to see."""

    def __init__(self, reply_id: UUID) -> None:
        super().__init__(f"There is no reply {reply_id} that this key may see.")


class ReplyDecidedError(ConflictError):
    """The reply is too far for what was asked."""

    def __init__(self, reply_id: UUID, state: str, wish: str) -> None:
        super().__init__(
            f"The reply {reply_id} is {state} and cannot be {wish} any more. Look at it again."
        )


class UnsoundReplyError(InvalidError):
    """The words would be taken away by Google, or would shame the shop."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(
            f"The reply cannot be sent like this: it {'; '.join(problems)}.",
            tuple(FieldProblem("text", problem) for problem in problems),
        )


class NoWordsError(InvalidError):
    """A reply without a draft was approved without words."""

    def __init__(self) -> None:
        message = "no reply was drafted; write one"
        super().__init__(
            "There is no draft to approve. Send the words of the reply as text.",
            (FieldProblem("text", message),),
        )
