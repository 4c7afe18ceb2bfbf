"""Use cases of understanding messages: the shop's word on them, what is learnt, how good it is."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from local.messaging.domain.label_file import ReadLabels
from local.messaging.domain.message_words import words_of
from local.messaging.domain.reading_model import MODEL_METHOD, Labelled, ReadingModel, unpacked
from local.messaging.domain.reading_sureness import Sureness
from local.messaging.jobs import TrainReading
from local.messaging.models import ReadingModelRow
from local.messaging.repository.understanding import UnderstandingRepository, delete_labels
from shared.clock import Clock
from shared.ids import new_id
from shared.jobs.queue import enqueue

# Of the newest: learning takes 3 s and 200 MB with so many, and grows with the cube and the square.
MOST_LEARNT_FROM = 2_000
SEEN_FOR = timedelta(days=30)
# As long as what somebody wrote may still be of use to learn from.
_LABELS_ARE_KEPT_FOR = timedelta(days=730)
# So that an owner who goes through twenty messages starts one lesson and not twenty.
_LEARNS_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """How messages were read of late, and what was learnt last."""

    since: datetime
    as_of: datetime
    read_by_method: Sequence[tuple[str, int, int]]
    labels: int
    model: ReadingModelRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What came of learning: without `learnt` there was too little to tell intents apart."""

    data_hash: str
    learnt: bytes | None
    sureness: Sureness | None


class UnderstandingService:
    """What one tenant's business teaches of its messages."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, *, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock
        self._stored = UnderstandingRepository(session, tenant_id)

    async def correct(self, message_id: UUID, label: str) -> datetime:
        """Keep what a message really was about; how it was read then stays as it was."""
        await self._stored.get_received(message_id)
        now = self._clock.now()
        values = {"id": new_id(), "message_id": message_id, "label": label, "labelled_at": now}
        await self._stored.put_label(values)
        await self._learn_soon()
        return now

    async def take_in(self, read: ReadLabels) -> None:
        """Keep labelled words; the same words again are the same label, told anew."""
        now = self._clock.now()
        rows = {
            _digest(message.words): {
                "id": new_id(),
                "words": message.words,
                "label": message.label,
                "labelled_at": now,
            }
            for message in read.labelled
        }
        await self._stored.put_words([{"digest": digest, **row} for digest, row in rows.items()])
        await self._learn_soon()

    async def forget(self, contact_id: UUID) -> None:
        """Delete what a contact's messages were about; what was learnt from them is learnt anew."""
        digests = [_digest(words) for words in await self._stored.words_of_contact(contact_id)]
        if await self._stored.forget_labels(contact_id, digests):
            await self._learn_soon()

    async def labelled(self) -> Sequence[Labelled]:
        """Return what is learnt from, the newest first."""
        rows = await self._stored.labelled(MOST_LEARNT_FROM)
        return [Labelled(words=words, label=label) for words, label in rows]

    async def keep(self, lesson: Lesson) -> None:
        """Keep what was learnt, and its figures; learnt again from the same, it is the same."""
        measured: Mapping[str, int | float] = asdict(lesson.sureness) if lesson.sureness else {}
        obstacle = lesson.sureness.obstacle if lesson.sureness else "too_few_labels"
        await self._stored.put_model(
            {
                "id": new_id(),
                "method": MODEL_METHOD,
                "data_hash": lesson.data_hash,
                "obstacle": obstacle,
                "measured": measured,
                "learnt": lesson.learnt,
                "trained_at": self._clock.now(),
            }
        )

    async def model(self) -> ReadingModel | None:
        """Return the shop's model where it has earned its place and still fits the rules."""
        row = await self._stored.latest_model()
        if row is None or row.obstacle or row.learnt is None or row.method != MODEL_METHOD:
            return None
        return unpacked(row.learnt)

    async def summary(self) -> Understanding:
        """Return how messages were read in the last 30 days, and the model's figures."""
        now = self._clock.now()
        return Understanding(
            since=now - SEEN_FOR,
            as_of=now,
            read_by_method=await self._stored.read_by_method(now - SEEN_FOR),
            labels=len(await self._stored.labelled(MOST_LEARNT_FROM)),
            model=await self._stored.latest_model(),
        )

    async def _learn_soon(self) -> None:
        await enqueue(
            self._session,
            TrainReading(self._tenant_id),
            dedupe_key=f"reading-model:{self._tenant_id}",
            run_at=self._clock.now() + _LEARNS_AFTER,
        )


def hash_of(labelled: Sequence[Labelled]) -> str:
    """Return what tells one set of labelled messages from another, whatever their order."""
    lines = sorted(f"{message.label}\t{message.words}" for message in labelled)
    return sha256("\n".join(lines).encode()).hexdigest()


async def forget_old_labels(session: AsyncSession, now: datetime) -> None:
    """Delete labels of two years ago, whoever's they are; for maintenance."""
    await delete_labels(session, now - _LABELS_ARE_KEPT_FOR)


def _digest(words: str) -> str:
    return sha256(" ".join(words_of(words)).encode()).hexdigest()
