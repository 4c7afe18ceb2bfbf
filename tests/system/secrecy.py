"""What no log may hold."""

import re
from collections.abc import Mapping

KEY = re.compile(r"vlo_(?:ent|loc)_[0-9A-Za-z]{38}")
SHOWN = 30


def keys_in(texts: Mapping[str, str]) -> list[str]:
    """Return where keys stand in logs: the file and what came before the key."""
    return [
        f"{name}: …{text[max(0, found.start() - SHOWN) : found.start()]}"
        for name, text in texts.items()
        for found in KEY.finditer(text)
    ]
