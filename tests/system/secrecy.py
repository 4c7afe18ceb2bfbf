"""What no log and no span may hold."""

import re
from collections.abc import Mapping

KEY = re.compile(r"vlo_(?:ent|loc)_[0-9A-Za-z]{38}")
# Tests that send personal data send this person's, so that it is known wherever it turns up.
PHONE = "98450 12345"
SAID = "the haircut was a catastrophe"
PERSONAL = re.compile(rf"98450[ -]?12345|{SAID}")
SHOWN = 30


def keys_in(texts: Mapping[str, str]) -> list[str]:
    """Return where keys stand in logs: the file and what came before the key."""
    return _places(KEY, texts)


def personal_in(texts: Mapping[str, str]) -> list[str]:
    """Return where the person's number or words stand in logs."""
    return _places(PERSONAL, texts)


def _places(pattern: re.Pattern[str], texts: Mapping[str, str]) -> list[str]:
    return [
        f"{name}: …{text[max(0, found.start() - SHOWN) : found.start()]}"
        for name, text in texts.items()
        for found in pattern.finditer(text)
    ]
