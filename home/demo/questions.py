"""The question banks of the demonstration academy, written for it."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

FULL = Decimal(100)


@dataclass(frozen=True)
class Plan:
    """One question: its name, what is asked, the kind's block, and the lesson that it asks about."""

    title: str
    prompt: str
    kind: str
    body: dict[str, Any]
    lesson: str
    code: str = ""
    feedback: str = ""
    difficulty: str = "medium"
    points: int = 1
    tags: tuple[str, ...] = field(default=())


def _choice(text: str, feedback: str = "", *, right: bool = False) -> dict[str, Any]:
    return {
        "text": f"<p>{text}</p>",
        "is_right": right,
        "credit": None,
        "feedback": f"<p>{feedback}</p>" if feedback else "",
    }


def _single(*choices: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "single_choice", {"choices": list(choices)}


def _several(*choices: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "multiple_choice", {"choices": list(choices), "grading": "partial"}


def _statement(
    is_true: bool, if_true: str = "", if_false: str = ""
) -> tuple[str, dict[str, Any]]:
    return "true_false", {
        "right": "true" if is_true else "false",
        "feedback_true": f"<p>{if_true}</p>" if if_true else "",
        "feedback_false": f"<p>{if_false}</p>" if if_false else "",
    }


def _word(*accepted: str) -> tuple[str, dict[str, Any]]:
    forms = [
        {"text": each, "match": "exact", "credit": FULL, "feedback": ""}
        for each in accepted
    ]
    return "short_answer", {"accepted": forms, "case_sensitive": False}


def _number(
    value: str, tolerance: str = "0", units: tuple[tuple[str, str], ...] = ()
) -> tuple[str, dict[str, Any]]:
    return "numeric", {
        "accepted": [
            {
                "value": Decimal(value),
                "tolerance": Decimal(tolerance),
                "is_relative": False,
                "credit": FULL,
                "feedback": "",
            }
        ],
        "unit": "required" if units else "none",
        "units": [{"name": name, "factor": Decimal(factor)} for name, factor in units],
    }


def _pairs(
    distractors: tuple[str, ...], *pairs: tuple[str, str]
) -> tuple[str, dict[str, Any]]:
    return "matching", {
        "pairs": [
            {"prompt": f"<p>{prompt}</p>", "match": match} for prompt, match in pairs
        ],
        "distractors": list(distractors),
        "grading": "partial",
    }


def _order(*items: str) -> tuple[str, dict[str, Any]]:
    return "ordering", {
        "items": [f"<p>{item}</p>" for item in items],
        "grading": "partial",
    }


def criterion(title: str, *levels: tuple[str, int]) -> dict[str, Any]:
    return {
        "title": title,
        "description": "",
        "levels": [
            {"title": name, "points": Decimal(points), "description": ""}
            for name, points in levels
        ],
    }


def _essay(for_graders: str, *rubric: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "essay", {
        "template_text": "",
        "min_words": 40,
        "max_words": 300,
        "for_graders": f"<p>{for_graders}</p>",
        "rubric": list(rubric),
    }


PYTHON = [
    Plan(
        "Dividing without a rest",
        "What does Python answer?",
        *_single(
            _choice("3", "Two slashes divide and drop what is left over.", right=True),
            _choice("3.5", "That is what one slash gives."),
            _choice("4", "Nothing is rounded up here."),
            _choice("1", "That is the rest, which the percent sign gives."),
        ),
        lesson="Python as a calculator",
        code="7 // 2",
        difficulty="easy",
    ),
    Plan(
        "What is true of lists",
        "Which of these are true of a list in Python?",
        *_several(
            _choice("It keeps its items in order.", right=True),
            _choice("The same value may stand in it twice.", right=True),
            _choice(
                "It can only hold numbers.",
                "Anything may stand in it, also another list.",
            ),
            _choice("Its first item has the number 1.", "Counting begins with 0."),
        ),
        lesson="Words and lists",
        feedback="<p>A list is a row of things in an order that you choose.</p>",
        points=2,
    ),
    Plan(
        "The last item",
        "The index −1 leads to the last item of a list.",
        *_statement(True, if_false="Try it: Python counts backwards from the end."),
        lesson="Words and lists",
        difficulty="easy",
    ),
    Plan(
        "A power and a half",
        "Which number does this print?",
        *_number("1024.5"),
        lesson="Python as a calculator",
        code="print(2 ** 10 + 0.5)",
    ),
    Plan(
        "The word for a function",
        "With which word does the definition of a function begin?",
        *_word("def"),
        lesson="Your own functions",
        feedback="<p>Short for <i>define</i>.</p>",
        difficulty="easy",
        tags=("functions",),
    ),
    Plan(
        "What comes out",
        "What does each of these give?",
        *_pairs(
            ("4",),
            ('<code>len("sky")</code>', "3"),
            ('<code>"sky".upper()</code>', "'SKY'"),
            ("<code>max([3, 9, 4])</code>", "9"),
        ),
        lesson="Words and lists",
        points=3,
    ),
    Plan(
        "Adding up, line by line",
        "Bring the lines into an order in which they print 6.",
        *_order(
            "<code>total = 0</code>",
            "<code>for number in [1, 2, 3]:</code>",
            "<code>····total = total + number</code>",
            "<code>print(total)</code>",
        ),
        lesson="Words and lists",
        points=2,
        difficulty="hard",
    ),
    Plan(
        "Neither one nor the other",
        "Which word follows the last condition, for all that is left?",
        *_word("else"),
        lesson="Asking if",
        tags=("conditions",),
        difficulty="easy",
    ),
    Plan(
        "Equal or set equal",
        "One equals sign asks whether two values are equal.",
        *_statement(False, if_true="It gives a name to a value. Two signs ask."),
        lesson="Asking if",
        tags=("conditions",),
    ),
    Plan(
        "Both at once",
        "Which of these is true if a is 5?",
        *_single(
            _choice("<code>a &gt; 3 and a &lt; 9</code>", right=True),
            _choice("<code>a &gt; 3 and a &lt; 4</code>", "5 is not below 4."),
            _choice("<code>not a == 5</code>"),
        ),
        lesson="Asking if",
        tags=("conditions",),
    ),
    Plan(
        "How often it counts",
        "The key is missing so far. What does this give?",
        *_single(
            _choice(
                "0", "The second value is the answer for a missing key.", right=True
            ),
            _choice("An error", "That is what square brackets do."),
            _choice("None", "Only if you don't say what else you want."),
        ),
        lesson="Counting with dictionaries",
        code='counts.get("moon", 0)',
        tags=("dictionaries",),
    ),
    Plan(
        "Why functions",
        "Somebody says: “I copy the lines wherever I need them, that is quicker.” What do you answer?",
        *_essay(
            "A name for an idea, one place to correct, easier to test.",
            criterion("Reasons", ("None", 0), ("One", 2), ("Two or more", 4)),
            criterion("An example", ("None", 0), ("Named", 1), ("Worked out", 3)),
            criterion("Clarity", ("Hard to follow", 0), ("Clear", 3)),
        ),
        lesson="Your own functions",
        points=10,
        tags=("functions",),
    ),
]

NIGHT_SKY = [
    Plan(
        "Why stars twinkle",
        "Why do stars twinkle, and planets hardly?",
        *_single(
            _choice(
                "A star is a point; moving air shakes its light.",
                "A planet is a small disc, and its many points even out.",
                right=True,
            ),
            _choice("Stars burn unevenly.", "They do, but far too slowly to see."),
            _choice("Planets are closer to the ground at night."),
        ),
        lesson="Finding your way among the stars",
    ),
    Plan(
        "Seen with the naked eye",
        "Which planets can be seen without a telescope?",
        *_several(
            _choice("Venus", right=True),
            _choice("Jupiter", right=True),
            _choice("Saturn", right=True),
            _choice("Neptune", "It is four times too faint even for the best eyes."),
        ),
        lesson="Wandering stars",
        points=2,
    ),
    Plan(
        "The turning sky",
        "The stars near the pole star never set, if you watch from the middle of Europe.",
        *_statement(
            True,
            if_false="Follow the Plough through a night: it stays above the horizon.",
        ),
        lesson="The turning sky",
        difficulty="easy",
    ),
    Plan(
        "A parallax",
        "A star has a parallax of 0.1 arcseconds. How far away is it?",
        *_number("10", "0.05", (("pc", "1"), ("ly", "0.3066"))),
        lesson="Measuring with a triangle",
        feedback="<p>The distance in parsecs is one divided by the parallax in arcseconds.</p>",
        points=2,
        difficulty="hard",
    ),
    Plan(
        "Phases in order",
        "Bring the phases into order, beginning with the new moon.",
        *_order("New moon", "First quarter", "Full moon", "Last quarter"),
        lesson="Why the Moon changes its face",
        points=2,
    ),
    Plan(
        "Whose moon is it",
        "Which moon belongs to which planet?",
        *_pairs(
            ("Venus",), ("Titan", "Saturn"), ("Europa", "Jupiter"), ("Phobos", "Mars")
        ),
        lesson="Wandering stars",
        points=3,
    ),
]
