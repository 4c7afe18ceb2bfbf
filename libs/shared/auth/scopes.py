"""What a key may do, and what a member's role may at most give to a key."""

from collections.abc import Iterable
from enum import StrEnum

from shared.errors import FieldProblem, InvalidError


class Scope(StrEnum):
    """One permission of a key."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"
    OPERATOR = "operator"


class Role(StrEnum):
    """What a member of the team is there for."""

    OWNER = "owner"
    MANAGER = "manager"
    VIEWER = "viewer"


TENANT_SCOPES = frozenset({Scope.READ, Scope.WRITE, Scope.ADMIN})

SCOPES_OF_ROLE = {
    Role.OWNER: TENANT_SCOPES,
    Role.MANAGER: frozenset({Scope.READ, Scope.WRITE}),
    Role.VIEWER: frozenset({Scope.READ}),
}


def granted_scopes(
    asked: Iterable[Scope], issuer: frozenset[Scope], role: Role | None
) -> frozenset[Scope]:
    """Return the scopes asked for, if the issuer holds them and the member's role allows them."""
    wanted = frozenset(asked)
    allowed = issuer & (TENANT_SCOPES if role is None else SCOPES_OF_ROLE[role])
    if not wanted or wanted - allowed:
        choices = ", ".join(sorted(allowed))
        problem = FieldProblem("scopes", f"choose one or more of: {choices}")
        message = "These scopes cannot be given to the key."
        raise InvalidError(message, problems=(problem,))
    return wanted
