"""`python -m tests.deploy.compose.operator_keys HOME TIER <key`: keep a key where tests look."""

import sys
from pathlib import Path

from onebox.secret_values import SecretValues
from onebox.state import State


def main(home: str, tier: str) -> None:
    """Keep the key that standard input holds."""
    SecretValues(State(Path(home))).keep_operator_key(tier, sys.stdin.read().strip())


if __name__ == "__main__":
    main(*sys.argv[1:])
