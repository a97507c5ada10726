"""The certificate on paper: one A4 page across, drawn here, with a code that leads to its check page."""

from collections.abc import Iterator
from math import cos, pi, sin

import segno
from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from fpdf import FPDF

from common.paper import INK, PEACOCK, SOFT, add_letters
from learning.models import Certificate

MARIGOLD = (217, 138, 31)
PAPER = (250, 248, 243)
WIDTH, HEIGHT = 297.0, 210.0  # millimetres


def draw_certificate(certificate: Certificate, check_url: str) -> bytes:
    """Return the PDF. Names may be in Latin, Greek, Cyrillic, Devanagari or Arabic script."""
    pdf = _sheet(certificate)
    _frame(pdf)
    _line(pdf, 34, settings.WAGTAIL_SITE_NAME, 15, PEACOCK, spaced=True)
    _line(pdf, 52, _("Certificate of completion"), 30, INK)
    _line(pdf, 76, _("This is to certify that"), 13, SOFT, style="I")
    _line(pdf, 88, certificate.student_name, 34, PEACOCK, style="B")
    _line(pdf, 110, _("has completed the course"), 13, SOFT, style="I")
    _line(pdf, 121, certificate.course_title, 22, INK, style="B")
    _line(pdf, 136, " · ".join(_facts(certificate)), 12, SOFT)
    _foot(pdf, certificate, check_url)
    if certificate.revoked_at:
        _revoked(pdf)
    return bytes(pdf.output())


def _sheet(certificate: Certificate) -> FPDF:
    pdf = FPDF(orientation="landscape", format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_title(f"{certificate.course_title}: {certificate.student_name}")
    pdf.set_author(settings.WAGTAIL_SITE_NAME)
    pdf.set_subject(certificate.number)
    pdf.set_lang("en")
    pdf.set_creation_date(certificate.issued_at)
    add_letters(pdf)
    pdf.add_page()
    return pdf


def _facts(certificate: Certificate) -> Iterator[str]:
    yield certificate.course_code
    if certificate.duration_hours:
        yield _("%(hours)s hours") % {
            "hours": formats.localize(certificate.duration_hours.normalize())
        }
    if certificate.teacher_names:
        yield _("taught by %(names)s") % {"names": ", ".join(certificate.teacher_names)}


def _line(
    pdf: FPDF,
    y: float,
    text: str,
    size: float,
    colour: tuple[int, int, int],
    style: str = "",
    spaced: bool = False,
) -> None:
    """Set one centred line, smaller if it would not fit."""
    pdf.set_text_color(*colour)
    pdf.set_char_spacing(2 if spaced else 0)
    pdf.set_font("Literata", style, size)
    while pdf.get_string_width(text) > WIDTH - 80 and size > 9:
        size -= 1
        pdf.set_font("Literata", style, size)
    pdf.set_xy(0, y)
    pdf.cell(WIDTH, size * 0.5, text, align="C")
    pdf.set_char_spacing(0)


def _frame(pdf: FPDF) -> None:
    pdf.set_fill_color(*PAPER)
    pdf.rect(0, 0, WIDTH, HEIGHT, style="F")
    pdf.set_draw_color(*PEACOCK)
    pdf.set_line_width(0.9)
    pdf.rect(12, 12, WIDTH - 24, HEIGHT - 24)
    pdf.set_line_width(0.25)
    pdf.rect(14.5, 14.5, WIDTH - 29, HEIGHT - 29)
    for x in (12, WIDTH - 12):
        for y in (12, HEIGHT - 12):
            _rosette(pdf, x, y, 7)


def _rosette(pdf: FPDF, x: float, y: float, radius: float) -> None:
    """Draw a small guilloche, as on old certificates."""
    pdf.set_fill_color(*PAPER)
    pdf.circle(x, y, radius, style="F")
    pdf.set_line_width(0.2)
    steps = 144
    points = [
        (
            x + radius * cos(7 * t / 2) * cos(t),
            y + radius * cos(7 * t / 2) * sin(t),
        )
        for t in (4 * pi * step / steps for step in range(steps + 1))
    ]
    pdf.set_draw_color(*MARIGOLD)
    pdf.polyline(points)
    pdf.set_draw_color(*PEACOCK)


def _foot(pdf: FPDF, certificate: Certificate, check_url: str) -> None:
    modules = [list(row) for row in segno.make(check_url, error="m").matrix]
    side = 24 / len(modules)
    left, top = WIDTH / 2 - 12, 152.0
    pdf.set_fill_color(*INK)
    for row, line in enumerate(modules):
        for column, dark in enumerate(line):
            if dark:
                pdf.rect(left + column * side, top + row * side, side, side, style="F")
    pdf.link(left, top, 24, 24, check_url)
    issued = formats.date_format(timezone.localtime(certificate.issued_at), "j F Y")
    for x, label, value in (
        (30, _("Issued on"), issued),
        (WIDTH - 110, _("Certificate number"), certificate.number),
    ):
        pdf.set_draw_color(*SOFT)
        pdf.set_line_width(0.2)
        pdf.line(x, 170, x + 80, 170)
        pdf.set_text_color(*INK)
        pdf.set_font("Literata", "", 13)
        pdf.set_xy(x, 161)
        pdf.cell(80, 7, value, align="C")
        pdf.set_text_color(*SOFT)
        pdf.set_font("Literata", "", 9)
        pdf.set_xy(x, 172)
        pdf.cell(80, 5, label, align="C")
    pdf.set_font("Literata", "", 8)
    pdf.set_xy(0, 178)
    pdf.cell(WIDTH, 5, check_url, align="C", link=check_url)


def _revoked(pdf: FPDF) -> None:
    pdf.set_text_color(168, 69, 47)
    pdf.set_font("Literata", "B", 60)
    with pdf.rotation(18, WIDTH / 2, HEIGHT / 2):
        pdf.set_xy(0, HEIGHT / 2 - 12)
        pdf.cell(WIDTH, 24, _("REVOKED"), align="C")
