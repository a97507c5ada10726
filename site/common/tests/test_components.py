"""Every component of templates/components/ can be drawn, and says what people need to hear (CAT-06, LRN-05)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from common.highlighting import BUILDS_ON, sources_of
from common.tests.styleguide import (
    ProfileForm,
    icon_names,
    lesson_context,
    styleguide_context,
)

TEMPLATES = Path(settings.BASE_DIR / "templates")


@pytest.fixture
def visit():
    request = RequestFactory().get("/styleguide/", {"q": "tide", "page": "5"})
    request.user = AnonymousUser()
    return request


def draw(source, **context):
    return Template("{% load common_tags %}" + source).render(Context(context))


def component(name, **context):
    return render_to_string(f"components/{name}.html", context)


def test_the_styleguide_draws_every_component(visit):
    html = render_to_string("styleguide.html", styleguide_context(), request=visit)
    for part in (
        "course-card",
        "pagination",
        "stat__value",
        "<jeevi-chart",
        "empty__title",
        "badge--positive",
        "alert--critical",
        "progress-ring",
        "tabs",
        "segments",
        "<dialog",
        "table--cards",
        "filters__panel",
        "field__errors",
        "breadcrumbs",
        "page-head",
    ):
        assert part in html, part


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.glob("components/*.html")), ids=lambda path: path.stem
)
def test_a_component_opens_by_saying_what_it_accepts(path):
    assert path.read_text().startswith("{% comment %}")


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem
)
def test_no_template_needs_what_the_content_policy_forbids(path):
    if "emails" in path.parts:
        return
    html = path.read_text()
    assert not re.search(r"\sstyle=", html)
    assert not re.search(r"\son[a-z]+=\"", html)
    assert not re.search(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", html
    )


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem
)
def test_every_icon_a_template_names_is_drawn(path):
    named = set(re.findall(r"{% icon \"([^\"]+)\"", path.read_text()))
    named |= set(re.findall(r"icon_(?:name|after)=\"([^\"]+)\"", path.read_text()))
    assert named <= set(icon_names())


def test_an_icon_is_silent_unless_it_is_given_words():
    assert 'aria-hidden="true"' in draw('{% icon "check" %}')
    assert 'aria-label="Done"' in draw('{% icon "check" label="Done" %}')


def test_a_label_of_an_icon_is_escaped():
    assert "&lt;b&gt;" in draw('{% icon "check" label=label %}', label="<b>")


def test_a_course_without_a_picture_always_gets_the_same_cover():
    first, second = (component("cover", title="Reading the tide") for _ in range(2))
    assert first == second
    assert "covers.svg" in first


def test_a_field_points_at_its_help_and_its_errors():
    html = str(ProfileForm({"name": "", "email": "asha"})["name"].as_field_group())
    described_by = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert described_by == ["id_name_helptext", "id_name_error"]
    assert all(f'id="{target}"' in html for target in described_by)
    assert 'aria-invalid="true"' in html


def test_an_optional_field_says_so_and_a_required_one_does_not():
    form = ProfileForm()
    assert "(optional)" in str(form["about"].as_field_group())
    assert "(optional)" not in str(form["name"].as_field_group())


def test_what_is_wrong_with_a_whole_form_is_said_above_it():
    assert "Two things need another look." in str(ProfileForm({}))


def test_a_hidden_field_is_drawn_without_a_label():
    html = str(ProfileForm())
    assert '<input type="hidden" name="next"' in html
    assert ">Next<" not in html


def test_a_page_link_keeps_what_was_asked_for(visit):
    page = Paginator(range(100), 10).page(5)
    html = render_to_string("components/pagination.html", {"page": page}, request=visit)
    assert "?q=tide&amp;page=6" in html
    assert 'aria-current="page"' in html


def test_a_list_of_one_page_has_no_page_links(visit):
    page = Paginator(range(5), 10).page(1)
    assert not render_to_string(
        "components/pagination.html", {"page": page}, request=visit
    ).strip()


def test_a_chart_always_comes_with_its_numbers():
    chart = {
        "labels": ["May"],
        "series": [{"name": "Done", "values": [7]}],
        "unit": "%",
    }
    html = component("chart", id="x", title="Lessons", kind="bar", chart=chart)
    assert 'id="x-data" type="application/json"' in html
    assert '<th scope="row">May</th><td class="is-number">7</td>' in html


def test_a_chart_can_not_be_used_to_smuggle_html():
    chart = {
        "labels": ["</script><b>"],
        "series": [{"name": "Done", "values": [7]}],
        "unit": "",
    }
    html = component("chart", id="x", title="Lessons", kind="bar", chart=chart)
    assert "</script><b>" not in html


def test_nothing_done_yet_is_a_number_too():
    html = component("course_card", title="Tides", url="/t/", progress=0)
    assert 'value="0"' in html


def test_somebody_who_is_not_enrolled_sees_no_progress():
    assert "<progress" not in component("course_card", title="Tides", url="/t/")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Asha Rao", "AR"), ("asha", "A"), ("", ""), ("Anna Maria van Dam", "AD")],
)
def test_initials(name, letters):
    assert draw("{{ name|initials }}", name=name) == letters


def test_a_visitor_gets_nothing_personal(visit):
    html = render_to_string("base.html", request=visit)
    assert "csrfmiddlewaretoken" not in html
    assert "/accounts/login/" in html


def test_the_page_of_last_resort_needs_neither_request_nor_database():
    assert "Something broke on our side" in render_to_string("500.html")


def test_a_refusal_gives_its_reason(visit):
    html = render_to_string(
        "403.html", {"exception": "Opens on 3 October."}, request=visit
    )
    assert "Opens on 3 October." in html


@pytest.mark.parametrize("language", BUILDS_ON)
def test_every_language_brings_what_it_builds_on(language):
    sources = sources_of(language)
    assert sources[0].endswith("prism-core.min.js")
    assert sources[-1].endswith(f"prism-{language}.min.js")


def test_an_unknown_language_is_left_plain():
    assert sources_of("klingon") == []


def test_the_styleguide_draws_every_block_of_a_lesson(visit):
    html = render_to_string("styleguide_lesson.html", lesson_context(), request=visit)
    for part in (
        "figure--wide",
        "<code-block",
        "code--output",
        "<math-formula",
        "callout--warning",
        "exercise__title",
        'class="accordion"',
        'class="data-table"',
        "<video-player",
        "<audio",
        "<pdf-viewer",
        'class="resource"',
        'class="lesson-nav"',
        'aria-current="page"',
    ):
        assert part in html, part


def test_a_component_that_nobody_draws_is_noticed():
    written = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    for path in TEMPLATES.glob("components/*.html"):
        assert f'"components/{path.name}"' in written, path.name


def test_code_is_shown_as_it_was_typed():
    html = component("code", code="<b> & 'c'", language="python")
    assert "&lt;b&gt; &amp; &#x27;c&#x27;" in html
    assert "prism-python.min.js" in html


def test_what_a_program_printed_is_not_highlighted():
    assert "sources=" not in component("code", code="6.14", kind="output")


def test_a_formula_is_readable_before_it_is_drawn():
    html = component("maths", latex="a < b", description="a is less than b")
    assert "a &lt; b" in html
    assert 'aria-label="a is less than b"' in html


def test_a_pdf_can_always_be_downloaded():
    assert '<a href="/tables.pdf" download>' in component(
        "pdf", title="Tables", url="/tables.pdf"
    )


def test_a_locked_lesson_is_no_link_and_says_that_it_is_locked():
    html = component(
        "outline_lesson", title="Tides", state="locked", note="opens 3 October"
    )
    assert "<a " not in html
    assert 'aria-label="Locked"' in html
    assert "opens 3 October" in html


def test_a_quotation_needs_no_label():
    assert "callout__title" not in component(
        "callout", kind="quotation", body="The sea."
    )
    assert "callout__title" in component(
        "callout", kind="tip", kind_label="Tip", body="Ask."
    )


ONCE = "{% load common_tags %}{% drawn_once %}{{ name }}{% site_name %}{% end_drawn_once %}{{ name }}"


def test_what_is_drawn_once_stays(settings):
    template = Template(ONCE)
    settings.WAGTAIL_SITE_NAME = "Before "
    assert template.render(Context()) == "Before "
    settings.WAGTAIL_SITE_NAME = "After "
    assert template.render(Context()) == "Before "


def test_what_is_drawn_once_knows_nobody(settings):
    settings.WAGTAIL_SITE_NAME = "Academy "
    assert Template(ONCE).render(Context({"name": "Asha"})) == "Academy Asha"


def test_what_is_drawn_once_is_drawn_for_each_language():
    once = "{% load common_tags i18n %}{% drawn_once %}{% get_current_language as code %}{{ code }}{% end_drawn_once %}"
    template = Template(once)
    for code in ("en", "de", "en"):
        with override(code):
            assert template.render(Context()) == code
