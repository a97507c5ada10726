"""Packages of QTI: an archive with a manifest, one file for each item, and pictures beside."""

import posixpath
import re
from collections.abc import Iterable
from io import BytesIO
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from assessment.formats.details import NAMESPACE, read_details, write_details
from assessment.formats.item import Item
from assessment.formats.qti.names import Version
from assessment.formats.qti.reading import Source, read_item
from assessment.formats.qti.writing import write_item
from assessment.formats.safe_xml import (
    add,
    descendants,
    local,
    parse_xml,
    text_in,
    xml_file,
)
from assessment.formats.sheet import Outcome
from assessment.formats.words import seen_line
from common.archives import Archive
from common.exceptions import Refused

MANIFEST = "imsmanifest.xml"
LOM = "http://ltsc.ieee.org/xsd/LOM"
_ITEM = re.compile(r"imsqti_item_xmlv[23]p\d", re.IGNORECASE)
_OLD = re.compile(r"imsqti_xmlv1|imsqti_item_xmlv1", re.IGNORECASE)
# How LOM names difficulties, easiest first, and what we make of them.
_DIFFICULTIES = {
    "very easy": "easy",
    "easy": "easy",
    "medium": "medium",
    "difficult": "hard",
    "very difficult": "hard",
}
_IN_LOM = {"easy": "easy", "medium": "medium", "hard": "difficult"}


def read_package(data: bytes) -> list[Outcome]:
    archive = Archive(data)
    manifest = archive.shallowest(MANIFEST)
    if manifest is None:
        raise Refused(
            "no_manifest", _("There is no imsmanifest.xml in it: no package of QTI.")
        )
    root = parse_xml(archive.read(manifest))
    folder = posixpath.dirname(manifest)
    return [
        outcome
        for resource in descendants(root, "resource")
        if (outcome := _outcome(resource, archive, folder))
    ]


def _outcome(resource: Element, archive: Archive, folder: str) -> Outcome | None:
    kind = resource.get("type", "")
    path = posixpath.normpath(posixpath.join(folder, unquote(resource.get("href", ""))))
    if _OLD.search(kind):
        reason = _("QTI 1 can't be read. Export it as QTI 2 or 3, or as Moodle XML.")
        return Outcome(path, None, (reason,), path)
    if not _ITEM.search(kind):
        return None
    data = archive.find(path)
    if data is None:
        return Outcome(path, None, (_("Its file isn't in the package."),), path)
    try:
        root = parse_xml(data)
    except Refused as refusal:
        return Outcome(path, None, (str(refusal),), path)
    return read_item(
        root,
        Source(
            place=path,
            find=archive.find,
            folder=posixpath.dirname(path),
            tags=_keywords(resource),
            difficulty=_difficulty(resource),
            details=read_details(
                "".join(text_in(each) for each in descendants(resource, "details"))
            ),
        ),
    )


def _keywords(resource: Element) -> tuple[str, ...]:
    return tuple(
        seen_line(text_in(keyword)) for keyword in descendants(resource, "keyword")
    )


def _difficulty(resource: Element) -> str:
    for each in descendants(resource, "difficulty"):
        value = next(descendants(each, "value"), None)
        return _DIFFICULTIES.get(seen_line(text_in(value)).lower(), "")
    return ""


def write_package(
    items: Iterable[Item], version: Version
) -> tuple[bytes, list[Outcome]]:
    outcomes: list[Outcome] = []
    stream = BytesIO()
    manifest = _manifest(version)
    resources = add(manifest, "resources")
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for number, item in enumerate(items, start=1):
            identifier = f"question-{number:04}"
            files = {
                f"files/{identifier}/{file.name}": file.data for file in item.files
            }
            root, notes = write_item(
                item,
                identifier=identifier,
                folder=f"files/{identifier}",
                version=version,
            )
            _put(package, f"{identifier}.xml", xml_file(root))
            for path, data in files.items():
                _put(package, path, data)
            _describe(resources, item, identifier, [*files], version)
            outcomes.append(Outcome(item.title, item, tuple(notes)))
        _put(package, MANIFEST, xml_file(manifest))
    return stream.getvalue(), outcomes


def _put(package: ZipFile, path: str, data: bytes) -> None:
    """Every file with the same date: the same questions make the same package."""
    info = ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    package.writestr(info, data)


def _manifest(version: Version) -> Element:
    root = Element(
        "manifest",
        {"xmlns": version.manifest_namespace, "identifier": "questions"},
    )
    metadata = add(root, "metadata")
    schema, schema_version = version.manifest_schema
    add(metadata, "schema", schema)
    add(metadata, "schemaversion", schema_version)
    add(root, "organizations")
    return root


def _describe(
    resources: Element,
    item: Item,
    identifier: str,
    files: list[str],
    version: Version,
) -> None:
    path = f"{identifier}.xml"
    resource = add(
        resources,
        "resource",
        identifier=identifier,
        type=version.resource_type,
        href=path,
    )
    metadata = add(resource, "metadata")
    lom = add(metadata, "lom", xmlns=LOM)
    general = add(lom, "general")
    add(add(general, "title"), "string", item.title)
    for tag in item.tags:
        add(add(general, "keyword"), "string", tag)
    difficulty = add(add(lom, "educational"), "difficulty")
    add(difficulty, "source", "LOMv1.0")
    add(difficulty, "value", _IN_LOM[item.difficulty])
    add(metadata, "details", write_details(item), xmlns=NAMESPACE)
    for each in [path, *files]:
        add(resource, "file", href=each)


def is_item(root: Element) -> bool:
    return local(root) in {"assessmentItem", "qti-assessment-item"}
