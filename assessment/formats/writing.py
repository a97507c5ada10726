"""Questions as a file of another system."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.formats.gift.writing import write_gift
from assessment.formats.item import Item
from assessment.formats.moodle.writing import write_moodle
from assessment.formats.qti.names import THREE, TWO
from assessment.formats.qti.package import write_package
from assessment.formats.sheet import Outcome

Write = Callable[[Sequence[Item]], tuple[bytes, list[Outcome]]]


@dataclass(frozen=True)
class Format:
    label: Promise | str
    ending: str
    content_type: str
    write: Write


FORMATS: dict[str, Format] = {
    "moodle_xml": Format(_("Moodle XML"), "xml", "application/xml", write_moodle),
    "gift": Format(_("GIFT"), "txt", "text/plain; charset=utf-8", write_gift),
    "qti_2_1": Format(
        _("QTI 2.1"), "zip", "application/zip", partial(write_package, version=TWO)
    ),
    "qti_3_0": Format(
        _("QTI 3.0"), "zip", "application/zip", partial(write_package, version=THREE)
    ),
}
