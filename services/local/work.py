"""Which jobs the local tier's workers do."""

from local.intelligence.jobs import MarkDuplicatePlaces
from local.intelligence.tasks import mark_duplicate_places
from shared.jobs.handling import Handler

HANDLERS: dict[type, Handler] = {MarkDuplicatePlaces: mark_duplicate_places}
