"""What the styleguide is drawn with: one of every component, with plain values."""

import re
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.safestring import mark_safe

from common.templatetags.common_tags import CALLOUT_ICONS


class ProfileForm(forms.Form):
    name = forms.CharField(label="Your name", help_text="As it stands on certificates.")
    email = forms.EmailField(label="Email address")
    about = forms.CharField(label="About you", widget=forms.Textarea, required=False)
    zone = forms.ChoiceField(
        label="Time zone", choices=[("utc", "UTC"), ("kol", "Kolkata")]
    )
    style = forms.ChoiceField(
        label="How you like to learn",
        choices=[("see", "By looking"), ("do", "By doing")],
        widget=forms.RadioSelect,
    )
    picture = forms.FileField(label="Picture", required=False)
    terms = forms.BooleanField(label="I have read the house rules")
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        raise forms.ValidationError("Two things need another look.")


class CourseFilters(forms.Form):
    all_optional = True

    category = forms.ChoiceField(
        label="Category", choices=[("", "All"), ("geo", "Geography")], required=False
    )
    level = forms.MultipleChoiceField(
        label="Level",
        choices=[("beginner", "Beginner"), ("advanced", "Advanced")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def icon_names() -> list[str]:
    sprite = Path(settings.BASE_DIR / "static/img/icons.svg").read_text()
    return re.findall(r'<symbol id="([^"]+)"', sprite)


def styleguide_context() -> dict[str, Any]:
    titles = [
        ("Reading the tide", "Geography"),
        ("Python for people who measure", "Programming"),
        ("Letters and how they are made", "Design"),
        ("A first course in proof", "Mathematics"),
        ("Bread, slowly", "Craft"),
        ("The small orchestra", "Music"),
    ]
    courses: list[dict[str, Any]] = [
        {
            "title": title,
            "eyebrow": category,
            "summary": "What the sea does twice a day, and how people learned to foretell it.",
            "facts": ["12 lessons", "6 hours", "Beginner"],
        }
        for title, category in titles
    ]
    courses[0] |= {"progress": 68, "status": "In progress", "status_kind": "accent"}
    return {
        "trail": [
            {"title": "Home", "url": "/"},
            {"title": "Courses", "url": "/courses/"},
        ],
        "courses": courses,
        "page": Paginator(range(100), 10).page(5),
        "chart": {
            "labels": [f"Week {week}" for week in range(1, 9)],
            "series": [
                {"name": "Lessons done", "values": [3, 8, 12, 9, 15, 22, 18, 27]},
                {"name": "Lessons opened", "values": [9, 12, 20, 19, 21, 30, 29, 34]},
            ],
            "unit": "",
        },
        "ring": {
            "labels": ["Active", "Completed", "Paused"],
            "series": [{"name": "Students", "values": [24, 11, 5]}],
            "unit": "",
        },
        "tabs": [
            {"label": "Lessons", "url": "#a", "current": True},
            {"label": "Students", "url": "#b", "count": 40},
            {"label": "Files", "url": "#c"},
        ],
        "columns": [
            {"label": "Student"},
            {"label": "Last seen"},
            {"label": "Progress", "number": True},
        ],
        "rows": [["Asha Rao", "today", "68 %"], ["Tomas Lind", "3 days ago", "25 %"]],
        "form": ProfileForm({"name": "", "email": "asha", "zone": "utc"}),
        "filters": CourseFilters(),
        "icons": icon_names(),
    }


PROSE = """<p>A column of numbers waits for somebody to ask the right question. <em>Then</em>, all at once,
it has <strong>a great deal</strong> to say: see <a href="#x">the first lesson</a>, and call
<code>numpy.mean(data, axis=0)</code>.</p><h2>What an array holds</h2><p>Every row is a patient and
every column a day.</p><ul><li>Sixty patients</li><li>Forty days<ul><li>one reading each</li></ul></li>
</ul><h3>In what order</h3><ol><li>Open the file.</li><li>Read one line.</li></ol>
<blockquote>The sea never asks twice.</blockquote><p>So we listen<sup>2</sup>.</p>"""

PYTHON = """import numpy

# One row for each gauge, one column for each hour.
tide = numpy.loadtxt("liverpool.csv", delimiter=",")


def highest(readings: list[float]) -> float:
    \"\"\"Return the highest reading.\"\"\"
    return max(reading for reading in readings if reading < 12.5)


print(f"High water: {highest(tide[0]):.2f} m")
"""


class Table:
    columns = [{"heading": "Port"}, {"heading": "Morning"}, {"heading": "Evening"}]
    rows = [
        ["Liverpool", "9.1", "8.8"],
        ["Dover", "6.4", "6.3"],
        ["Leith", "5.2", "5.0"],
    ]


def lesson_context() -> dict[str, Any]:
    short = mark_safe(
        "<p>Ask for <code>tide.shape</code> first: it says how many there are.</p>"
    )
    lessons = [
        ("Why measure at all", "done", 10),
        ("Loading a file", "done", 15),
        ("A column of numbers is a patient thing", "current", 25),
        ("Drawing what you have found", "todo", 30),
        ("Repeating with loops", "review", 20),
        ("The harbour master’s secret", "locked", 20),
        ("A free look at the moon", "preview", 5),
    ]
    outline = [
        {
            "title": title,
            "url": "" if state == "locked" else "#lesson",
            "state": state,
            "is_here": state == "current",
            "minutes": minutes,
            "note": "opens 3 October" if state == "locked" else "",
        }
        for title, state, minutes in lessons
    ]
    return {
        "modules": [
            {
                "title": "Numbers",
                "is_open": True,
                "done": 2,
                "total": 7,
                "lessons": outline,
            },
            {
                "title": "Pictures",
                "is_open": False,
                "done": 0,
                "total": 5,
                "lessons": outline[3:5],
            },
        ],
        "lesson_facts": ["25 minutes", "Medium"],
        "objectives": [
            "Read a table of numbers from a file.",
            "Say what its mean leaves out.",
        ],
        "prose": mark_safe(PROSE),
        "picture": static("img/logo.svg"),
        "python": PYTHON,
        "latex": r"h(t) = H_0 + \sum_{i=1}^{n} H_i \cos(\omega_i t + \varphi_i)",
        "callouts": [
            (kind, kind.replace("_", " ").capitalize())
            for kind in ("note", *CALLOUT_ICONS)
        ],
        "short": short,
        "solutions": [
            {"title": "", "body": short},
            {"title": "With a loop", "body": short},
        ],
        "parts": [
            {"title": "Spring tides", "body": short},
            {"title": "Neap tides", "body": short},
        ],
        "table": Table,
        "pdf": "/styleguide/tables.pdf",
        "sound": "/styleguide/silence.wav",
    }
