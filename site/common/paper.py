"""The letters that are printed into PDF files."""

from django.conf import settings
from fpdf import FPDF

FONTS = settings.BASE_DIR / "node_modules" / "@expo-google-fonts"
PEACOCK = (11, 90, 94)
INK = (36, 34, 29)
SOFT = (106, 101, 90)


def add_letters(pdf: FPDF) -> None:
    """Add Literata; where it has no letter, those for Devanagari and Arabic script step in."""
    for style, folder in (
        ("", "400Regular"),
        ("B", "600SemiBold"),
        ("I", "400Regular_Italic"),
    ):
        pdf.add_font(
            "Literata", style, FONTS / "literata" / folder / f"Literata_{folder}.ttf"
        )
    for family, package, stem in (
        ("Devanagari", "noto-serif-devanagari", "NotoSerifDevanagari"),
        ("Arabic", "noto-naskh-arabic", "NotoNaskhArabic"),
    ):
        for style, folder in (("", "400Regular"), ("B", "600SemiBold")):
            pdf.add_font(
                family, style, FONTS / package / folder / f"{stem}_{folder}.ttf"
            )
    pdf.set_fallback_fonts(["Devanagari", "Arabic"], exact_match=False)
    pdf.set_text_shaping(True)
