"""The recipe card that students of the bread course download."""

from pathlib import Path

from django.conf import settings
from fpdf import FPDF

FONTS = settings.BASE_DIR / "node_modules" / "@expo-google-fonts" / "literata"

ROWS = [
    ("Bread flour", "500 g", "100 %"),
    ("Water", "360 g", "72 %"),
    ("Salt", "10 g", "2 %"),
    ("Dry yeast", "1 g", "0.2 %"),
]
STEPS = [
    "Stir everything until no dry flour is left.",
    "Cover, and leave it on the table for twelve hours.",
    "Fold from four sides, turn over, rest for an hour.",
    "Heat the pot to 240 °C for thirty minutes.",
    "Bake thirty minutes with the lid, fifteen without.",
]


def write_recipe_card(path: Path) -> None:
    """Write a PDF of one A5 page to `path`."""
    pdf = FPDF(format=(148, 210))
    pdf.set_title("An overnight loaf: recipe card")
    pdf.set_lang("en")
    pdf.set_margin(16)
    for style, name in (("", "400Regular"), ("B", "600SemiBold")):
        pdf.add_font("Literata", style, FONTS / name / f"Literata_{name}.ttf")
    pdf.add_page()
    pdf.set_text_color(11, 90, 94)
    pdf.set_font("Literata", "B", 24)
    pdf.cell(h=14, text="An overnight loaf", new_x="LMARGIN", new_y="NEXT")
    pdf.set_text_color(36, 34, 29)
    pdf.set_font("Literata", size=11)
    with pdf.table(
        col_widths=(50, 25, 25), text_align=("LEFT", "RIGHT", "RIGHT")
    ) as table:
        table.row(("Ingredient", "Weight", "Percentage"))
        for row in ROWS:
            table.row(row)
    pdf.ln(6)
    for number, step in enumerate(STEPS, start=1):
        pdf.multi_cell(0, 7, f"{number}.  {step}", new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(path))
