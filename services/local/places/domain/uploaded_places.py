"""What does a file that was sent say of itself: from where, how complete, the same as before?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from local.places.domain.coverage import Coverage, coverage_of
from local.places.domain.label import ImportLabel
from local.places.domain.place import Place
from local.places.domain.place_changes import Comparison, Scope, compare
from local.places.domain.place_fields import SkippedRow
from local.places.domain.place_file import ReadPlaces


class Release(StrEnum):
    """Does the file list all that its source knows of its trades in its area, or a part?"""

    FULL = "full"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedPlaces:
    """A file of places that was read, and what tells it from others.

    `asked_for` is what a full release was asked for, where that is known: a file sent by hand
    cannot say it.
    """

    label: ImportLabel
    read: ReadPlaces
    sha256: str
    size_bytes: int
    release: Release = Release.PARTIAL
    asked_for: Coverage | None = None

    @property
    def coverage(self) -> Coverage | None:
        """Return what the file speaks for; None if a place that it leaves out may still exist."""
        listed = coverage_of(self.read.places)
        if listed is None or self.release is Release.PARTIAL or self.read.remark is not None:
            return None
        return self.asked_for or listed

    def compared_with(
        self, replaced: Iterable[Place], unknown_ids: Collection[str], scope: Scope
    ) -> Comparison:
        """Return what the file changes of the places that it overwrites or leaves out."""
        before = [place for place in replaced if place.source_id not in self.read.unusable_ids]
        known_ids = {place.source_id for place in before}
        after = [
            place
            for place in self.read.places
            if place.source_id in known_ids or place.source_id in unknown_ids
        ]
        return compare(before, after, scope)

    def to_values(self) -> dict[str, Any]:
        """Return what the record of the import says of the file, before its places are stored."""
        read, label, coverage = self.read, self.label, self.coverage
        return {
            "source": label.source,
            "licence": label.licence,
            "attribution": label.attribution,
            "sha256": self.sha256,
            "size_bytes": self.size_bytes,
            "rows_read": read.rows_read,
            "places_new": 0,
            "places_changed": 0,
            "places_unchanged": len(read.places),
            "places_unnamed": read.unnamed,
            "rows_skipped": read.rows_skipped,
            "skipped_reasons": dict(sorted(read.skipped.items())),
            "first_skipped_rows": [_plain(row) for row in read.first_skipped],
            "covers": coverage.to_dict() if coverage else None,
        }

    @property
    def why_partial(self) -> str | None:
        """Return why a file that was sent as a full release is not taken as one."""
        if self.release is Release.PARTIAL:
            return None
        if self.read.remark is not None:
            return (
                "Taken as a partial release, so nothing counts as closed: the file is incomplete, "
                f"its server remarked {self.read.remark!r}. Ask for a smaller area and send it "
                "again."
            )
        return None if self.read.places else "Taken as a partial release: it lists no place."


def _plain(row: SkippedRow) -> dict[str, Any]:
    return {"row": row.row, "reason": row.reason, "message": row.message}
