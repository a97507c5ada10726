"""What the lessons of the large academy say: made up, the same every time, with every usual block."""

import random
from copy import copy
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image

from catalog.models import CourseImage

VOCABULARY = (
    "river stone signal lattice harvest engine orbit copper meadow prism ledger tide vector amber "
    "chorus delta ember fabric glacier hinge island journal kernel lantern margin needle orchard "
    "pollen quarry ridge saddle timber umbra valley willow yarrow zenith anchor beacon cipher"
)
WORDS = VOCABULARY.split()
PARAGRAPHS = 5


def title(rng: random.Random) -> str:
    return " ".join(rng.sample(WORDS, 3)).capitalize()


def sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(8, 16))).capitalize() + "."


def prose(rng: random.Random, paragraphs: int = PARAGRAPHS) -> str:
    return "".join(
        f"<p>{' '.join(sentence(rng) for _ in range(5))}</p>" for _ in range(paragraphs)
    )


def pictures(count: int = 20) -> list[CourseImage]:
    rng = random.Random("pictures")
    made = []
    for number in range(count):
        content = BytesIO()
        colour = tuple(rng.randrange(256) for _ in range(3))
        Image.new("RGB", (1200, 800), colour).save(content, "PNG")
        content.seek(0)
        made.append(
            CourseImage.objects.create(
                title=f"Plate {number}",
                file=ImageFile(content, name=f"bench-{number}.png"),
            )
        )
    return made


def body(rng: random.Random, image: CourseImage) -> list[tuple[str, Any]]:
    """Return a lesson of about 900 words, with a figure, code, a callout and an exercise."""
    figure = copy(image)
    figure.contextual_alt_text, figure.decorative = sentence(rng), False
    return [
        ("text", f"<h2>{title(rng)}</h2>{prose(rng)}"),
        (
            "image",
            {
                "image": figure,
                "caption": sentence(rng),
                "width": "normal",
            },
        ),
        (
            "code",
            {
                "code": "\n".join(
                    f"{a} = {b}({a})"
                    for a, b in zip(WORDS[:12], WORDS[12:24], strict=True)
                ),
                "language": "python",
                "kind": "source",
                "caption": "",
            },
        ),
        (
            "callout",
            {"kind": "tip", "title": title(rng), "body": [("text", prose(rng, 1))]},
        ),
        ("text", f"<h2>{title(rng)}</h2>{prose(rng)}"),
        (
            "exercise",
            {
                "title": title(rng),
                "minutes": 5,
                "body": [("text", prose(rng, 1))],
                "hint": "",
                "solutions": [{"title": "", "body": [("text", prose(rng, 1))]}],
            },
        ),
    ]
