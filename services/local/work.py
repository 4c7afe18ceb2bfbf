"""Which jobs the local tier's workers do, and which of them come round by themselves."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial

from local.automation.domain.routines import Routine
from local.automation.jobs import OpenDay, QueueDays, QueueRunRecords, RecordRuns, RunRoutine
from local.automation.tasks.executors import (
    ConnectionCheck,
    ContentWriting,
    MessageCostCheck,
    PostWriting,
    RemovedReviewCheck,
    ReviewReading,
    SocialPosting,
    TemplateCheck,
    UnansweredCheck,
)
from local.automation.tasks.runs import (
    Executors,
    open_day,
    queue_days_begun,
    queue_run_records,
    record_runs,
    run_routine,
)
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
from local.guidance.jobs import TellOfLostWebhooks
from local.guidance.tasks import tell_of_lost_webhooks
from local.inbound_webhooks.jobs import ActOnTold, ForgetTold
from local.inbound_webhooks.tasks import act_on_told, forget_told
from local.insights.jobs import PublishEdition, QueueMorningEditions
from local.insights.tasks import BriefPublication, publish_edition, queue_morning
from local.messaging.jobs import (
    ForgetWebhooks,
    HurryLateQuestions,
    QueueDueMessages,
    QueueLateQuestions,
    QueueTemplateSyncs,
    ReadWebhook,
    SendMessage,
    SyncTemplates,
    TrainReading,
)
from local.messaging.tasks.messages import (
    forget_webhooks,
    queue_due_messages,
    read_webhook,
    send_message,
)
from local.messaging.tasks.reading import (
    hurry_late_questions,
    queue_late_questions,
    train_reading,
)
from local.messaging.tasks.templates import queue_template_syncs, sync_templates
from local.places.jobs import FetchPlaces, MarkDuplicatePlaces, QueueDueFetches
from local.places.service.fetches import Providers
from local.places.tasks import fetch_places, mark_duplicate_places, queue_due
from local.webhooks.jobs import DeliverWebhook, ForgetDeliveries, QueueDueDeliveries
from local.webhooks.tasks import deliver_webhook, forget_deliveries, queue_due_deliveries
from shared.connectors.vendors import Vendors
from shared.jobs.handling import Handler
from shared.jobs.schedule import Every

SCHEDULE = (
    Every(timedelta(minutes=1), QueueDuePosts()),
    Every(timedelta(minutes=5), QueueDueFetches()),
    Every(timedelta(minutes=5), QueueMorningEditions()),
    Every(timedelta(minutes=1), QueueDueMessages()),
    Every(timedelta(minutes=1), QueueDueDeliveries()),
    Every(timedelta(minutes=5), QueueLateQuestions()),
    Every(timedelta(minutes=1), QueueReviewSyncs()),
    Every(timedelta(minutes=5), QueueDays()),
    Every(timedelta(hours=1), QueueRunRecords()),
    Every(timedelta(hours=1), TellOfLostWebhooks()),
    Every(timedelta(hours=6), QueueTemplateSyncs()),
    Every(timedelta(hours=6), ForgetWebhooks()),
    Every(timedelta(hours=6), ForgetDeliveries()),
    Every(timedelta(hours=6), ForgetTold()),
)


def executors(vendors: Vendors) -> Executors:
    """Return who does which routine by itself; every other one is a person's."""
    return {
        Routine.CREATE_CONTENT: ContentWriting,
        Routine.PUBLISH_POST: SocialPosting,
        Routine.POST_UPDATE: PostWriting,
        Routine.READ_REVIEWS: partial(ReviewReading, vendors),
        Routine.CHECK_REMOVED_REVIEWS: partial(RemovedReviewCheck, vendors),
        Routine.PUBLISH_BRIEF: BriefPublication,
        Routine.CHECK_CONNECTIONS: partial(ConnectionCheck, vendors),
        Routine.CHECK_TEMPLATES: partial(TemplateCheck, vendors),
        Routine.CHECK_MESSAGE_COSTS: MessageCostCheck,
        Routine.LIST_UNANSWERED: UnansweredCheck,
    }


_ALONE: Mapping[type, Handler] = {
    ActOnTold: act_on_told,
    ForgetDeliveries: forget_deliveries,
    ForgetTold: forget_told,
    ForgetWebhooks: forget_webhooks,
    HurryLateQuestions: hurry_late_questions,
    MarkDuplicatePlaces: mark_duplicate_places,
    OpenDay: open_day,
    PublishEdition: publish_edition,
    QueueDays: queue_days_begun,
    QueueDueDeliveries: queue_due_deliveries,
    QueueDueMessages: queue_due_messages,
    QueueDuePosts: queue_due_posts,
    QueueLateQuestions: queue_late_questions,
    QueueMorningEditions: queue_morning,
    QueueReviewSyncs: queue_syncs,
    QueueRunRecords: queue_run_records,
    QueueTemplateSyncs: queue_template_syncs,
    RecordRuns: record_runs,
    TellOfLostWebhooks: tell_of_lost_webhooks,
    TrainReading: train_reading,
}
_WITH_VENDORS: Mapping[type, Callable[..., Awaitable[None]]] = {
    CheckPost: check_post,
    CheckReply: check_reply,
    DeliverWebhook: deliver_webhook,
    PublishPost: publish_post,
    PublishReply: publish_reply,
    ReadWebhook: read_webhook,
    SendMessage: send_message,
    SyncReviews: sync_reviews,
    SyncTemplates: sync_templates,
}


def handlers(providers: Providers, vendors: Vendors) -> dict[type, Handler]:
    """Return who does which job."""
    return {
        **_ALONE,
        **{job: partial(handler, vendors) for job, handler in _WITH_VENDORS.items()},
        FetchPlaces: partial(fetch_places, providers),
        QueueDueFetches: partial(queue_due, providers),
        RunRoutine: partial(run_routine, executors(vendors)),
    }
