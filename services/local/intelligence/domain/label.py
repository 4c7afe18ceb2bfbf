"""Where do places come from, and on what terms may they be shown?"""

from dataclasses import dataclass

from local.intelligence.errors import UnusableLabelError

MAX_SOURCE_LENGTH = 100
MAX_TERMS_LENGTH = 300


@dataclass(frozen=True, slots=True)
class ImportLabel:
    """Source, licence and attribution of one import, shown beside every figure that uses it."""

    source: str
    licence: str
    attribution: str | None

    def __post_init__(self) -> None:
        """Refuse what cannot be shown."""
        _check("source", self.source, MAX_SOURCE_LENGTH)
        _check("licence", self.licence, MAX_TERMS_LENGTH)
        if self.attribution is not None:
            _check("attribution", self.attribution, MAX_TERMS_LENGTH)


def _check(field: str, text: str, longest: int) -> None:
    if not text.strip() or text != text.strip() or len(text) > longest or not text.isprintable():
        raise UnusableLabelError(field, longest)
