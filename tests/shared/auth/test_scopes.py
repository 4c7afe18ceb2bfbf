import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.auth.scopes import SCOPES_OF_ROLE, TENANT_SCOPES, Role, Scope, granted_scopes
from shared.errors import InvalidError

SCOPE_SETS = st.frozensets(st.sampled_from(Scope))
ROLES = st.none() | st.sampled_from(Role)


@given(asked=SCOPE_SETS, issuer=SCOPE_SETS, role=ROLES)
def test_a_key_gets_what_was_asked_or_nothing(
    asked: frozenset[Scope], issuer: frozenset[Scope], role: Role | None
) -> None:
    allowed = issuer & (TENANT_SCOPES if role is None else SCOPES_OF_ROLE[role])
    if asked and asked <= allowed:
        assert granted_scopes(asked, issuer, role) == asked
    else:
        with pytest.raises(InvalidError) as refused:
            granted_scopes(asked, issuer, role)
        assert refused.value.problems[0].field == "scopes"


@given(issuer=SCOPE_SETS, role=ROLES)
def test_nobody_can_grant_operator(issuer: frozenset[Scope], role: Role | None) -> None:
    with pytest.raises(InvalidError):
        granted_scopes({Scope.OPERATOR}, issuer, role)


def test_only_owners_may_hold_admin_keys() -> None:
    holders = {role for role, scopes in SCOPES_OF_ROLE.items() if Scope.ADMIN in scopes}
    assert holders == {Role.OWNER}
