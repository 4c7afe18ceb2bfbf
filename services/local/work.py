"""Which jobs the local tier's workers do, and which of them come round by themselves."""

from datetime import timedelta
from functools import partial

from local.automation.jobs import QueueRunRecords, RecordRuns
from local.automation.tasks import queue_run_records, record_runs
from local.execution.jobs import (
    CheckPost,
    CheckReply,
    PublishPost,
    PublishReply,
    QueueDuePosts,
    QueueReviewSyncs,
    SyncReviews,
)
from local.execution.tasks.posts import check_post, publish_post, queue_due_posts
from local.execution.tasks.replies import check_reply, publish_reply, queue_syncs, sync_reviews
from local.insights.jobs import PublishEdition, QueueMorningEditions
from local.insights.tasks import publish_edition, queue_morning
from local.messaging.jobs import (
    QueueDueMessages,
    QueueTemplateSyncs,
    ReadWebhook,
    SendMessage,
    SyncTemplates,
)
from local.messaging.tasks.messages import queue_due_messages, read_webhook, send_message
from local.messaging.tasks.templates import queue_template_syncs, sync_templates
from local.places.jobs import FetchPlaces, MarkDuplicatePlaces, QueueDueFetches
from local.places.service.fetches import Providers
from local.places.tasks import fetch_places, mark_duplicate_places, queue_due
from shared.connectors.vendors import Vendors
from shared.jobs.handling import Handler
from shared.jobs.schedule import Every

SCHEDULE = (
    Every(timedelta(minutes=1), QueueDuePosts()),
    Every(timedelta(minutes=5), QueueDueFetches()),
    Every(timedelta(minutes=5), QueueMorningEditions()),
    Every(timedelta(minutes=1), QueueDueMessages()),
    Every(timedelta(minutes=15), QueueReviewSyncs()),
    Every(timedelta(hours=1), QueueRunRecords()),
    Every(timedelta(hours=6), QueueTemplateSyncs()),
)


def handlers(providers: Providers, vendors: Vendors) -> dict[type, Handler]:
    """Return who does which job."""
    return {
        CheckPost: partial(check_post, vendors),
        CheckReply: partial(check_reply, vendors),
        FetchPlaces: partial(fetch_places, providers),
        MarkDuplicatePlaces: mark_duplicate_places,
        PublishEdition: publish_edition,
        PublishPost: partial(publish_post, vendors),
        PublishReply: partial(publish_reply, vendors),
        QueueDueMessages: queue_due_messages,
        QueueDueFetches: partial(queue_due, providers),
        QueueDuePosts: queue_due_posts,
        QueueMorningEditions: queue_morning,
        QueueReviewSyncs: queue_syncs,
        QueueRunRecords: queue_run_records,
        QueueTemplateSyncs: queue_template_syncs,
        ReadWebhook: partial(read_webhook, vendors),
        RecordRuns: record_runs,
        SendMessage: partial(send_message, vendors),
        SyncReviews: partial(sync_reviews, vendors),
        SyncTemplates: partial(sync_templates, vendors),
    }
