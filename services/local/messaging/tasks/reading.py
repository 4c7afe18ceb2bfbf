"""Handlers of the jobs about understanding: learn from labels, hurry what waits too long."""

import asyncio
from collections.abc import Sequence

from local.messaging.domain.reading_model import Labelled, packed
from local.messaging.domain.reading_sureness import sureness
from local.messaging.domain.reading_training import learnt_from
from local.messaging.jobs import HurryLateQuestions, QueueLateQuestions, TrainReading
from local.messaging.service.questions import QuestionService, tenants_with_questions
from local.messaging.service.understanding import Lesson, UnderstandingService, hash_of
from shared.db.session import operator_work, unit_of_work
from shared.jobs.errors import RetryLaterError
from shared.jobs.handling import JobContext
from shared.jobs.queue import enqueue_many

_AGAIN_SECONDS = 5.0
# A lesson takes up to 200 MB; one at a time bounds what a worker needs.
_LEARNING = asyncio.Semaphore(1)


async def train_reading(context: JobContext, job: TrainReading) -> None:
    """Run TrainReading: the arithmetic in a thread, between two transactions."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = UnderstandingService(session, job.tenant_id, clock=context.clock)
        labelled = await service.labelled()
    async with _LEARNING:
        lesson = await asyncio.to_thread(lesson_of, labelled)
    await keep_lesson(context, job, lesson)


def lesson_of(labelled: Sequence[Labelled]) -> Lesson:
    """Return what comes of learning from labelled messages, and how good it is."""
    learnt = learnt_from(labelled)
    return Lesson(
        data_hash=hash_of(labelled),
        learnt=packed(learnt.model) if learnt else None,
        sureness=sureness(learnt.heldout, learnt.model.least_lead) if learnt else None,
    )


async def keep_lesson(context: JobContext, job: TrainReading, lesson: Lesson) -> None:
    """Keep a lesson, unless something was told meanwhile: its own job was left out for this one."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        service = UnderstandingService(session, job.tenant_id, clock=context.clock)
        if hash_of(await service.labelled()) != lesson.data_hash:
            reason = "There are newer labels."
            raise RetryLaterError(reason, after_seconds=_AGAIN_SECONDS)
        await service.keep(lesson)


async def queue_late_questions(context: JobContext, _job: QueueLateQuestions) -> None:
    """Run QueueLateQuestions; whoever waits for a look already is left out."""
    async with operator_work(context.database) as session:
        tenants = await tenants_with_questions(session)
        jobs = [HurryLateQuestions(tenant_id) for tenant_id in tenants]
        keys = [f"late-questions:{tenant_id}" for tenant_id in tenants]
        await enqueue_many(session, jobs, dedupe_keys=keys)


async def hurry_late_questions(context: JobContext, job: HurryLateQuestions) -> None:
    """Run HurryLateQuestions; a task that is urgent stays so."""
    async with unit_of_work(context.database, job.tenant_id) as session:
        await QuestionService(session, job.tenant_id, clock=context.clock).hurry_late()
