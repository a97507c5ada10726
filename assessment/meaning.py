"""What an answer means in a later revision of its question.

Answers name choices by their ids. Who corrects a key may tick another choice, and every id keeps its
words; or may rewrite two choices into each other, and an id then stands for something else. What a
student answered is the words that they saw.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from assessment.asked import AskedQuestion
from assessment.keys import items_of, options_of
from assessment.models.questions import Kind

Response = Mapping[str, Any]
Names = Mapping[str, str]


def carried_over(
    response: Response | None, asked: AskedQuestion, newer: AskedQuestion
) -> Response | None:
    """Return an answer to `asked` as one to `newer`, a revision of the same kind.

    What has no counterpart there is left out: it earns nothing.
    """
    carry = _CARRIERS.get(Kind(asked.kind))
    if response is None or carry is None or asked.revision_id == newer.revision_id:
        return response
    return carry(response, asked.body, newer.body)


def counterparts(before: Names, after: Names) -> dict[str, str]:
    """Return for the ids of `before` those of `after` that say the same.

    Words lead where they stand once on either side. What was reworded keeps its id, unless
    something else has taken it.
    """
    once = Counter(before.values())
    by_words = {words: id for id, words in after.items()}
    once_after = Counter(after.values())
    found = {
        id: by_words[words]
        for id, words in before.items()
        if once[words] == once_after[words] == 1
    }
    taken = set(found.values())
    for id in before:
        if id not in found and id in after and id not in taken:
            found[id] = id
    return found


def _words(listed: Any, name: str = "") -> dict[str, str]:
    """Return what stands in the items of a list, by their ids."""
    return {
        id: str(getattr(words, "source", words)).strip()
        for id, value in items_of(listed)
        for words in [value[name] if name else value]
    }


def _single_choice(response: Response, before: Any, after: Any) -> Response:
    ids = counterparts(
        _words(before["choices"], "text"), _words(after["choices"], "text")
    )
    return {"choice": ids.get(response.get("choice", ""), "")}


def _multiple_choice(response: Response, before: Any, after: Any) -> Response:
    ids = counterparts(
        _words(before["choices"], "text"), _words(after["choices"], "text")
    )
    return {"choices": [ids[id] for id in response.get("choices", ()) if id in ids]}


def _matching(response: Response, before: Any, after: Any) -> Response:
    prompts = counterparts(
        _words(before["pairs"], "prompt"), _words(after["pairs"], "prompt")
    )
    options = counterparts(options_of(before), options_of(after))
    pairs: Names = response.get("pairs", {})
    return {
        "pairs": {
            prompts[prompt]: options[option]
            for prompt, option in pairs.items()
            if prompt in prompts and option in options
        }
    }


def _ordering(response: Response, before: Any, after: Any) -> Response:
    ids = counterparts(_words(before["items"]), _words(after["items"]))
    return {"order": [ids[id] for id in response.get("order", ()) if id in ids]}


_CARRIERS: dict[Kind, Callable[[Response, Any, Any], Response]] = {
    Kind.SINGLE_CHOICE: _single_choice,
    Kind.MULTIPLE_CHOICE: _multiple_choice,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
}
