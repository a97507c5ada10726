"""The parts of an item of QTI that all kinds of question are put together from."""

from collections.abc import Sequence
from decimal import Decimal
from urllib.parse import quote
from xml.etree.ElementTree import Element

from assessment.formats import markup
from assessment.formats.item import FULL, File, Item
from assessment.formats.pictures import with_files_at
from assessment.formats.qti.names import Version, qti
from assessment.formats.safe_xml import add_nodes
from assessment.formats.words import number_text

RESPONSE = "RESPONSE"


class Parts:
    def __init__(self, item: Item, folder: str, version: Version) -> None:
        self.item = item
        self.folder = folder
        self.version = version
        self.notes: list[str] = []
        # Points without worth leave the shares of answers something to be shares of.
        self.whole = item.points or Decimal(1)
        self.declaration = qti("responseDeclaration", identifier=RESPONSE)
        self.outcomes: list[Element] = []
        self.body = qti("itemBody")
        self.processing = qti("responseProcessing")
        self.feedbacks: list[Element] = []

    def html(self, parent: Element, html: str, *, wraps: bool = False) -> None:
        def at(file: File) -> str:
            return f"{quote(self.folder)}/{quote(file.name)}"

        nodes = markup.parse(with_files_at(html, self.item.files, at))
        if wraps and not any(
            isinstance(node, markup.Node) and node.is_block for node in nodes
        ):
            nodes = [markup.Node("p", children=nodes)] if nodes else []
        if not self.version.is_three:
            nodes = [_plainer(node) for node in nodes]
        add_nodes(parent, nodes)

    def outcome(
        self, name: str, base_type: str, value: str = "", cardinality: str = "single"
    ) -> None:
        outcome = qti(
            "outcomeDeclaration",
            identifier=name,
            cardinality=cardinality,
            baseType=base_type,
        )
        if value:
            default = qti("defaultValue")
            default.append(_value(value))
            outcome.append(default)
        self.outcomes.append(outcome)

    def declare(
        self, cardinality: str, base_type: str = "", correct: Sequence[str] = ()
    ) -> None:
        self.declaration.set("cardinality", cardinality)
        self.declaration.set("baseType", base_type or "identifier")
        if correct:
            right = qti("correctResponse")
            right.extend(_value(value) for value in correct)
            self.declaration.append(right)

    def map(self, scores: Sequence[tuple[str, Decimal]], **attributes: str) -> None:
        """Say what each answer adds, in percent; no more than all and no less than nothing."""
        mapping = qti(
            "mapping",
            lowerBound="0",
            upperBound=number_text(self.whole),
            defaultValue="0",
        )
        for key, percent in scores:
            mapping.append(
                qti(
                    "mapEntry",
                    mapKey=key,
                    mappedValue=self.score(percent),
                    **attributes,
                )
            )
        self.declaration.append(mapping)

    def score(self, percent: Decimal) -> str:
        return number_text(percent * self.whole / FULL)

    def template(self, name: str) -> None:
        self.processing.set(
            "template", f"{self.version.templates}{name}{self.version.template_ending}"
        )

    def set(self, outcome: str, value: Element) -> Element:
        element = qti("setOutcomeValue", identifier=outcome)
        element.append(value)
        return element

    def score_by_map(self) -> None:
        self.processing.append(
            self.set("SCORE", qti("mapResponse", identifier=RESPONSE))
        )

    def score_if_correct(self) -> None:
        test = qti("match")
        test.extend(
            [qti("variable", identifier=RESPONSE), qti("correct", identifier=RESPONSE)]
        )
        scored = self.set("SCORE", qti("variable", identifier="MAXSCORE"))
        self.branches([[test, scored]])

    def branches(self, branches: Sequence[Sequence[Element]]) -> None:
        condition = qti("responseCondition")
        for number, parts in enumerate(branches):
            branch = qti("responseElseIf" if number else "responseIf")
            branch.extend(parts)
            condition.append(branch)
        self.processing.append(condition)

    def feedback(self, outcome: str, identifier: str, html: str) -> None:
        feedback = qti(
            "modalFeedback",
            outcomeIdentifier=outcome,
            identifier=identifier,
            showHide="show",
        )
        inner = feedback
        if self.version.is_three:
            inner = qti("contentBody")
            feedback.append(inner)
        self.html(inner, html)
        self.feedbacks.append(feedback)

    def general_feedback(self) -> None:
        if not self.item.feedback:
            return
        self.outcome("GENERAL", "identifier")
        if template := self.processing.attrib.pop("template", ""):
            by_map = "map_response" in template
            self.score_by_map() if by_map else self.score_if_correct()
        general = qti("baseValue", baseType="identifier")
        general.text = "general"
        self.processing.append(self.set("GENERAL", general))
        self.feedback("GENERAL", "general", self.item.feedback)

    def interaction(self, name: str, parent: Element | None = None) -> Element:
        interaction = qti(name, responseIdentifier=RESPONSE)
        (self.body if parent is None else parent).append(interaction)
        return interaction


def _value(text: str) -> Element:
    value = qti("value")
    value.text = text
    return value


def _plainer(node: markup.Node | str) -> markup.Node | str:
    """Say with a class what the HTML of QTI 2.1 lacks."""
    if isinstance(node, str):
        return node
    children = [_plainer(child) for child in node.children]
    if node.name in {"figure", "figcaption"}:
        words = [node.name, node.attributes.get("class", "")]
        return markup.Node("div", {"class": " ".join(filter(None, words))}, children)
    if node.is_formula:
        label = node.attributes.get("aria-label", "")
        return markup.Node("div", {"class": "math", "label": label}, children)
    if node.name == "s":
        return markup.Node("span", {"class": "struck"}, children)
    return markup.Node(node.name, node.attributes, children)
