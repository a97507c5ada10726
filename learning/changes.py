"""Changed since you learned it: what a newer revision means to those who completed an older one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.models import Revision

from common.blocks.comparison import marked_difference
from learning.models import (
    DONE,
    LessonChange,
    LessonPage,
    LessonProgress,
    Significance,
)

WEIGHT = {
    Significance.COSMETIC: 0,
    Significance.CLARIFYING: 1,
    Significance.CORRECTIVE: 2,
}
# The streams that are compared, in the order in which the page shows them.
STREAMS = ("objectives", "body", "key_points", "resources")


@dataclass(frozen=True)
class BlockChange:
    """One block that is new, different or gone; `block` is the live one, or the old one if gone."""

    kind: str  # added, changed, removed
    block: Any
    before: Any = None
    stream: str = "body"

    @property
    def difference(self) -> str:
        """What was deleted and what was inserted, marked, as HTML."""
        return marked_difference(self.block.block, self.before.value, self.block.value)

    @property
    def has_place(self) -> bool:
        """Whether the block stands in the lesson's body, where a link can lead to it."""
        return bool(self.stream == "body" and self.kind != "removed" and self.block.id)

    @property
    def is_sentence(self) -> bool:
        """Whether the block is plain text, such as an objective, with no template of its own."""
        return isinstance(self.block.value, str)


@dataclass(frozen=True)
class ChangesSince:
    significance: str
    notes: tuple[str, ...]
    changed_at: datetime
    blocks: tuple[BlockChange, ...]

    @property
    def asks_to_read_again(self) -> bool:
        return self.significance == Significance.CORRECTIVE


def record_change(*, lesson: LessonPage, revision: Revision) -> LessonChange | None:
    """Write what the editor said of a newer live revision; None for the first one.

    A corrective change asks those who completed the lesson to read it again; nobody's
    percentage drops.
    """
    is_first = lesson.first_published_at == lesson.last_published_at
    if is_first or LessonChange.objects.filter(revision=revision).exists():
        return None
    change = LessonChange.objects.create(
        lesson_key=lesson.translation_key,
        revision=revision,
        significance=lesson.change_significance or Significance.COSMETIC,
        note=lesson.change_note,
        changed_at=timezone.now(),
        changed_by=revision.user,
    )
    if change.significance == Significance.CORRECTIVE:
        LessonProgress.objects.filter(
            lesson_key=lesson.translation_key,
            status__in=[
                LessonProgress.Status.COMPLETED,
                LessonProgress.Status.MASTERED,
            ],
        ).exclude(revision=revision).update(
            status=LessonProgress.Status.NEEDS_REVIEW, status_before_review=F("status")
        )
    return change


def changes_after(*, lesson: LessonPage, revision: int) -> QuerySet[LessonChange]:
    """Return what went live after `revision`. Publishing cancels older schedules, so ids tell."""
    return LessonChange.objects.filter(
        lesson_key=lesson.translation_key, revision_id__gt=revision
    ).order_by("changed_at")


def is_corrected_since(*, lesson: LessonPage, revision: int) -> bool:
    later = changes_after(lesson=lesson, revision=revision)
    return later.filter(significance=Significance.CORRECTIVE).exists()


def changes_since(
    *, progress: LessonProgress, lesson: LessonPage
) -> ChangesSince | None:
    """Return what changed since the student completed the lesson; None if nothing worth saying.

    Several changes count as the strongest of them. Cosmetic ones say nothing.
    """
    if progress.status not in DONE or progress.revision_id in (
        None,
        lesson.live_revision_id,
    ):
        return None
    later = list(changes_after(lesson=lesson, revision=progress.revision_id))
    if not later:
        return None
    strongest = max(later, key=lambda change: WEIGHT[Significance(change.significance)])
    if strongest.significance == Significance.COSMETIC:
        return None
    return ChangesSince(
        significance=strongest.significance,
        notes=tuple(
            change.note
            for change in later
            if change.note and change.significance != Significance.COSMETIC
        ),
        changed_at=later[-1].changed_at,
        blocks=tuple(_differences(progress.revision, lesson)),
    )


def _differences(
    revision: Revision | None, lesson: LessonPage
) -> Iterator[BlockChange]:
    before = revision.as_object() if revision else None
    if before is None:
        return
    for stream in STREAMS:
        old, new = getattr(before, stream), getattr(lesson, stream)
        for change in compare_blocks(old, new):
            yield replace(change, stream=stream)


def compare_blocks(before: Iterable[Any], after: Iterable[Any]) -> list[BlockChange]:
    """Compare two streams by block id and kind; moving a block isn't a change."""
    old = {(block.id, block.block_type): block for block in before}
    new = {(block.id, block.block_type): block for block in after}
    changes = [
        BlockChange("changed", block, old[key])
        if key in old
        else BlockChange("added", block)
        for key, block in new.items()
        if key not in old or _content(old[key]) != _content(block)
    ]
    return changes + [
        BlockChange("removed", block) for key, block in old.items() if key not in new
    ]


def _content(block: Any) -> Any:
    return block.block.get_prep_value(block.value)
