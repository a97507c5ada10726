"""Turns the Markdown folders beside this file into published courses."""

import shutil
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File

from accounts.models import User
from catalog.models import (
    Category,
    CourseDocument,
    CourseImage,
    CoursePage,
    EnrolmentPolicy,
    Level,
)
from home.demo.figures import draw_figures
from home.demo.film import CAPTIONS, write_captions, write_film
from home.demo.papers import write_recipe_card
from learning.importing.course import read_course
from learning.importing.publishing import import_course
from learning.importing.report import Report
from learning.models import LessonPage

COURSES = Path(__file__).parent / "courses"


@dataclass(frozen=True)
class Plan:
    """What the Markdown of a course doesn't say."""

    folder: str
    owner: str
    code: str
    category: str
    summary: str
    level: str
    hours: str
    tags: tuple[str, ...]
    objectives: tuple[str, ...]
    cover_alt: str
    price: str
    settings: dict[str, Any] = field(default_factory=dict)
    previews: tuple[str, ...] = ()


PLANS = [
    Plan(
        "night-sky",
        "tomas",
        "AST-101",
        "Science",
        "Find your way among the stars with your eyes, a notebook and a little geometry.",
        Level.BEGINNER,
        "6",
        ("astronomy", "outdoors", "geometry"),
        (
            "Find ten stars and five planets without help.",
            "Explain the phases of the Moon to a child.",
            "Turn a parallax into a distance.",
        ),
        "The Plough and a crescent Moon in a dark sky",
        "4800",
        previews=("A dome full of stars",),
    ),
    Plan(
        "bread",
        "beatrix",
        "BRD-110",
        "Crafts",
        "Four loaves, from an overnight bread to your own sourdough.",
        Level.BEGINNER,
        "8",
        ("baking", "food", "hands-on"),
        (
            "Write any bread recipe in baker's percentages.",
            "Judge a dough by eye and finger.",
            "Keep a sourdough alive.",
        ),
        "A loaf of bread with three cuts",
        "6500",
        {"enrolment_policy": EnrolmentPolicy.APPROVAL, "capacity": 16},
        ("Flour and water",),
    ),
    Plan(
        "python",
        "naveen",
        "PY-120",
        "Computing",
        "Ask questions of numbers, words and files, in a language made for people.",
        Level.BEGINNER,
        "10",
        ("programming", "python", "data"),
        (
            "Write a program of fifty lines without fear.",
            "Read an error message and find its cause.",
            "Draw a chart from a file.",
        ),
        "Lines of a program as coloured bars",
        "9600",
        {"lessons_in_order": True},
        ("Python as a calculator",),
    ),
    Plan(
        "numbers-in-the-news",
        "tomas",
        "STA-201",
        "Science",
        "A handful of questions to ask of any number that you meet.",
        Level.INTERMEDIATE,
        "5",
        ("statistics", "media", "reasoning"),
        (
            "Choose the right average.",
            "Turn a relative risk into people.",
            "Spot four ways in which a chart misleads.",
        ),
        "A histogram with one bar in another colour",
        "3600",
        {"enrolment_policy": EnrolmentPolicy.KEY, "enrolment_key": "newsroom"},
        ("Three kinds of average",),
    ),
]


def make_courses() -> list[CoursePage]:
    """Import, complete and publish every planned course."""
    return [_make_course(plan) for plan in PLANS]


def _make_course(plan: Plan) -> CoursePage:
    owner = User.objects.get(username=plan.owner)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / plan.folder
        shutil.copytree(COURSES / plan.folder, folder)
        draw_figures(plan.folder, folder / "fig")
        report = Report()
        course = import_course(
            source=read_course(folder, report), owner=owner, publish=True, report=report
        )
        if plan.folder == "bread":
            _add_film_and_card(course, Path(scratch))
        _describe(course, plan, folder)
    _finish_lessons(course, plan)
    return CoursePage.objects.get(pk=course.pk)


def _describe(course: CoursePage, plan: Plan, folder: Path) -> None:
    course = CoursePage.objects.get(pk=course.pk)
    with (folder / "fig" / "cover.png").open("rb") as file:
        course.thumbnail = CourseImage.objects.create(
            title=plan.cover_alt,
            description=plan.cover_alt,
            collection=course.team.collection,
            file=File(file, name=f"{plan.folder}-cover.png"),
        )
    course.code = plan.code
    course.attribution = (
        ""  # written for this project: the import's "made from" says nothing
    )
    course.summary = plan.summary
    course.category = Category.objects.get_or_create(
        name=plan.category, defaults={"slug": plan.category.lower()}
    )[0]
    course.level = plan.level
    course.duration_hours = Decimal(plan.hours)
    course.price = Decimal(plan.price)
    course.objectives = [("objective", text) for text in plan.objectives]
    course.tags.add(*plan.tags)
    for name, value in plan.settings.items():
        setattr(course, name, value)
    course.save_revision(user=course.owner).publish()


def _finish_lessons(course: CoursePage, plan: Plan) -> None:
    """Open the previews and, where lessons open in order, chain them."""
    course = CoursePage.objects.get(pk=course.pk)
    earlier: LessonPage | None = None
    for lesson in LessonPage.objects.descendant_of(course).order_by("path"):
        lesson.free_preview = lesson.title in plan.previews
        if course.lessons_in_order and earlier is not None:
            lesson.prerequisites = [earlier]
        lesson.save_revision(user=course.owner).publish()
        earlier = lesson


def _add_film_and_card(course: CoursePage, scratch: Path) -> None:
    write_film(scratch / "rise.webm")
    write_captions(scratch / "rise.vtt")
    write_recipe_card(scratch / "overnight-loaf.pdf")
    film = _keep(course, "A rising dough", scratch / "rise.webm")
    captions = _keep(course, "A rising dough: captions", scratch / "rise.vtt")
    card = _keep(
        course, "An overnight loaf: recipe card", scratch / "overnight-loaf.pdf"
    )
    transcript = "".join(f"<p>{text}</p>" for _start, _end, text in CAPTIONS)

    lesson = _lesson(course, "Watching the rise")
    lesson.body.insert(
        _place_of(lesson, "exercise"),
        (
            "video",
            {
                "title": "Twelve hours in twelve seconds",
                "file": film,
                "hls_url": "",
                "embed_url": "",
                "poster": None,
                "captions": captions,
                "transcript": transcript,
            },
        ),
    )
    lesson.save_revision(user=course.owner).publish()

    lesson = _lesson(course, "An overnight loaf")
    lesson.body.append(("pdf", {"document": card, "title": "Recipe card to print"}))
    lesson.resources.append(
        ("file", {"document": card, "description": "One page, A5."})
    )
    lesson.save_revision(user=course.owner).publish()


def _place_of(lesson: LessonPage, kind: str) -> int:
    return next(
        place for place, block in enumerate(lesson.body) if block.block_type == kind
    )


def _lesson(course: CoursePage, title: str) -> LessonPage:
    return LessonPage.objects.descendant_of(course).get(title=title)


def _keep(course: CoursePage, title: str, path: Path) -> CourseDocument:
    with path.open("rb") as file:
        return CourseDocument.objects.create(
            title=title,
            collection=course.team.collection,
            file=File(file, name=path.name),
        )
