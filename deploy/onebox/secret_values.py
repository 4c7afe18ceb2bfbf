"""Passwords, peppers, master keys: made once per checkout, in a file that only its owner reads."""

import secrets
from collections.abc import Mapping

from onebox.state import State, read_variables, write_variables

TIERS = ("enterprise", "local")
_GENERATED = (
    "SUPERUSER_PASSWORD",
    "OWNER_PASSWORD",
    "APP_PASSWORD",
    "KEY_PEPPER",
    "MASTER_KEYS",
)
_RANDOM_BYTES = 32


class SecretValues:
    """The generated secrets of both tiers."""

    def __init__(self, state: State) -> None:
        self._file = state.secrets_file
        self._values = read_variables(self._file)
        missing = [name for name in _names() if not self._values.get(name)]
        for name in missing:
            self._values[name] = secrets.token_urlsafe(_RANDOM_BYTES)
        if missing:
            write_variables(self._file, self._values)

    def of(self, tier: str, name: str) -> str:
        """Return one secret of a tier, empty when there is none yet."""
        return self._values.get(f"{tier.upper()}_{name}", "")

    def of_tier(self, tier: str) -> dict[str, str]:
        """Return every secret of a tier, as the file has them."""
        prefix = f"{tier.upper()}_"
        return {name: value for name, value in self._values.items() if name.startswith(prefix)}

    def adopt(self, tier: str, values: Mapping[str, str]) -> None:
        """Use these secrets for a tier from now on: those that its restored data know."""
        others = {
            name: value for name, value in self._values.items() if name not in self.of_tier(tier)
        }
        self._values = others | dict(values)
        write_variables(self._file, self._values)

    def keep_operator_key(self, tier: str, key: str) -> None:
        """Remember a tier's operator key: the tier shows it once only."""
        self._values[f"{tier.upper()}_OPERATOR_KEY"] = key
        write_variables(self._file, self._values)


def _names() -> list[str]:
    return [f"{tier.upper()}_{name}" for tier in TIERS for name in _GENERATED]
