"""What can go wrong with automation, on purpose."""

from uuid import UUID

from shared.errors import FieldProblem, InvalidError, NotFoundError


class RunNotFoundError(NotFoundError):
    """The tenant has no such run."""

    def __init__(self, run_id: UUID) -> None:
        super().__init__(f"There is no run {run_id}. List them to find yours.")


class ByItselfError(InvalidError):
    """A routine cannot be allowed to run by itself."""

    def __init__(self, routine: str) -> None:
        problem = FieldProblem(f"routines.{routine}", "is always a person's")
        super().__init__("What needs a person stays a person's: leave this out.", (problem,))


class OnePostError(InvalidError):
    """Writing the day's post and posting it are allowed differently."""

    def __init__(self) -> None:
        problem = FieldProblem("routines.post_update", "must be as routines.create_content")
        super().__init__("It is one post: allow its writing and its posting alike.", (problem,))


class RemindersNotAskedError(InvalidError):
    """Reminders are sent to those who agreed, or not at all."""

    def __init__(self) -> None:
        problem = FieldProblem("routines.send_reminders", "is auto or never")
        super().__init__("Each customer was asked about reminders already.", (problem,))


class NotOneBusinessError(InvalidError):
    """The body names a business and describes one too."""

    def __init__(self) -> None:
        super().__init__(
            "Send business_id, or the fields of a business such as name and category; not both.",
            (FieldProblem("business_id", "and a description: one of the two"),),
        )
