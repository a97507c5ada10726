"""What is the same for everybody is made once, and never shown once it is old."""

import pytest
from django.core.cache import caches
from django.template import Context, Template

from common import kept
from common.kept import GENERATION, Shelf, begin_generation, present_shelf


@pytest.fixture(autouse=True)
def _switched_on(settings):
    settings.PAGE_CACHE_SECONDS = 300


def test_a_thing_is_made_once():
    made = []
    for _time in range(2):
        present_shelf().one("thing", lambda: made.append(1))

    assert made == [1]


def test_a_new_generation_lets_everything_go():
    present_shelf().one("thing", lambda: "old")
    begin_generation()

    assert present_shelf().one("thing", lambda: "new") == "new"


def test_a_generation_begun_by_another_process_counts():
    present_shelf().one("thing", lambda: "old")
    caches["pages"].set(GENERATION, "begun elsewhere")

    assert present_shelf().one("thing", lambda: "new") == "new"


def test_what_is_made_while_something_changes_stays_under_the_old_generation():
    before = present_shelf()
    begin_generation()
    present_shelf()
    before.one("thing", lambda: "old")

    assert present_shelf().one("thing", lambda: "new") == "new"


def test_a_shelf_lapses_after_its_time(settings, monkeypatch):
    present_shelf().one("thing", lambda: "old")
    now = kept.time.monotonic()
    monkeypatch.setattr(kept.time, "monotonic", lambda: now + 301)

    assert present_shelf().one("thing", lambda: "new") == "new"


def test_nothing_is_kept_where_the_page_cache_is_switched_off(settings):
    settings.PAGE_CACHE_SECONDS = 0
    present_shelf().one("thing", lambda: "old")

    assert present_shelf().one("thing", lambda: "new") == "new"


def test_only_what_lacks_is_made_of_many():
    shelf = Shelf("")
    asked = []

    def make(keys):
        asked.append(sorted(keys))
        return {key: str(key) for key in keys}

    shelf.many("number", [1, 2], make)

    assert shelf.many("number", [1, 2, 3], make) == {1: "1", 2: "2", 3: "3"}
    assert asked == [[1, 2], [3]]


def test_what_is_declined_is_made_each_time():
    shelf = Shelf("")
    asked = []

    def make(keys):
        asked.extend(keys)
        return {key: key for key in keys}

    for _time in range(2):
        shelf.many("number", [1, 2], make, keep=lambda number: number > 1)

    assert asked == [1, 2, 1]


def test_memory_has_an_end_and_what_came_first_goes_first():
    shelf = Shelf("", most=3)
    for number in range(10):
        shelf.one(number, lambda: "old")

    assert [shelf.one(number, lambda: "new") for number in (9, 8, 7, 6)] == [
        "old",
        "old",
        "old",
        "new",
    ]


@pytest.fixture
def draw(rf):
    template = Template(
        "{% load kept_tags %}{% kept 'part' key %}{{ word }}{% endkept %}"
    )

    def draw(word, **context):
        request = rf.get("/", headers={"host": context.pop("host", "a.example")})
        return template.render(
            Context({"request": request, "word": word, "key": 1, **context})
        )

    return draw


def test_a_part_of_a_page_is_drawn_once(draw):
    shelf = Shelf("")

    assert draw("<b>", shelf=shelf) == "&lt;b&gt;"
    assert draw("other", shelf=shelf) == "&lt;b&gt;"


@pytest.mark.parametrize("differs", [{"key": 2}, {"key": None}, {"host": "b.example"}])
def test_another_key_and_another_host_are_another_part(draw, differs):
    shelf = Shelf("")
    draw("one", shelf=shelf)

    assert draw("other", shelf=shelf, **differs) == "other"


def test_without_a_shelf_and_without_a_key_a_part_is_drawn_each_time(draw):
    shelf = Shelf("")

    assert [draw(word) for word in "ab"] == ["a", "b"]
    assert [draw(word, shelf=shelf, key=None) for word in "ab"] == ["a", "b"]
