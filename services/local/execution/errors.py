"""What can go wrong with replies to reviews and with posts, on purpose."""

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


class PostNotFoundError(NotFoundError):
    """The post does not exist, or is not the caller's to see."""

    def __init__(self, post_id: UUID) -> None:
        super().__init__(f"There is no post {post_id} that this key may see.")


class PostDecidedError(ConflictError):
    """The post is too far for what was asked."""

    def __init__(self, post_id: UUID, state: str, wish: str) -> None:
        super().__init__(
            f"The post {post_id} is {state} and cannot be {wish} any more. Look at it again."
        )


class PostInHandError(ConflictError):
    """Somebody has taken the post's task: it may be out by hand already."""

    def __init__(self, post_id: UUID) -> None:
        super().__init__(
            f"Somebody has taken the task to put up the post {post_id} by hand. Finish that, or "
            "write a new post."
        )


class RepeatedPostError(ConflictError):
    """The same words went out on the same channel lately."""

    def __init__(self, channel: str, days: int) -> None:
        super().__init__(
            f"The same words were posted to {channel} within {days} days. Change them, or send "
            "is_repeat_wanted to post them once more."
        )


class UnsoundPostError(InvalidError):
    """A channel would turn the post down, or it would shame the shop."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__("The post cannot go out like this; see the fields.", tuple(problems))


class PostsBusyError(ConflictError):
    """Another request is writing posts of the same shop."""

    def __init__(self) -> None:
        super().__init__("Another request is writing posts at this moment. Send this one again.")
