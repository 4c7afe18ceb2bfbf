"""How far may the platform go with posts that it writes by itself?"""

from dataclasses import dataclass
from enum import StrEnum

from local.execution.domain.reply_language import Language


class PostMode(StrEnum):
    """What the shop allows on a channel; what its people write themselves is always sent."""

    AUTO = "auto"  # drafted and posted
    ASK = "ask"  # drafted; expires where nobody answers in time
    NEVER = "never"  # not even drafted


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSettings:
    """How posts are written for a channel; what guests praise is told only where it may be."""

    mode: PostMode = PostMode.ASK
    language: Language = Language.ENGLISH
    may_tell_praise: bool = False


DEFAULT = PostSettings()
