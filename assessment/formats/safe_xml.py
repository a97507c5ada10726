"""XML from anywhere: no document type, no entities, nothing from elsewhere, and no deeper than people nest."""

from collections.abc import Callable, Iterator
from html import escape
from typing import Any
from xml.etree.ElementTree import (
    Element,
    ParseError,
    SubElement,
    TreeBuilder,
    tostring,
)

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser
from django.utils.translation import gettext as _

from assessment.formats import markup
from common.exceptions import Refused

MAX_DEPTH = 100
MAX_ELEMENTS = 300_000


def parse_xml(data: bytes) -> Element:
    """Return the root, or refuse the file with one sentence."""
    parser = XMLParser(target=_BoundedBuilder(), forbid_dtd=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise Refused(
            "hostile_xml",
            _(
                "This XML declares a document type or entities, as files that harm do."
                " Export the questions again without them."
            ),
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Refused(
            "not_xml", _("This XML can't be read: %(reason)s.") % {"reason": error}
        ) from error
    return root


class _BoundedBuilder(TreeBuilder):
    """Stops while it reads, before a tree without measure fills the memory."""

    def __init__(self) -> None:
        super().__init__()
        self.count = self.depth = 0

    def start(self, tag: Any, attrs: dict[Any, Any], /) -> Element:
        self.count += 1
        self.depth += 1
        if self.count > MAX_ELEMENTS or self.depth > MAX_DEPTH:
            raise Refused(
                "too_deep", _("This XML has more parts, or deeper ones, than we read.")
            )
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def local(element: Element) -> str:
    """Return the name of an element without its namespace; "" for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_in(element: Element | None) -> str:
    return "".join(element.itertext()) if element is not None else ""


def html_in(
    element: Element, instead: Callable[[Element], str | None] = lambda child: None
) -> str:
    """Return what is in an element as HTML, whatever namespace its parts have.

    `instead` may say what stands there in place of a part.
    """
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        if (replacement := instead(child)) is not None:
            parts.append(replacement)
        elif name := local(child):
            values = "".join(
                f' {key.rpartition("}")[2]}="{escape(value)}"'
                for key, value in child.attrib.items()
            )
            inner = "" if name in markup.VOID else f"{html_in(child, instead)}</{name}>"
            parts.append(f"<{name}{values}>{inner}")
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def add_nodes(parent: Element, nodes: markup.Content) -> None:
    """Put what `markup` read into `parent` as elements."""
    last: Element | None = None
    for node in nodes:
        if isinstance(node, markup.Node):
            last = SubElement(parent, node.name, node.attributes)
            add_nodes(last, node.children)
        elif last is None:
            parent.text = (parent.text or "") + node
        else:
            last.tail = (last.tail or "") + node


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element with words in it and return it."""
    element = SubElement(parent, name, attributes)
    element.text = text or None
    return element


def xml_file(root: Element) -> bytes:
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """Return the elements of these names below `element`, in the order of the file."""
    return (each for each in element.iter() if local(each) in names)
