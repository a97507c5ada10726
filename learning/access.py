"""Who may see what, and why. Pages, files, API, search, feeds and sockets ask here and nowhere else.

`decide` answers for one page and gives its reason. `visible_lessons` says the same of many at
once, as a queryset; `tests/test_access_agreement.py` holds the two together.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from accounts.models import User
from catalog.models import CoursePage, ModulePage
from catalog.permissions import COURSE_DEPTH, course_path
from catalog.tree import remembered, remembered_page
from learning.models import DONE, Enrolment, LessonPage, LessonProgress

MOST_RANGES = 200


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether somebody may see something, with a code for machines and a sentence for people."""

    allowed: bool
    code: str
    sentence: str | Promise

    def __bool__(self) -> bool:
        return self.allowed


# What is said of most lessons of an outline; put into words when somebody reads it.
FREE_PREVIEW = Decision(
    True, "free_preview", gettext_lazy("This lesson is a free preview.")
)
ENROLLED = Decision(True, "enrolled", gettext_lazy("You are enrolled in this course."))


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides about one user in one course, read once for all its lessons."""

    user: User | AnonymousUser
    course: CoursePage
    teaches: bool
    enrolment_status: str
    done: frozenset[UUID]
    live_modules: frozenset[str]
    enrolment: Enrolment | None = None

    @property
    def is_staff(self) -> bool:
        return self.user.is_authenticated and self.user.is_admin

    @property
    def is_studying(self) -> bool:
        return self.enrolment_status in Enrolment.STUDYING


def _module_path(lesson: LessonPage) -> str:
    return str(lesson.path[: -Page.steplen])


def last_path_below(path: str) -> str:
    """Return the end of a range that holds whatever stands below `path`.

    Treebeard's: of digits and capitals alone, which every collation of a database puts in order.
    """
    return str(Page._get_children_path_interval(path)[1])


def course_of(page: Page) -> CoursePage | None:
    """Return the course that `page` is or belongs to; None for pages above the courses."""
    if page.depth < COURSE_DEPTH:
        return None
    if isinstance(page, CoursePage):
        return page
    path = course_path(page)
    return remembered_page(("course", path), CoursePage.objects.filter(path=path).first)


def standing_of(user: User | AnonymousUser, course: CoursePage) -> Standing:
    """Read what decides about `user` in `course`: at most four queries, one for anonymous."""
    live_modules = remembered(
        ("live modules", course.path),
        lambda: frozenset(
            ModulePage.objects.child_of(course).live().values_list("path", flat=True)
        ),
    )
    if not user.is_authenticated or not user.is_active:
        return Standing(user, course, False, "", frozenset(), live_modules)
    enrolment = Enrolment.objects.filter(student=user, course=course).first()
    if enrolment:
        enrolment.student, enrolment.course = user, course  # read already
    done: frozenset[UUID] = frozenset()
    if enrolment and course.lessons_in_order:
        done = frozenset(
            LessonProgress.objects.filter(student=user, status__in=DONE).values_list(
                "lesson_key", flat=True
            )
        )
    return Standing(
        user=user,
        course=course,
        # A teacher who was demoted loses the courses with the role.
        teaches=user.is_academy_staff and course.is_taught_by(user),
        enrolment_status=enrolment.status if enrolment else "",
        done=done,
        live_modules=live_modules,
        enrolment=enrolment,
    )


def decide(
    user: User | AnonymousUser,
    page: Page,
    at: datetime | None = None,
    *,
    standing: Standing | None = None,
) -> Decision:
    """Decide whether `user` may read the live version of `page` at the moment `at` (now, if None).

    Pass `standing` to decide about many pages of one course without asking the database again.
    Guards go from the strongest right to the weakest.
    """
    at = at or timezone.now()
    page = page.specific
    if user.is_authenticated and not user.is_active:
        return Decision(
            False, "account_closed", _("This account is closed at the moment.")
        )

    course = standing.course if standing else course_of(page)
    if course is None:
        return _decide_public(page)
    standing = standing or standing_of(user, course)
    if standing.is_staff:
        return Decision(True, "staff", _("You belong to the staff of the academy."))
    if standing.teaches:
        return Decision(True, "teacher", _("You teach this course."))
    if not page.live:
        return Decision(False, "not_published", _("This page is not published."))
    if not isinstance(page, LessonPage):
        if isinstance(page, ModulePage) and not course.live:
            return Decision(False, "not_published", _("This page is not published."))
        return Decision(True, "public", _("Everybody may read this."))
    return _decide_lesson(page, standing, at)


def _decide_public(page: Page) -> Decision:
    if page.live:
        return Decision(True, "public", _("Everybody may read this."))
    return Decision(False, "not_published", _("This page is not published."))


def _decide_lesson(lesson: LessonPage, standing: Standing, at: datetime) -> Decision:
    if _module_path(lesson) not in standing.live_modules:
        return Decision(False, "not_published", _("This page is not published."))
    return decide_as_if_published(lesson, standing, at)


def decide_as_if_published(
    lesson: LessonPage, standing: Standing, at: datetime
) -> Decision:
    """Decide as for a live lesson in a live module, whatever state `lesson` is in."""
    return decide_live_lesson(
        standing,
        free_preview=lesson.free_preview,
        opens_at=lesson.opens_at,
        required=lambda: [
            (required.translation_key, required.title)
            for required in required_lessons(lesson, standing)
        ],
        at=at,
    )


def required_lessons(lesson: LessonPage, standing: Standing) -> list[LessonPage]:
    """Return the prerequisites that somebody can complete: live ones in live modules."""
    return [
        required
        for required in lesson.prerequisites.all()
        if required.live and _module_path(required) in standing.live_modules
    ]


def decide_live_lesson(
    standing: Standing,
    *,
    free_preview: bool,
    opens_at: datetime | None,
    required: Callable[[], Iterable[tuple[UUID, str]]],
    at: datetime,
) -> Decision:
    """Decide about a lesson that is live in a live module, for those who neither teach nor administer.

    `required` gives key and title of each live prerequisite; it is only asked where lessons
    open in order.
    """
    course = standing.course
    # A course that is unpublished while somebody studies it stays open to them.
    if not course.live and not standing.is_studying:
        return Decision(False, "not_published", _("This page is not published."))
    if free_preview and course.live:
        return FREE_PREVIEW
    if not standing.user.is_authenticated:
        return Decision(False, "log_in", _("Log in and enrol to read this lesson."))
    if not standing.is_studying:
        return _decide_without_enrolment(standing)
    if opens_at and at < opens_at:
        opens = timezone.localtime(opens_at)
        sentence = _("This lesson opens on %(date)s at %(time)s.") % {
            "date": formats.date_format(opens, "j F Y"),
            "time": formats.time_format(opens, "H:i"),
        }
        return Decision(False, "opens_later", sentence)
    if course.lessons_in_order:
        missing = [
            f"“{title}”" for key, title in required() if key not in standing.done
        ]
        if missing:
            sentence = _("First complete %(lessons)s.") % {
                "lessons": ", ".join(missing)
            }
            return Decision(False, "prerequisite", sentence)
    return ENROLLED


def _decide_without_enrolment(standing: Standing) -> Decision:
    match standing.enrolment_status:
        case Enrolment.Status.PAUSED:
            return Decision(
                False,
                "paused",
                _("Your enrolment is paused. Ask your teacher to resume it."),
            )
        case Enrolment.Status.DROPPED:
            return Decision(
                False,
                "dropped",
                _("You left this course. Enrol again to read this lesson."),
            )
    return Decision(False, "enrol", _("Enrol in this course to read this lesson."))


def visible_lessons(
    user: User | AnonymousUser, at: datetime | None = None
) -> QuerySet[Any]:
    """Return the lessons that `user` may read now: what `decide` allows, for search and lists.

    A handful of queries, whatever the number of lessons.
    """
    at = at or timezone.now()
    lessons = LessonPage.objects.all()
    if user.is_authenticated and not user.is_active:
        return lessons.none()
    if user.is_authenticated and user.is_admin:
        return lessons
    live = lessons.live().filter(_in_live_module())
    readable = live.filter(free_preview=True).filter(_below(CoursePage.objects.live()))
    if not user.is_authenticated:
        return readable
    studied = list(
        CoursePage.objects.filter(
            enrolments__student=user, enrolments__status__in=Enrolment.STUDYING
        )
        .values_list("path", "lessons_in_order")
        .distinct()
    )
    open_now = Q(opens_at=None) | Q(opens_at__lte=at)
    for_students = live.filter(open_now).filter(
        _below_paths([path for path, _in_order in studied])
    )
    if in_order := [path for path, is_in_order in studied if is_in_order]:
        for_students = for_students.exclude(
            pk__in=_waiting_for_prerequisites(user, in_order)
        )
    # A union and not an OR: of an OR, PostgreSQL expects most lessons, and reads them all.
    visible = [for_students]
    if user.is_academy_staff:
        visible.append(lessons.filter(_below(CoursePage.objects.taught_by(user))))
    keys = readable.order_by().values("pk")
    return lessons.filter(
        pk__in=keys.union(*(some.order_by().values("pk") for some in visible))
    )


def visible_pages(
    user: User | AnonymousUser, at: datetime | None = None
) -> QuerySet[Any]:
    """Return the pages of every kind that `user` may read now, as `decide` says.

    Of courses, modules and what lies above them only the live ones; lessons as above.
    """
    if user.is_authenticated and not user.is_active:
        return Page.objects.none()
    modules = ModulePage.objects.live().annotate(
        course_path=Substr("path", 1, Page.steplen * COURSE_DEPTH)
    )
    if not (user.is_authenticated and user.is_admin):
        is_open = Q(course_path__in=CoursePage.objects.live().values("path"))
        if user.is_authenticated and user.is_academy_staff:
            taught = CoursePage.objects.taught_by(user)
            is_open |= Q(course_path__in=taught.values("path"))
        modules = modules.filter(is_open)
    kinds = ContentType.objects.get_for_models(ModulePage, LessonPage).values()
    return Page.objects.filter(
        Q(live=True) & ~Q(content_type__in=list(kinds))
        | Q(pk__in=modules.values("pk"))
        | Q(pk__in=visible_lessons(user, at).values("pk"))
    )


def _ancestor_of_lesson(pages: QuerySet[Any], depth: int) -> Exists:
    """Match lessons of which the page above them at `depth` is one of `pages`.

    Asked for each lesson by the unique path: to read all modules of an academy first would take
    longer than the few lessons that the other conditions leave.
    """
    above = Substr(OuterRef("path"), 1, Page.steplen * depth)
    return Exists(pages.filter(path=above))


def _in_live_module() -> Exists:
    return _ancestor_of_lesson(ModulePage.objects.live(), COURSE_DEPTH + 1)


def _below(courses: QuerySet[Any]) -> Exists:
    """Match pages whose path starts with that of one of `courses`, inside the database."""
    return _ancestor_of_lesson(courses, COURSE_DEPTH)


def _below_paths(paths: list[str]) -> Q:
    """Match pages below `paths`: by ranges, which use the index of the paths.

    For more courses than anybody studies, SQLite could not read so many conditions.
    """
    if len(paths) > MOST_RANGES:
        return Q(_below(CoursePage.objects.filter(path__in=paths)))
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__range=(path, last_path_below(path)))
    return below


def _waiting_for_prerequisites(user: User, course_paths: list[str]) -> list[int]:
    """Return the ids of lessons with at least one live prerequisite that `user` has not done."""
    done = LessonProgress.objects.filter(student=user, status__in=DONE).values(
        "lesson_key"
    )
    open_lessons = LessonPage.objects.live().filter(_in_live_module())
    missing = open_lessons.exclude(translation_key__in=done)
    return list(
        LessonPage.prerequisites.through.objects.filter(
            from_lessonpage__in=LessonPage.objects.filter(_below_paths(course_paths)),
            to_lessonpage__in=missing,
        ).values_list("from_lessonpage_id", flat=True)
    )
