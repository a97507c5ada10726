"""Makes or updates a course from a folder that was read: all of it, or nothing."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from html import escape
from itertools import chain

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from catalog.models import CourseIndexPage, CoursePage, ModulePage
from catalog.models.pages import COURSE_LANGUAGES
from catalog.services import create_course
from learning.importing.arrangement import arrange, find_renamed
from learning.importing.content import Block, Exercise, Figure, Lesson, walk, word_count
from learning.importing.course import SourceCourse
from learning.importing.files import CourseFiles, check_documents, check_pictures
from learning.importing.pages import Fields, PageWriter
from learning.importing.report import ImportRefused, Report
from learning.importing.stream import StreamWriter, points
from learning.models import ImportedItem, LessonPage

WORDS_A_MINUTE = 150


def import_course(
    *, source: SourceCourse, owner: User, publish: bool, report: Report
) -> CoursePage:
    """Bring `source` into the catalogue; raises `ImportRefused` and then has changed nothing."""
    check_pictures(source.folder, source.pictures, report)
    offered = check_documents(source.folder, source.offered, report)
    report.raise_for_problems()
    importer = _Importer(source, owner, publish, report, offered)
    try:
        with transaction.atomic():
            return importer.run()
    except BaseException:
        importer.discard()
        raise


class _Importer:
    def __init__(
        self,
        source: SourceCourse,
        owner: User,
        publish: bool,
        report: Report,
        offered: set[str],
    ) -> None:
        self.source = source
        self.owner = owner
        self.report = report
        self.publish = publish
        self.offered = offered
        self.writer = PageWriter(owner=owner, publish=publish, report=report)
        self.files: CourseFiles | None = None
        self.pages: dict[str, Page] = {}

    def run(self) -> CoursePage:
        # Two imports at a time wait for each other here.
        index = CourseIndexPage.objects.select_for_update().first()
        if index is None:
            raise ImportRefused(_("There is no catalogue yet. Run “migrate” first."))
        course, course_item = self._find_course(index)
        self.items = {
            item.path: item
            for item in ImportedItem.objects.filter(course=course).select_related(
                "page"
            )
        }
        self.files = CourseFiles(
            course=course,
            folder=self.source.folder,
            owner=self.owner,
            report=self.report,
        )
        modules = self._modules(course)
        self._find_lessons(modules)
        if self.source.index is not None:
            self.pages[self.source.index.path] = course
        self._write_files()
        self.writer.write(
            page=course,
            item=course_item,
            fields=self._course_fields(),
            label=self.source.facts.title,
        )
        for plan in self.source.modules:
            self.writer.write(
                page=modules[plan.key],
                item=self._item(f"module:{plan.key}", course),
                fields={"title": plan.title},
                label=plan.title,
                hidden=plan.for_teachers,
            )
            for path in plan.lessons:
                self.writer.write(
                    page=self.pages[path],
                    item=self._item(path, course),
                    fields=self._lesson_fields(self.source.lessons[path]),
                    label=path,
                    hidden=plan.for_teachers,
                )
        self._arrange(course, modules)
        self._report_removed()
        course.refresh_from_db()
        return course

    def discard(self) -> None:
        if self.files is not None:
            self.files.discard()

    # Where things stand in the site, for `StreamWriter`.

    def page(self, path: str) -> int | None:
        page = self.pages.get(path)
        return page.pk if page is not None else None

    def anchor(self, path: str, anchor: str) -> str:
        return self.source.anchors.get(path, {}).get(anchor, "")

    def document(self, path: str) -> int | None:
        return self.documents.get(path)

    def image(self, path: str) -> int:
        return self.images[path]

    def _find_course(self, index: CourseIndexPage) -> tuple[CoursePage, ImportedItem]:
        path = f"course:{self.source.key}"[:500]
        item = (
            ImportedItem.objects.filter(path=path, page__isnull=False)
            .select_related("course")
            .first()
        )
        if item is not None:
            item.page = item.course
            return item.course, item
        course = create_course(
            owner=self.owner,
            title=self.source.facts.title[:255],
            code=self._code(),
            index=index,
            slug=self._slug(index),
        )
        return course, ImportedItem(course=course, path=path, page=course)

    def _code(self) -> str:
        wanted = self.source.facts.code
        if wanted:
            if CoursePage.objects.filter(code=wanted).exists():
                raise ImportRefused(
                    _(
                        "A course with the code %(code)s exists and did not come from here."
                    )
                    % {"code": wanted}
                )
            return wanted[:32]
        base = slugify(self.source.folder.name).upper() or "COURSE"
        return _free(
            base, 32, lambda code: CoursePage.objects.filter(code=code).exists()
        )

    def _slug(self, index: CourseIndexPage) -> str:
        base = slugify(self.source.facts.title) or slugify(self.source.folder.name)
        taken = set(index.get_children().values_list("slug", flat=True))
        return _free(base or "course", 200, taken.__contains__)

    def _item(self, path: str, course: CoursePage) -> ImportedItem:
        return self.items.get(path) or ImportedItem(course=course, path=path)

    def _modules(self, course: CoursePage) -> dict[str, Page]:
        modules: dict[str, Page] = {}
        for plan in self.source.modules:
            item = self.items.get(f"module:{plan.key}")
            if item is not None and item.page is not None:
                modules[plan.key] = item.page.specific
            else:
                modules[plan.key] = course.add_child(
                    instance=ModulePage(
                        title=plan.title[:255], live=False, owner=self.owner
                    )
                )
        return modules

    def _find_lessons(self, modules: dict[str, Page]) -> None:
        """Give each file its page: the one from before, also after a new name, or a new one."""
        renamed = find_renamed(self.source, self.items)
        for old, new in renamed.items():
            item = self.items.pop(old)
            item.path = new
            item.save()
            self.items[new] = item
            self.report.note(
                new, 0, _("was %(old)s; its page and progress stay.") % {"old": old}
            )
        for plan in self.source.modules:
            for path in plan.lessons:
                known = self.items.get(path)
                if known is not None and known.page is not None:
                    self.pages[path] = known.page.specific
                else:
                    title = self.source.lessons[path].title
                    self.pages[path] = modules[plan.key].add_child(
                        instance=LessonPage(title=title, live=False, owner=self.owner)
                    )

    def _write_files(self) -> None:
        assert self.files is not None
        alts: dict[str, str] = {}
        bodies: list[Sequence[Block]] = [self.source.description]
        bodies += [lesson.body for lesson in self.source.lessons.values()]
        for block in chain.from_iterable(walk(body) for body in bodies):
            if isinstance(block, Figure):
                alts.setdefault(block.path, block.alt)
        self.images = {
            path: self.files.image(path, alt).pk for path, alt in sorted(alts.items())
        }
        self.documents = {
            path: self.files.document(path).pk for path in sorted(self.offered)
        }

    def _course_fields(self) -> Fields:
        facts = self.source.facts
        fields: Fields = {
            "title": facts.title[:255],
            "summary": _shortened(facts.summary, 255),
            "description": self._writer("").blocks(self.source.description),
            "licence": facts.licence[:120],
            "attribution": attribution(self.source),
            "duration_hours": self._hours(),
        }
        language = facts.language.lower().split("-")[0].split("_")[0]
        if language in dict(COURSE_LANGUAGES):
            fields["language"] = language
        return fields

    def _lesson_fields(self, lesson: Lesson) -> Fields:
        return {
            "title": lesson.title,
            "objectives": points("objective", lesson.objectives),
            "key_points": points("point", lesson.key_points),
            "body": self._writer(lesson.path).blocks(lesson.body),
            "teaching_minutes": teaching_minutes(lesson),
            "exercise_minutes": exercise_minutes(lesson),
        }

    def _writer(self, path: str) -> StreamWriter:
        return StreamWriter(path=path, targets=self)

    def _hours(self) -> Decimal | None:
        lessons = [
            self.source.lessons[path]
            for plan in self.source.modules
            if not plan.for_teachers
            for path in plan.lessons
        ]
        minutes = sum(
            teaching_minutes(each) + exercise_minutes(each) for each in lessons
        )
        return (Decimal(minutes) / 60).quantize(Decimal("0.1")) if minutes else None

    def _arrange(self, course: CoursePage, modules: dict[str, Page]) -> None:
        """Follow the folder's order when that changed; else what editors moved stays moved."""
        item = self._item("outline:", course)
        digest = self.source.outline_digest
        if item.digest != digest:
            arrange(
                course,
                [
                    (modules[plan.key], [self.pages[path] for path in plan.lessons])
                    for plan in self.source.modules
                ],
            )
            item.digest = digest
            item.save()

    def _report_removed(self) -> None:
        modules = {f"module:{plan.key}" for plan in self.source.modules}
        for path, item in self.items.items():
            is_module = path.startswith("module:")
            known = modules if is_module else self.source.lessons
            if item.page is None or path in known or (":" in path and not is_module):
                continue
            page = item.page
            label = page.draft_title if is_module else path
            if page.live and self.publish:
                page.specific.unpublish()
                said = _("is gone from the folder; its page is unpublished.")
            else:
                said = _("is gone from the folder; its page stays.")
            self.report.note(label, 0, said)


def attribution(source: SourceCourse) -> str:
    """Who made the course, where it comes from, under which licence, and that it was changed."""
    facts = source.facts
    title = escape(facts.title, quote=False)
    if facts.source_url:
        title = f'<a href="{escape(facts.source_url)}">{title}</a>'
    licence = escape(facts.licence, quote=False)
    if facts.licence_url:
        licence = f'<a href="{escape(facts.licence_url)}">{licence}</a>'
    if not (facts.source_url or facts.authors or licence or facts.citation):
        return ""
    sentences = [_("Made from %(title)s.") % {"title": title}]
    if licence:
        sentences.append(_("Licence: %(licence)s.") % {"licence": licence})
    sentences.append(_("Layout and navigation were changed on import."))
    html = f"<p>{' '.join(sentences)}</p>"
    if facts.citation:
        html += f"<p>{escape(facts.citation, quote=False)}</p>"
    if facts.authors:
        names = escape(", ".join(facts.authors), quote=False)
        html += f"<p>{_('Authors')}: {names}.</p>"
    return html


def teaching_minutes(lesson: Lesson) -> int:
    """What the writer says, or else the time it takes to read."""
    if lesson.teaching_minutes is not None:
        return lesson.teaching_minutes
    return max(1, round(word_count(lesson.body) / WORDS_A_MINUTE))


def exercise_minutes(lesson: Lesson) -> int:
    if lesson.exercise_minutes is not None:
        return lesson.exercise_minutes
    exercises = [block for block in lesson.body if isinstance(block, Exercise)]
    return sum(exercise.minutes or 0 for exercise in exercises)


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0] + "…"


def _free(base: str, limit: int, is_taken: Callable[[str], bool]) -> str:
    """Return `base`, or with the first number behind it that makes it free."""
    name, number = base[:limit].strip("-"), 1
    while is_taken(name):
        number += 1
        ending = f"-{number}"
        name = base[: limit - len(ending)].strip("-") + ending
    return name
