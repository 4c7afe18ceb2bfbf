"""What is wrong with a file or a list of rows, where, and how much more of it is there?"""

from dataclasses import dataclass, field

from shared.errors import FieldProblem

SHOWN_PROBLEMS = 100


@dataclass(slots=True)
class Problems:
    """Keeps the first problems word for word and counts the rest, so that memory stays flat."""

    total: int = 0
    first: list[FieldProblem] = field(default_factory=list[FieldProblem])

    def add(self, name: str, message: str, line: int | None = None) -> None:
        """Note one thing wrong with one field."""
        self.total += 1
        if len(self.first) < SHOWN_PROBLEMS:
            self.first.append(FieldProblem(name, message, line))
