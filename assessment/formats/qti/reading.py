"""One item of QTI 2.1, 2.2 or 3.0: its text, the one thing that it asks, and what that earns."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from assessment.formats.details import Details, with_details
from assessment.formats.gift.reading import GAP
from assessment.formats.item import Item
from assessment.formats.qti import answers
from assessment.formats.qti.asked import Asked
from assessment.formats.qti.feedback import Feedbacks
from assessment.formats.qti.names import CLASSES, as_two
from assessment.formats.qti.rules import (
    full_score,
    read_declaration,
    read_rules,
)
from assessment.formats.safe_xml import descendants, html_in, local, parse_xml
from assessment.formats.sheet import LeftOut, Outcome, Sheet
from assessment.formats.words import seen_line

Find = Callable[[str], bytes | None]

IGNORED = {"endAttemptInteraction"}
INLINE = {"textEntryInteraction", "inlineChoiceInteraction"}
_FEEDBACK = {"feedbackInline", "feedbackBlock", "modalFeedback"}
_SCORERS = {"scorer", "tutor", "proctor"}


@dataclass
class Source:
    """Where an item comes from: its files, and what the package says of it."""

    place: str = ""
    find: Find = lambda path: None
    folder: str = ""
    tags: tuple[str, ...] = ()
    difficulty: str = ""
    details: Details = field(default_factory=dict)

    def beside(self, path: str) -> bytes | None:
        """Return a file whose place is given as seen from the item."""
        inside = posixpath.normpath(posixpath.join(self.folder, path))
        return None if inside.startswith(("../", "/")) else self.find(inside)


def read_item(root: Element, source: Source) -> Outcome:
    root = as_two(root)
    label = seen_line(root.get("title", "") or root.get("identifier", ""))
    reader = _Reader(root, source)
    try:
        item = reader.item()
    except LeftOut as reason:
        return Outcome(label, None, (str(reason),), source.place)
    return Outcome(item.title, item, tuple(reader.sheet.notes), source.place)


class _Reader:
    def __init__(self, root: Element, source: Source) -> None:
        self.root = root
        self.source = source
        self.sheet = Sheet(is_ours=bool(source.details))
        self.for_graders: list[str] = []

    def item(self) -> Item:
        body = self.root.find("itemBody")
        if body is None:
            raise LeftOut(_("It has no text."))
        self._refuse_what_changes()
        self.interaction = self._only_interaction(body)
        read = answers.reader_of(local(self.interaction))
        identifier = self.interaction.get("responseIdentifier", "RESPONSE")
        declared = read_declaration(self.root, identifier)
        rules = read_rules(self.root, identifier, declared)
        feedbacks = Feedbacks(self.root, self.html, self.sheet)
        asked = Asked(
            interaction=self.interaction,
            declared=declared,
            rules=rules,
            full=full_score(self.root),
            feedbacks=feedbacks,
            sheet=self.sheet,
            html=self.html,
            kind=str(self.source.details.get("kind", "")),
        )
        prompt = self._prompt(body)
        answer = read(asked)
        if self.for_graders and answer.kind == "essay":
            answer = answers.with_words_for_graders(
                answer, self.sheet.html("".join(self.for_graders), self.source.beside)
            )
        elif self.for_graders:
            self.sheet.note(_("What it says to graders is left out."))
        if not rules.is_understood:
            self.sheet.note(_("Its own rules for marks were read only in part."))
        item = Item(
            title=self.root.get("title", ""),
            prompt=prompt,
            body=answer,
            points=self.sheet.points(str(asked.points)),
            feedback=feedbacks.general(),
            tags=self.source.tags,
            difficulty=self.source.difficulty or "medium",
        )
        return self.sheet.finished(with_details(item, self.source.details))

    def html(self, element: Element) -> str:
        """Return what is in an element, without feedback and what is answered."""
        return self.sheet.html(html_in(element, self._instead), self.source.beside)

    def _refuse_what_changes(self) -> None:
        names = {local(each) for each in self.root.iter()}
        if names & {"templateDeclaration", "templateProcessing", "printedVariable"}:
            raise LeftOut(
                _(
                    "Its numbers are made up anew for everybody, which can't be done here."
                )
            )
        if self.root.get("adaptive") == "true":
            raise LeftOut(_("It goes on in several steps, which can't be done here."))
        if names & {"catalogInfo", "catalog"}:
            self.sheet.note(_("Its other forms for hearing and seeing are left out."))

    def _only_interaction(self, body: Element) -> Element:
        found = [
            each
            for each in body.iter()
            if local(each).endswith("Interaction") and local(each) not in IGNORED
        ]
        if any(local(each) in IGNORED for each in body.iter()):
            self.sheet.note(_("Its button for a hint, or to end, is left out."))
        if not found:
            raise LeftOut(_("There is nothing to answer: a text, and not a question."))
        if len(found) > 1:
            raise LeftOut(
                _("It asks %(number)s things at once: make a question of each.")
                % {"number": len(found)}
            )
        return found[0]

    def _prompt(self, body: Element) -> str:
        shared = "".join(self._shared_texts())
        return self.sheet.html(
            shared + html_in(body, self._instead), self.source.beside
        )

    def _shared_texts(self) -> list[str]:
        """Return the passages that several items of a package speak of."""
        texts: list[str] = []
        for reference in self.root.iterfind("assessmentStimulusRef"):
            path = reference.get("href", "")
            data = self.source.beside(path)
            shared = as_two(parse_xml(data)).find("stimulusBody") if data else None
            if shared is None:
                self.sheet.note(
                    _("A text that it shares with others isn't in the file.")
                )
                continue
            own_folder = posixpath.dirname(path)
            for picture in descendants(shared, "img", "object"):
                for name in ("src", "data"):
                    if at := picture.get(name):
                        picture.set(name, posixpath.join(own_folder, at))
            texts.append(html_in(shared, self._instead))
        return texts

    def _instead(self, element: Element) -> str | None:
        name = local(element)
        if name in _FEEDBACK:
            return ""
        if element is getattr(self, "interaction", None):
            return self._place(element)
        if name in {"rubricBlock"} and _SCORERS & set(element.get("view", "").split()):
            self.for_graders.append(html_in(element, self._instead))
            return ""
        if name in IGNORED:
            return ""
        if name == "object" and element.get("type", "").startswith("image/"):
            source = escape(element.get("data", ""))
            return f'<img src="{source}" alt="{escape(_alternative(element))}">'
        if name in {"div", "span"}:
            return self._by_class(element)
        return None

    def _by_class(self, element: Element) -> str | None:
        """QTI 2.1 has no figures, formulas or struck-out words: classes say that it is one."""
        first, *rest = element.get("class", "").split() or [""]
        tag = CLASSES.get(first)
        if tag is None:
            return None
        label = escape(element.get("label", ""))
        opening = {
            "figure": f'figure class="{escape(" ".join(rest))}"',
            "math": f'div role="math" aria-label="{label}"',
        }.get(first, tag)
        return f"<{opening}>{html_in(element, self._instead)}</{tag}>"

    def _place(self, element: Element) -> str:
        """Return what stands where the answer is given: a gap, or the words that ask for it."""
        asked = element.find("prompt")
        said = (
            f"<div>{html_in(asked, self._instead)}</div>" if asked is not None else ""
        )
        if local(element) not in INLINE:
            return said
        return GAP if self._is_amid_words(element) else said

    def _is_amid_words(self, element: Element) -> bool:
        """Whether the paragraph has other words than the place for the answer."""
        for parent in self.root.iter():
            if element in list(parent):
                return local(parent) != "itemBody" and bool(
                    seen_line("".join(parent.itertext()))
                )
        return False


def _alternative(element: Element) -> str:
    return element.get("alt") or seen_line("".join(element.itertext()))
