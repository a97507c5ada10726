"""Interactions of QTI in which one thing belongs to another."""

from dataclasses import replace
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from assessment.formats.item import NONE, Body, Matching, Pair
from assessment.formats.qti.asked import Asked
from assessment.formats.safe_xml import descendants
from assessment.formats.sheet import LeftOut
from assessment.scoring import Grading


def read_match(asked: Asked) -> Body:
    sets = asked.interaction.findall("simpleMatchSet")
    if len(sets) != 2:
        raise LeftOut(_("It hasn't two sides to match."))
    sides = [
        {
            each.get("identifier", ""): each
            for each in descendants(side, "simpleAssociableChoice")
        }
        for side in sets
    ]
    pairs = [tuple(pair.split()) for pair in _right_pairs(asked)]
    return _pairs(asked, pairs, sides[0], sides[1])


def read_associate(asked: Asked) -> Body:
    asked.sheet.note(_("What was one list is now two sides that are matched."))
    found = {
        each.get("identifier", ""): each
        for each in descendants(asked.interaction, "simpleAssociableChoice")
    }
    pairs = [tuple(pair.split()) for pair in _right_pairs(asked)]
    used = [key for pair in pairs for key in pair]
    if len(set(used)) < len(used):
        raise LeftOut(
            _("Some of it belongs to several others, which can't be done here.")
        )
    first = {pair[0] for pair in pairs}
    left = {key: each for key, each in found.items() if key in first}
    return _pairs(
        asked,
        pairs,
        left,
        {key: each for key, each in found.items() if key not in first},
    )


def _right_pairs(asked: Asked) -> list[str]:
    mapping = asked.declared.mapping
    if asked.declared.correct:
        return list(asked.declared.correct)
    return (
        [key for key, score in mapping.entries.items() if score > 0] if mapping else []
    )


def _pairs(
    asked: Asked,
    pairs: list[tuple[str, ...]],
    left: dict[str, Element],
    right: dict[str, Element],
) -> Body:
    if not pairs:
        raise LeftOut(_("It doesn't say what belongs together."))
    if any(len(p) != 2 or p[0] not in left or p[1] not in right for p in pairs):
        raise LeftOut(_("Its right pairs name what isn't there."))
    if len({pair[0] for pair in pairs}) < len(pairs):
        raise LeftOut(
            _("Some of it belongs to several others, which can't be done here.")
        )
    words = {key: asked.sheet.line(asked.html(each)) for key, each in right.items()}
    if not all(words.values()):
        raise LeftOut(_("What is matched with has no words."))
    if len(left) > len(pairs):
        asked.sheet.note(_("What belongs to nothing is left out."))
    by_left = {pair[0]: pair[1] for pair in pairs}
    body = Matching(
        tuple(
            Pair(asked.html(left[key]), words[by_left[key]])
            for key in left
            if key in by_left
        ),
        tuple(text for key, text in words.items() if key not in by_left.values()),
    )
    mapping = asked.declared.mapping
    if asked.uses_map and mapping is not None:
        scores = [mapping.entries.get(" ".join(pair), NONE) for pair in pairs]
        asked.scale = mapping.upper or sum(scores, NONE)
        if len(set(scores)) > 1:
            asked.sheet.note(_("Each pair earns the same; there some earned more."))
    elif asked.rules.compares:
        return replace(body, grading=Grading.ALL_OR_NOTHING)
    return body
