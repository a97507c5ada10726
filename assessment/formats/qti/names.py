"""The names of QTI: 3.0 writes `qti-simple-choice match-max`, 2.x `simpleChoice matchMax`.

Readers and writers know the names of 2.x; these two functions translate.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from assessment.formats.safe_xml import local

PREFIX = "qti-"


@dataclass(frozen=True)
class Version:
    name: str
    namespace: str
    schema: str
    templates: str
    template_ending: str
    resource_type: str
    manifest_namespace: str
    manifest_schema: tuple[str, str]

    @property
    def is_three(self) -> bool:
        return self.name.startswith("3")


TWO = Version(
    name="2.1",
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
    schema="http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    templates="http://www.imsglobal.org/question/qti_v2p1/rptemplates/",
    template_ending="",
    resource_type="imsqti_item_xmlv2p1",
    manifest_namespace="http://www.imsglobal.org/xsd/imscp_v1p1",
    manifest_schema=("QTIv2.1 Package", "1.0.0"),
)
THREE = Version(
    name="3.0",
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    schema="https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    templates="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/",
    template_ending=".xml",
    resource_type="imsqti_item_xmlv3p0",
    manifest_namespace="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    manifest_schema=("QTI Package", "3.0.0"),
)
# How QTI 2.1 is told of what its HTML lacks: by a class on `div` or `span`.
CLASSES = {"figure": "figure", "figcaption": "figcaption", "math": "div", "struck": "s"}

_CAMEL = re.compile(r"(?<=[a-z0-9])([A-Z])")
_KEBAB = re.compile(r"-([a-z])")


def as_two(root: Element) -> Element:
    """Give every element of 3.0 its name in 2.x, in place; nothing keeps a namespace."""
    for element in root.iter():
        name = local(element)
        if not name:
            continue
        if name.startswith(PREFIX):
            name = _camel(name.removeprefix(PREFIX))
            element.attrib = {
                key if key.startswith(("data-", "aria-")) else _camel(key): value
                for key, value in element.attrib.items()
            }
        element.tag = name
    return root


def in_version(root: Element, version: Version) -> Element:
    """Give an item with names of 2.x those of `version`, in place."""
    for element in root.iter():
        is_qti = element.get(_MARK) is not None
        element.attrib.pop(_MARK, None)
        if is_qti and version.is_three:
            element.tag = PREFIX + _kebab(element.tag)
            element.attrib = {
                _kebab(key): value for key, value in element.attrib.items()
            }
    root.set("xmlns", version.namespace)
    return root


def _camel(name: str) -> str:
    return _KEBAB.sub(lambda match: match[1].upper(), name)


def _kebab(name: str) -> str:
    return _CAMEL.sub(lambda match: "-" + match[1].lower(), name)


# Tells an element of QTI from one of HTML while an item is written.
_MARK = "\0"


def qti(name: str, **attributes: str) -> Element:
    return Element(name, {_MARK: "", **attributes})
