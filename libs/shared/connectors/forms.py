"""What must be handed over to connect a vendor's account?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.errors import FieldProblem, InvalidError

LONGEST_VALUE = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionForm:
    """The fields of one vendor's connection: what may be shown, and what never may.

    `identity` are the fields that together name the account at the vendor.
    """

    vendor: str
    account: Sequence[str]
    secrets: Sequence[str]
    identity: Sequence[str]

    def external_id(self, account: Mapping[str, str]) -> str:
        """Return the account's name at the vendor."""
        return "/".join(account[field] for field in self.identity)


class UnfitConnectionError(InvalidError):
    """What was handed over is not what the vendor's connection consists of."""

    def __init__(self, vendor: str, problems: Sequence[FieldProblem]) -> None:
        said = "; ".join(f"{problem.field} {problem.message}" for problem in problems)
        super().__init__(
            f"This is no connection to {vendor}: {said}. Nothing was stored.", tuple(problems)
        )


class UnknownVendorError(InvalidError):
    """Nobody here can speak to that vendor."""

    def __init__(self, vendor: str, known: Sequence[str]) -> None:
        message = f"is none of {', '.join(known)}"
        super().__init__(
            f"There is no connector for {vendor[:60]!r}: connect one of {', '.join(known)}.",
            (FieldProblem("vendor", message),),
        )


def checked(form: ConnectionForm, account: Mapping[str, str], secrets: Mapping[str, str]) -> None:
    """Raise UnfitConnectionError unless every field is there, none is too many, all have words."""
    problems = [
        *_problems("account", form.account, account),
        *_problems("secrets", form.secrets, secrets),
    ]
    if problems:
        raise UnfitConnectionError(form.vendor, problems)


def _problems(part: str, wanted: Sequence[str], given: Mapping[str, str]) -> Sequence[FieldProblem]:
    found = [FieldProblem(f"{part}.{name}", "is missing") for name in wanted if name not in given]
    for name, value in given.items():
        if name not in wanted:
            found.append(FieldProblem(f"{part}.{name[:60]}", "is not a field of it"))
        elif not 0 < len(value.strip()) <= LONGEST_VALUE:
            found.append(FieldProblem(f"{part}.{name}", "is empty or too long"))
    return found
