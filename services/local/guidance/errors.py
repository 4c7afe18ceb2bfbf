"""What can go wrong with manual tasks, on purpose."""

from collections.abc import Mapping
from uuid import UUID

from shared.errors import ConflictError, NotFoundError


class ManualTaskNotFoundError(NotFoundError):
    """The task does not exist, or is not the caller's to see."""

    def __init__(self, task_id: UUID) -> None:
        super().__init__(f"There is no manual task {task_id} that this key may see.")


class ManualTaskEndedError(ConflictError):
    """The task has ended otherwise, and stays as it is."""

    def __init__(self, task_id: UUID, state: str) -> None:
        super().__init__(
            f"The task {task_id} is {state} already and stays so. Look at the list of open tasks "
            "for what is left."
        )


class UntellableTaskError(ValueError):
    """Our own code asked for a task that lacks what its words speak of."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field} {problem}" for field, problem in problems.items()))
