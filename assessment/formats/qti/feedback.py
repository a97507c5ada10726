"""What an item of QTI says to those who answered, and to which answer."""

import re
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from assessment.formats.safe_xml import descendants, local
from assessment.formats.sheet import Sheet

_RIGHT = re.compile(r"(?:\w+[_.-])?(?:correct|right)\b", re.IGNORECASE)
_WRONG = re.compile(r"(?:\w+[_.-])?(?:in[_-]?correct|wrong)\b", re.IGNORECASE)
# Between a choice and the feedback that stands in it.
_DASH = re.compile(r"^[—–-]\s+")
_FOR_ALL = re.compile(r"general|solution|always", re.IGNORECASE)


class Feedbacks:
    """Gives out feedback to those who ask for it; what nobody took is general."""

    def __init__(
        self, item: Element, html: Callable[[Element], str], sheet: Sheet
    ) -> None:
        self.html = html
        self.sheet = sheet
        self.waiting = [
            each
            for each in descendants(
                item, "modalFeedback", "feedbackBlock", "feedbackInline"
            )
            if each.get("showHide", "show") == "show"
        ]
        if any(
            each.get("showHide") == "hide"
            and not _FOR_ALL.search(each.get("identifier", ""))
            for each in descendants(item, "modalFeedback")
        ):
            self.sheet.note(_("Feedback that disappears with an answer is left out."))
        self.waiting += [
            each
            for each in descendants(item, "modalFeedback")
            if each.get("showHide") == "hide"
            and _FOR_ALL.search(each.get("identifier", ""))
        ]

    def of(self, identifier: str, inside: Element | None = None) -> str:
        """Return the feedback for the answer with this identifier."""
        own = set(inside.iter()) if inside is not None else set()
        return self._take(
            each
            for each in self.waiting
            if each.get("identifier") == identifier or each in own
        )

    def for_right(self) -> str:
        return self._take(
            each
            for each in self.waiting
            if _RIGHT.fullmatch(each.get("identifier", ""))
        )

    def for_wrong(self) -> str:
        return self._take(
            each
            for each in self.waiting
            if _WRONG.fullmatch(each.get("identifier", ""))
        )

    def general(self) -> str:
        if any(
            not _FOR_ALL.search(each.get("identifier", "")) for each in self.waiting
        ):
            self.sheet.note(_("Feedback for single cases became general feedback."))
        return self._take(self.waiting)

    def _take(self, found: Iterable[Element]) -> str:
        taken = list(found)
        self.waiting = [each for each in self.waiting if each not in taken]
        texts = [text for each in taken if (text := self._text(each))]
        if len(texts) < 2:
            return "".join(texts)
        return self.sheet.html(
            "".join(f"<div>{text}</div>" for text in texts), self.sheet.files.get
        )

    def _text(self, element: Element) -> str:
        inner = next(
            (each for each in element if local(each) == "contentBody"), element
        )
        html = self.html(inner)
        return _DASH.sub("", html) if local(element) == "feedbackInline" else html
