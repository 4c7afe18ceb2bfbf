"""What does a person need to be told of a kind of task, in whichever language?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWords:
    """One kind of task in one language; `{name}` stands for the topic, time or occasion."""

    title: str
    steps: tuple[str, ...]
    why_not_automated: str
    done_when: str
