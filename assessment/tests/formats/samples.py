"""One question of each kind, with everything that its kind can have, and small pictures."""

from base64 import b64decode
from decimal import Decimal

from assessment.formats.item import (
    AcceptedNumber,
    AcceptedText,
    Choice,
    Criterion,
    Essay,
    File,
    Item,
    Level,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Pair,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    UnitOfNumber,
    settled,
)
from assessment.formats.markup import markup_of
from assessment.scoring import Grading, Match, Unit

PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGP8z8AARAwMDEwMYAAADikBA/dbXxsAAAAASUVORK5CYII="
)
FLAG = File("flag.png", PNG)
HOLLOW_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle r="4"/></svg>'
EVIL_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

PROMPT = markup_of(
    "<h3>Look</h3><p>A <b>planet</b> with x<sup>2</sup> and "
    '<a href="https://example.org/?a=1&amp;b=2">a link</a>.</p>'
    "<ul><li>one<ul><li>two</li></ul></li></ul>"
    '<figure class="wide"><img alt="A flag" src="flag.png"><figcaption>Fig. <i>1</i></figcaption></figure>'
    '<figure><pre><code class="language-python">def f(x):\n\n    return x &lt; 1</code></pre>'
    "<figcaption>f.py</figcaption></figure>"
    '<pre><code class="language-output">True</code></pre>'
    '<div aria-label="a over b" role="math">\\frac{a}{b}</div>'
    "<table><caption>Moons</caption><tbody><tr><th>Planet</th><th>Moons</th></tr>"
    "<tr><td>Mars</td><td>2</td></tr></tbody></table>"
    "<blockquote>said<br><br>and done</blockquote><hr>"
)

BODIES = {
    "single_choice": SingleChoice(
        (
            Choice("<b>Saturn</b>", True, feedback="It <i>floats</i>."),
            Choice('<img alt="A flag" src="flag.png">', credit=Decimal("33.33333")),
            Choice("<p>two</p><p>paragraphs</p>", credit=Decimal("-50")),
            Choice("Venus", feedback="No."),
        )
    ),
    "multiple_choice": MultipleChoice(
        (
            Choice("Saturn", True),
            Choice("Uranus", True, credit=Decimal("12.5")),
            Choice("Mars", feedback="Too red."),
            Choice("Sun", credit=Decimal("-100")),
        )
    ),
    "true_false": TrueFalse(False, "Really?", "Indeed."),
    "short_answer": ShortAnswer(
        (
            AcceptedText("Saturn", feedback="Yes."),
            AcceptedText("S*n", Match.WILDCARD, Decimal("50")),
            AcceptedText("[Ss]aturne?", Match.PATTERN, Decimal("25")),
            AcceptedText("5 * 3", credit=Decimal("10")),
        ),
        case_sensitive=True,
    ),
    "numeric": Numeric(
        (
            AcceptedNumber(Decimal("9.81"), Decimal("0.05"), feedback="Good."),
            AcceptedNumber(Decimal("-10"), Decimal("0.1"), True, Decimal("50")),
        ),
        Unit.REQUIRED,
        (UnitOfNumber("m/s²"), UnitOfNumber("km/s²", Decimal(1000))),
    ),
    "matching": Matching(
        (Pair("<i>Mars</i>", "2 moons"), Pair("Saturn", "146 moons")),
        ("no moon",),
        Grading.ALL_OR_NOTHING,
    ),
    "ordering": Ordering(("Mercury", "<b>Venus</b>", "Earth"), Grading.PARTIAL),
    "essay": Essay(
        template_text="Dear reader,\nI …",
        min_words=50,
        max_words=200,
        for_graders="A <b>good</b> one names three moons.",
        rubric=(
            Criterion(
                "Facts",
                (
                    Level("None", Decimal(0)),
                    Level("All", Decimal("2.5"), "Each of them"),
                ),
                "What is said",
            ),
        ),
    ),
}


def make_item(kind="single_choice", **fields) -> Item:
    body = BODIES[kind]
    return settled(
        Item(
            **{
                "title": f"A question: {kind}",
                "prompt": PROMPT,
                "body": body,
                "points": Decimal("2.5"),
                "feedback": "See <b>chapter 3</b>.",
                "tags": ("moons", "planets"),
                "difficulty": "hard",
                "files": (FLAG,),
                **fields,
            }
        )
    )
