"""Questions drawn at random, as files and people write them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

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
from assessment.formats.markup import line_of, markup_of
from assessment.scoring import Grading, Match, Unit

# Letters that mean something to one of the formats, and some from elsewhere.
letters = st.one_of(
    st.sampled_from(list("~=#{}:\\/[]%*<>&\"'$|.-_()^+?@ !1234aAbBzé→λ中🜁\n\t\u00a0")),
    st.characters(exclude_categories=["Cs", "Co", "Cn"]),
)
texts = st.text(letters, max_size=24)
words = texts.map(lambda text: line_of(f"<p>{_escaped(text)}</p>")).filter(bool)
PICTURES = [
    File("flag.png", b"\x89PNG one"),
    File("map-2.jpg", b"\xff\xd8 two"),
    File("Ünïcode.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
]
pictures = st.sampled_from(PICTURES)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


inline = st.recursive(
    texts.map(_escaped),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.builds(
            "<{0}>{1}</{0}>".format,
            st.sampled_from(["b", "i", "sub", "sup", "code", "s", "em"]),
            inner,
        ),
        inner.map(
            lambda html: f'<a href="https://example.org/?a=1&amp;b=2">{html}</a>'
        ),
        st.just("<br>"),
        st.just(r"\(\frac{a}{b}\)"),
        pictures.map(
            lambda file: f'<img src="{quote(file.name)}" alt="a &quot;flag&quot;">'
        ),
    ),
    max_leaves=4,
)
blocks = st.one_of(
    inline.map(lambda html: f"<p>{html}</p>"),
    inline.map(lambda html: f"<h3>{html}</h3>"),
    st.lists(inline, min_size=1, max_size=3).map(
        lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
    ),
    inline.map(lambda html: f"<blockquote><p>{html}</p></blockquote>"),
    st.builds(
        '<pre><code class="language-{}">{}</code></pre>'.format,
        st.sampled_from(["python", "output", "c"]),
        texts.map(_escaped),
    ),
    st.builds(
        "<table><caption>{}</caption><tr><th>{}</th><td>{}</td></tr></table>".format,
        inline, inline, inline,
    ),
    st.builds(
        '<figure class="wide">{}<figcaption>{}</figcaption></figure>'.format,
        pictures.map(lambda file: f'<img src="{quote(file.name)}" alt="">'),
        inline,
    ),
    words.map(
        lambda text: f'<div role="math" aria-label="{_escaped(text).replace(chr(34), "&quot;")}">\\[x^2\\]</div>'
    ),
    st.just("<hr>"),
)  # fmt: skip
html = st.one_of(
    texts.map(_escaped), inline, st.lists(blocks, min_size=1, max_size=3).map("".join)
).map(markup_of)
full_html = html.filter(bool)
short_html = inline.map(markup_of)
full_short_html = short_html.filter(bool)

percents = st.decimals(-100, 100, places=5)
credits = st.decimals(0, 100, places=5)
numbers = st.decimals(
    Decimal("-1e12"), Decimal("1e12"), allow_nan=False, allow_infinity=False, places=6
)
widths = st.decimals(0, 1000, places=4)
gradings = st.sampled_from(Grading)

choices = st.builds(
    Choice,
    text=full_short_html,
    is_right=st.booleans(),
    credit=st.none() | percents,
    feedback=short_html,
)
# Something has to be worth all of the points.
singles = st.tuples(
    st.lists(choices, min_size=1, max_size=4),
    st.builds(
        Choice, text=full_short_html, is_right=st.just(True), feedback=short_html
    ),
).map(lambda drawn: SingleChoice((*drawn[0], drawn[1])))
several = st.builds(
    MultipleChoice,
    choices=st.lists(choices, min_size=2, max_size=5).map(tuple),
    grading=gradings,
)
truths = st.builds(
    TrueFalse, right=st.booleans(), feedback_true=short_html, feedback_false=short_html
)
accepted_texts = st.builds(
    AcceptedText,
    text=words,
    match=st.sampled_from(Match),
    credit=credits,
    feedback=short_html,
)
short_answers = st.builds(
    ShortAnswer,
    accepted=st.lists(accepted_texts, min_size=1, max_size=4).map(tuple),
    case_sensitive=st.booleans(),
)
accepted_numbers = st.builds(
    AcceptedNumber,
    value=numbers,
    tolerance=widths,
    is_relative=st.booleans(),
    credit=credits,
    feedback=short_html,
)
units = st.builds(
    UnitOfNumber,
    name=words.map(lambda text: text[:32].strip()).filter(bool),
    factor=st.decimals("0.001", 1000, places=3),
)
numerics = st.builds(
    Numeric,
    accepted=st.lists(accepted_numbers, min_size=1, max_size=3).map(tuple),
    unit=st.sampled_from(Unit),
    units=st.lists(units, min_size=1, max_size=3).map(tuple),
)
matchings = st.builds(
    Matching,
    pairs=st.lists(
        st.builds(Pair, prompt=full_short_html, match=words), min_size=2, max_size=4
    ).map(tuple),
    distractors=st.lists(words, max_size=2).map(tuple),
    grading=gradings,
)
orderings = st.builds(
    Ordering,
    items=st.lists(full_short_html, min_size=2, max_size=4).map(tuple),
    grading=gradings,
)
rubrics = st.lists(
    st.builds(
        Criterion,
        title=words,
        description=texts,
        levels=st.lists(
            st.builds(
                Level,
                title=words,
                points=st.decimals(0, 100, places=2),
                description=texts,
            ),
            min_size=2,
            max_size=3,
        ).map(tuple),
    ),
    max_size=2,
).map(tuple)
limits = st.none() | st.integers(1, 5000)
essays = st.builds(
    Essay,
    template_text=texts,
    min_words=limits,
    max_words=limits,
    for_graders=short_html,
    rubric=rubrics,
)
bodies = {
    "single_choice": singles,
    "multiple_choice": several,
    "true_false": truths,
    "short_answer": short_answers,
    "numeric": numerics,
    "matching": matchings,
    "ordering": orderings,
    "essay": essays,
}


def items(body: Any = None) -> Any:
    """Items of one kind or of any, settled, with the pictures that their texts show."""
    return (
        st.builds(
            Item,
            title=words,
            prompt=full_html,
            body=st.one_of(*bodies.values()) if body is None else body,
            points=st.decimals(0, 99999, places=2),
            feedback=short_html,
            tags=st.lists(words, max_size=3).map(tuple),
            difficulty=st.sampled_from(["easy", "medium", "hard"]),
        )
        .map(with_pictures)
        .map(settled)
    )


def with_pictures(item: Item) -> Item:
    written = str(item)
    shown = [file for file in PICTURES if f'src="{quote(file.name)}"' in written]
    return replace(item, files=tuple(shown))


several_items = st.lists(items(), min_size=1, max_size=4)
