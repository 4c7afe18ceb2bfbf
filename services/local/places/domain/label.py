"""Where do places come from, and on what terms may they be shown?"""

from dataclasses import dataclass

from local.places.errors import UnusableLabelError

MAX_SOURCE_LENGTH = 100
MAX_TERMS_LENGTH = 300
# By their SPDX names. Vendors of ratings forbid keeping them; only known licences are trusted.
_OPEN_LICENCES = (
    "odbl",
    "cc0",
    "cc-by-3",
    "cc-by-4",
    "cc-by-sa",
    "cdla-permissive",
    "apache-2.0",
    "pddl",
    "odc-by",
)
# What an owner enters about its rivals is its own to keep.
OWNER = "owner"
OWN_KNOWLEDGE = "owner's own knowledge"


@dataclass(frozen=True, slots=True)
class ImportLabel:
    """Source, licence and attribution of one import, shown beside every figure that uses it."""

    source: str
    licence: str
    attribution: str | None

    @property
    def is_community_edited(self) -> bool:
        """Say whether anybody may edit the source, so that an edit is a claim and no record."""
        return self.licence.casefold().startswith("odbl")

    @property
    def may_keep_ratings(self) -> bool:
        """Say whether the licence is known to let ratings be kept and compared over time."""
        is_open = self.licence.casefold().startswith(_OPEN_LICENCES)
        return is_open or self.licence == OWN_KNOWLEDGE

    def __post_init__(self) -> None:
        """Refuse what cannot be shown."""
        _check("source", self.source, MAX_SOURCE_LENGTH)
        _check("licence", self.licence, MAX_TERMS_LENGTH)
        if self.attribution is not None:
            _check("attribution", self.attribution, MAX_TERMS_LENGTH)


def _check(field: str, text: str, longest: int) -> None:
    if not text.strip() or text != text.strip() or len(text) > longest or not text.isprintable():
        raise UnusableLabelError(field, longest)
