"""SRC-01: what the page with results finds, how it shows it, and what people may type."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from catalog.models import Category, CourseDocument
from learning.models import LessonPage
from tests.factories import make_course, make_lesson, make_module
from tests.many import add_courses, add_lessons, count_queries

pytestmark = pytest.mark.django_db
ADDRESS = "/search/"
TYPED = [
    "",
    " ",
    '"',
    '"unfinished',
    "*",
    "star*",
    "NEAR(",
    "NEAR(star moon)",
    "AND",
    "star AND",
    "OR NOT",
    "title:star",
    "'; DROP TABLE auth_user; --",
    "star & moon | (sun",
    "\\",
    "a'b\\",
    ":*",
    "%s %(x)s",
    "\x00star",
    "🌙✨",
    "🌙 moon",
    "चाँद",
    "نجمة",
    "星",
    "\ud7fb\U0001e900\U00031350",
    "<script>alert(1)</script>",
    "-star",
    "x" * 10_000,
    "star " * 2_000,
    "é" * 300,
    "²",
    "_",
]


def page_of(client, words="", **asked):
    response = client.get(ADDRESS, {"q": words, **asked})
    assert response.status_code == 200
    return response


def titles(client, words, **asked):
    """Titles of all results shown, without marks."""
    search = page_of(client, words, **asked).context["search"]
    if search.kind == "all":
        results = [result for group in search.groups for result in group.results]
    else:
        results = list(search.page)
    return [
        result.title.replace("<mark>", "").replace("</mark>", "") for result in results
    ]


def text_of(client, words, **asked):
    return page_of(client, words, **asked).content.decode()


@pytest.fixture
def reader(client, student):
    client.force_login(student)
    return client


@pytest.fixture
def module(course):
    return course.get_first_child().specific


def make_document(course, title="Handout", **fields):
    return CourseDocument.objects.create(
        title=title,
        collection=course.team.collection,
        file=ContentFile(b"0123456789", name="handout.pdf"),
        **fields,
    )


def use(document, lesson):
    lesson.body = [("pdf", {"document": document, "title": ""})]
    lesson.save_revision().publish()


def test_a_course_is_found_by_its_summary(client, teacher):
    make_course(teacher, "Tides", summary="Why the ocean breathes")
    assert titles(client, "ocean") == ["Tides"]


def test_a_course_is_found_by_category_and_topic(client, teacher):
    sea = Category.objects.create(name="Oceanography", slug="sea")
    course = make_course(teacher, "Tides", category=sea)
    course.tags.add("lunacy")
    course.save_revision().publish()
    assert titles(client, "oceanography") == titles(client, "lunacy") == ["Tides"]


def test_a_lesson_is_found_by_what_its_blocks_say(reader, module):
    make_lesson(
        module,
        "Rings",
        body=[
            ("code", {"code": "saturnalia()", "language": "python", "kind": "source"}),
            (
                "callout",
                {
                    "kind": "note",
                    "title": "",
                    "body": [("text", "<p>Cassini's gap</p>")],
                },
            ),
        ],
    )
    assert titles(reader, "saturnalia") == titles(reader, "gap") == ["Rings"]


def test_a_solution_finds_its_lesson_and_is_not_shown(reader, module):
    task = {
        "title": "Count",
        "body": [("text", "<p>How many moons?</p>")],
        "hint": "",
        "solutions": [
            {"title": "", "body": [("text", "<p>Eighty-odd xylophones</p>")]}
        ],
    }
    make_lesson(module, "Moons", body=[("exercise", task)])
    assert titles(reader, "xylophones") == ["Moons"]
    assert "Eighty" not in text_of(reader, "xylophones")


def test_a_result_says_where_it_is_and_where_it_leads(reader, lessons):
    [result] = page_of(reader, "planets", kind="lessons").context["search"].page
    assert result.where == ["Astronomy", "The sky"]
    assert result.url == lessons[1].url


def test_words_are_marked_and_everything_else_is_escaped(reader, module):
    make_lesson(
        module,
        "<script>alert(1)</script> Rings",
        text="If a &lt; b &amp; <b>rings</b> & so on",
    )
    page = text_of(reader, "rings")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>Rings</mark>" in page
    assert "If a &lt; b &amp; <mark>rings</mark> &amp; so on" in page
    assert "<script>alert" not in page


def test_the_passage_comes_from_the_place_that_was_found(reader, module):
    start = "".join(f"<p>Sentence {number} about nothing.</p>" for number in range(80))
    make_lesson(module, "Long", body=[("text", f"{start}<p>Here a quasar shines.</p>")])
    assert "Here a <mark>quasar</mark> shines." in text_of(reader, "quasar")


def test_short_pieces_are_read_together(reader, module):
    text = "<h2>Of quasars</h2><p>Far away.</p><p>They shine, each of them like a galaxy.</p>"
    make_lesson(module, "Far", body=[("text", text)])
    passage = (
        "Of <mark>quasars</mark> · Far away. They shine, each of them like a galaxy."
    )
    assert passage in text_of(reader, "quasars")


def test_a_document_is_found_by_title_and_tag_and_shows_its_lesson(
    reader, course, lessons
):
    document = make_document(course, "Chart of craters")
    document.tags.add("selenography")
    document.save()
    use(document, lessons[1])
    assert titles(reader, "craters") == ["Chart of craters"]
    [result] = page_of(reader, "selenography", kind="documents").context["search"].page
    assert result.where == ["Astronomy", "Planets"]
    assert result.url == document.url


def test_number_and_capitals_do_not_matter(reader, module):
    make_lesson(module, "Nine of them", text="The planet in the sky")
    for words in ("planet", "PLANETS", "planets", "sky planets"):
        assert "Nine of them" in titles(reader, words, kind="lessons"), words


def test_accents_do_not_matter(client, teacher):
    make_course(teacher, "How to write a résumé")
    for words in ("resume", "résumé", "RESUME", "Resumé"):
        assert titles(client, words) == ["How to write a résumé"], words


def test_the_beginning_of_a_word_finds_it_where_nothing_else_does(client, course):
    assert titles(client, "astrono") == ["Astronomy"]
    assert "<mark>Astronomy</mark>" in text_of(client, "astrono")


def test_devanagari_is_found_and_marked(client, teacher):
    make_course(teacher, "हिन्दी व्याकरण")
    assert "<mark>हिन्दी</mark> व्याकरण" in text_of(client, "हिन्दी")


def test_a_word_in_the_title_weighs_more_than_one_in_the_text(reader, module):
    make_lesson(module, "Elsewhere", text="Nebula")
    make_lesson(module, "Nebula", text="Elsewhere")
    assert titles(reader, "nebula") == ["Nebula", "Elsewhere"]


def test_nothing_that_is_typed_breaks_it(reader):
    for words in TYPED:
        for kind in ("all", "lessons"):
            page = text_of(reader, words, kind=kind)
            assert "<script>alert" not in page, words
        suggestions = reader.get(f"{ADDRESS}suggest/", {"q": words})
        assert suggestions.status_code == 200, words


def test_nonsense_in_the_address_is_left_out(reader):
    for asked in (
        {"kind": "people"},
        {"page": "9999"},
        {"page": "-1"},
        {"page": "x", "kind": "lessons"},
        {"level": "none"},
        {"category": "'"},
    ):
        assert "Planets" in text_of(reader, "planets", **asked), asked


def test_without_words_it_says_what_it_is_for(client):
    assert "Type a word or two" in text_of(client, "")


def test_where_nothing_is_found_it_says_what_to_do(client, course):
    page = text_of(client, "qqqqq")
    assert "Nothing was found for “qqqqq”" in page
    assert "Browse the courses" in page


def test_facets_narrow_all_kinds_down_and_say_how_many_they_leave(
    reader, course, teacher
):
    other = make_course(teacher, "Planets by ear", level="advanced", language="hi")
    make_lesson(make_module(other), "Planets of song", free_preview=True)
    search = page_of(reader, "planets").context["search"]
    assert [choice.label for choice in search.facets.choices["level"]] == [
        "Beginner (1)",
        "Advanced (2)",
    ]
    assert titles(reader, "planets", level="advanced") == [
        "Planets by ear",
        "Planets of song",
    ]
    chosen = page_of(reader, "planets", level="beginner").context["search"]
    assert chosen.total == 1
    assert [choice.count for choice in chosen.facets.choices["level"]] == [1, 2]
    assert [chip.name for chip in chosen.chips] == ["Beginner"]


def test_the_facets_of_one_kind_count_that_kind(reader, teacher):
    other = make_course(teacher, "Planets by ear", level="advanced")
    make_lesson(make_module(other), "Planets of song", free_preview=True)
    search = page_of(reader, "planets", kind="courses", level="advanced")
    [choice] = search.context["search"].facets.choices["level"]
    assert choice.label == "Advanced (1)"


def test_results_of_one_kind_come_page_by_page(reader, module):
    for number in range(12):
        make_lesson(module, f"Quasar {number}")
    first = titles(reader, "quasar", kind="lessons")
    second = titles(reader, "quasar", kind="lessons", page=2)
    assert (len(first), len(second)) == (10, 2)
    assert not {*first} & {*second}
    assert "All 12" in text_of(reader, "quasar")


def test_the_page_is_not_kept_for_others(client, course):
    response = page_of(client, "stars")
    assert "private" in response["Cache-Control"]


def test_every_page_has_the_field(client, course):
    assert 'action="/search/"' in client.get("/courses/").content.decode()


def add_much(number, course, module):
    """Everything that a search for "lessonpage" or "coursepage" finds, `number` times."""
    add_courses(number, teacher=course.teacher_rows.get().user, summary="Much of all")
    pages = add_lessons(
        number, module=module, free_preview=True, key_points=[("point", "Much of all")]
    )
    page = LessonPage.objects.get(pk=pages[0].pk)
    documents = [make_document(course, f"Much {n}") for n in range(number)]
    page.body = [("pdf", {"document": each, "title": ""}) for each in documents]
    page.save_revision().publish()
    call_command("update_index", verbosity=0)


@pytest.mark.parametrize(
    ("who", "most"), [("", 20), ("student", 30), ("teacher", 30), ("admin", 30)]
)
def test_queries_do_not_grow_with_what_is_found(
    client, course, module, who, most, request
):
    if who:
        client.force_login(request.getfixturevalue(who))

    def queries():
        return {
            kind: count_queries(client, f"{ADDRESS}?q=much&kind={kind}")
            for kind in ("all", "lessons", "documents")
        }

    add_much(3, course, module)
    few = queries()
    add_much(40, course, module)
    assert queries() == few
    assert max(few.values()) <= most
