"""Any file of questions: what it is, its content says."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from django.utils.translation import gettext as _

from assessment.formats.gift.reading import read_gift
from assessment.formats.moodle.reading import read_moodle
from assessment.formats.qti.package import is_item, read_package
from assessment.formats.qti.reading import Source, read_item
from assessment.formats.safe_xml import local, parse_xml
from assessment.formats.sheet import Outcome
from common.archives import MEGABYTE
from common.exceptions import Refused

MAX_BYTES = 20 * MEGABYTE
MAX_QUESTIONS = 1_000
_XML = re.compile(
    rb"\s*<(?:\?xml|!--|!DOCTYPE|quiz|assessmentItem|qti-assessment-item)", re.I
)


def read_questions(name: str, data: bytes) -> list[Outcome]:
    """Return what becomes of each question of a file, or refuse the file with one sentence."""
    if len(data) > MAX_BYTES:
        raise Refused("too_big", _("The file is too big: 20 MB are the most."))
    if not data.strip():
        raise Refused("empty", _("The file is empty."))
    outcomes = _read(name, data)
    if not outcomes:
        raise Refused("no_questions", _("There are no questions in the file."))
    if len(outcomes) > MAX_QUESTIONS:
        raise Refused(
            "too_many",
            _("The file has too many questions: %(most)s are the most at a time.")
            % {"most": MAX_QUESTIONS},
        )
    return outcomes


def _read(name: str, data: bytes) -> list[Outcome]:
    if data.startswith(b"PK"):
        return read_package(data)
    if _is_xml(data):
        return _read_xml(name, data)
    return read_gift(_decoded(data))


def _is_xml(data: bytes) -> bool:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        start = data[:200].decode("utf-16", "replace").encode()
    else:
        start = data[:200].removeprefix(BOM_UTF8)
    return bool(_XML.match(start))


def _read_xml(name: str, data: bytes) -> list[Outcome]:
    root = parse_xml(data)
    if local(root) == "quiz":
        return read_moodle(root)
    if is_item(root):
        return [read_item(root, Source(place=name))]
    if local(root) == "questestinterop":
        raise Refused(
            "qti_1",
            _("QTI 1 can't be read. Export it as QTI 2 or 3, or as Moodle XML."),
        )
    raise Refused(
        "unknown_xml", _("This XML is neither Moodle XML nor an item of QTI 2 or 3.")
    )


def _decoded(data: bytes) -> str:
    is_wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "encoding",
            _("The file isn't text in UTF-8. Save it as “UTF-8” and try again."),
        ) from error
    if "\0" in text:
        raise Refused(
            "not_text", _("This is no file of questions in GIFT, Moodle XML or QTI.")
        )
    return text
