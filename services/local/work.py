"""Which jobs the local tier's workers do, and which of them come round by themselves."""

from datetime import timedelta

from local.insights.jobs import PublishEdition, QueueMorningEditions
from local.insights.tasks import publish_edition, queue_morning
from local.places.jobs import MarkDuplicatePlaces
from local.places.tasks import mark_duplicate_places
from shared.jobs.handling import Handler
from shared.jobs.schedule import Every

HANDLERS: dict[type, Handler] = {
    MarkDuplicatePlaces: mark_duplicate_places,
    PublishEdition: publish_edition,
    QueueMorningEditions: queue_morning,
}
SCHEDULE = (Every(timedelta(minutes=5), QueueMorningEditions()),)
