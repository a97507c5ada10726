"""A little course of two lessons, and what is done with it in the tests of importing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from catalog.models import CourseDocument, CourseImage, CoursePage
from learning.models import ImportedItem, LessonPage
from learning.tests.importing import PNG, write

LOOPS = """---
title: Loops
teaching: 15
exercises: 5
---

::: objectives
- Repeat things
:::

## Why

See [words](words.md#loop), [data](data/rain.csv) and [above](#why).

![A wheel](fig/wheel.png "Round")

```python
for x in y:
    pass
```

::: challenge
## Try
Do it.
::: solution
Done.
:::
:::

::: keypoints
- Loops repeat
:::
"""
WORDS = (
    "# Words\n\n[loop]{#loop}\n: Again and again.\n\nBack to [loops](01-loops.html).\n"
)


def little_course(folder):
    return write(
        folder,
        **{
            "course.yaml": "title: Little Python\nlicense: CC BY 4.0\n"
            "source: https://example.org/little\nauthors: [Ada Lovelace]\n",
            "01-loops.md": LOOPS,
            "words.md": WORDS,
            "data/rain.csv": "1,2\n3,4\n",
            "fig/wheel.png": PNG,
        },
    )


def run(folder, *options, owner="tara"):
    out = StringIO()
    call_command("import_course", str(folder), f"--owner={owner}", *options, stdout=out)
    return out.getvalue()


def refused(folder, *options, **kwargs):
    with pytest.raises(CommandError) as caught:
        run(folder, *options, **kwargs)
    return str(caught.value)


def imported_course():
    return CoursePage.objects.get(title="Little Python")


def lesson(title):
    return LessonPage.objects.get(title=title)


def draft(title):
    return lesson(title).get_latest_revision_as_object()


def snapshot():
    """Everything that importing could touch."""
    files = sorted(
        str(path)
        for path in Path(default_storage.location).rglob("*")
        if path.is_file()
    )
    return (
        list(
            Page.objects.order_by("pk").values_list(
                "pk", "path", "translation_key", "live"
            )
        ),
        Revision.objects.count(),
        CourseImage.objects.count(),
        CourseDocument.objects.count(),
        ImportedItem.objects.count(),
        files,
    )


def edit(page, **fields):
    """What an editor does: a new revision of the newest one."""
    newest = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(newest, name, value)
    return newest.save_revision()
