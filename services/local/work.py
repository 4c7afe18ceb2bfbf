"""Which jobs the local tier's workers do, and which of them come round by themselves."""

from datetime import timedelta
from functools import partial

from local.insights.jobs import PublishEdition, QueueMorningEditions
from local.insights.tasks import publish_edition, queue_morning
from local.places.jobs import FetchPlaces, MarkDuplicatePlaces, QueueDueFetches
from local.places.service.fetches import Providers
from local.places.tasks import fetch_places, mark_duplicate_places, queue_due
from shared.jobs.handling import Handler
from shared.jobs.schedule import Every

SCHEDULE = (
    Every(timedelta(minutes=5), QueueDueFetches()),
    Every(timedelta(minutes=5), QueueMorningEditions()),
)


def handlers(providers: Providers) -> dict[type, Handler]:
    """Return who does which job."""
    return {
        FetchPlaces: partial(fetch_places, providers),
        MarkDuplicatePlaces: mark_duplicate_places,
        PublishEdition: publish_edition,
        QueueDueFetches: partial(queue_due, providers),
        QueueMorningEditions: queue_morning,
    }
