"""`python -m bench.gradebook`: the gradebook of 500 students and 60 items, its seconds and its scrolling.

Builds the course in the database that the settings name, inside a transaction that is taken back;
the page as it was answered is then scrolled in a real browser, frame by frame.
"""

import gzip
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import django

STUDENTS, ITEMS, CATEGORIES, TIMES = 500, 60, 6, 7
# What a frame may take before the eye sees it, at sixty a second.
LONG_FRAME = 1000 / 60 * 1.5
SCROLL = """async () => {
    const box = document.querySelector(".gradebook");
    const frames = [];
    let before = await new Promise(requestAnimationFrame);
    for (let step = 0; step < 240; step++) {
        box.scrollBy({top: step < 160 ? 60 : 0, left: step < 160 ? 0 : 60, behavior: "instant"});
        const now = await new Promise(requestAnimationFrame);
        frames.push(now - before);
        before = now;
    }
    return frames;
}"""


def main() -> None:
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        course, teacher = _build()
        measure(course, teacher)
        transaction.set_rollback(True)


def _build() -> Any:
    from accounts.models import Role, User
    from assessment.models import GradeCategory
    from assessment.tests.grades import add_grades, add_items, make_category
    from catalog.models import CourseIndexPage
    from catalog.services import create_course
    from home.tests.students import add_students

    teacher = User.objects.create_user(
        username="bench-gradebook", email="b@bench.example", role=Role.TEACHER
    )
    course = create_course(
        owner=teacher,
        title="Bench",
        code="BENCH",
        index=CourseIndexPage.objects.get(),
    )
    students = [each.student for each in add_students(STUDENTS, course)]
    categories: list[GradeCategory] = [
        make_category(course, drop_lowest=1, position=number)
        for number in range(CATEGORIES)
    ]
    items = [
        item
        for category in categories
        for item in add_items(course, ITEMS // CATEGORIES, category=category)
    ]
    add_grades(items, students)
    return course, teacher


def measure(course: Any, teacher: Any) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client = Client(headers={"Host": "localhost"})
    client.force_login(teacher)
    address = reverse("assessment:gradebook", args=[course.pk])
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    size = len(answer.content)
    print(
        f"{STUDENTS} students × {ITEMS} items: {answer.status_code}, {len(queries)} queries, "
        f"{size / 1000:.0f} kB, {len(gzip.compress(answer.content, 6)) / 1000:.0f} kB compressed"
    )
    for name in ["gradebook", "gradebook_csv", "gradebook_xlsx"]:
        address_of = reverse(f"assessment:{name}", args=[course.pk])
        _print_seconds(name, partial(client.get, address_of))
    _scroll(answer.content.decode())


def _print_seconds(name: str, act: Callable[[], object]) -> None:
    """Print the median on the clock and of the processor's time, which other programs disturb less."""
    clock, busy = [], []
    for _ in range(TIMES):
        began, worked = time.perf_counter(), time.process_time()
        act()
        clock.append(time.perf_counter() - began)
        busy.append(time.process_time() - worked)
    print(
        f"  {name:<16} median {sorted(clock)[TIMES // 2]:.2f} s, {sorted(busy)[TIMES // 2]:.2f} s of them working"
    )


def _scroll(html: str) -> None:
    from django.contrib.staticfiles import finders
    from playwright.sync_api import Route, sync_playwright

    from tests.browser import CHROMIUM, CHROMIUM_ARGS

    if not CHROMIUM:
        print("  not scrolled: there is no Chromium")
        return

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix("http://bench/")
        if not path:
            route.fulfill(body=html, content_type="text/html")
        elif file := finders.find(path.removeprefix("static/")):
            route.fulfill(path=str(file))
        else:
            route.abort()

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=CHROMIUM_ARGS
        )
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        page.route("**/*", serve)
        began = time.perf_counter()
        page.goto("http://bench/")
        shown = time.perf_counter() - began
        frames = sorted(page.evaluate(SCROLL))
        chromium.close()
    long_ones = sum(frame > LONG_FRAME for frame in frames)
    print(
        f"  shown after {shown:.2f} s; scrolling: {len(frames)} frames, median {frames[len(frames) // 2]:.1f} ms,"
        f" p95 {frames[int(len(frames) * 0.95)]:.1f} ms, longest {frames[-1]:.1f} ms, {long_ones} longer than {LONG_FRAME:.0f} ms"
    )


if __name__ == "__main__":
    main()
