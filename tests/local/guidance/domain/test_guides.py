import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.guidance.domain.guides import GUIDES, problems_of, slots_of, told
from local.guidance.domain.manual_task import (
    ENDED,
    ManualTaskKind,
    NewManualTask,
    Reason,
    TaskState,
    may_become,
)
from local.guidance.domain.words_english import ENGLISH
from local.guidance.domain.words_hindi import HINDI
from local.reviews.domain.spelling import is_devanagari


@pytest.mark.parametrize("kind", ManualTaskKind)
def test_each_kind_has_steps_an_end_and_a_reason_in_both_languages(kind: ManualTaskKind) -> None:
    assert GUIDES[kind].minutes > 0
    for words in (ENGLISH[kind], HINDI[kind]):
        assert len(words.steps) >= 3
        assert words.why_not_automated
        assert words.done_when
    assert len(ENGLISH[kind].steps) == len(HINDI[kind].steps)
    assert all(is_devanagari(step) for step in HINDI[kind].steps)
    assert not any(is_devanagari(step) for step in ENGLISH[kind].steps)


@pytest.mark.parametrize("kind", ManualTaskKind)
def test_words_are_told_with_every_slot_filled(kind: ManualTaskKind) -> None:
    facts = dict.fromkeys(slots_of(kind), "★★")
    assert not problems_of(NewManualTask(key="k", kind=kind, reason=Reason.REJECTED, facts=facts))
    for words in (ENGLISH[kind], HINDI[kind]):
        filled = told(words, facts)
        assert "{" not in filled.title + "".join(filled.steps)


def test_what_cannot_be_told_is_named() -> None:
    task = NewManualTask(key="k" * 201, kind=ManualTaskKind.REPLY_TO_REVIEW, reason=Reason.REJECTED)
    assert problems_of(task) == {
        "key": "must have 1 to 200 characters",
        "facts": "must say stars, written_on",
    }


@given(present=st.sampled_from(TaskState), wished=st.sampled_from(TaskState))
def test_an_end_is_an_end_and_nothing_opens_again(present: TaskState, wished: TaskState) -> None:
    if may_become(present, wished) and present is not wished:
        assert present not in ENDED
        assert wished is not TaskState.OPEN
