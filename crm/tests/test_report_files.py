"""CRM-05, LRN-09: Reports leave as CSV, XLSX and PDF, and who took them is on record."""

import io
import re
import zlib

import openpyxl
import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from crm import audit
from crm.reports.registry import REPORTS
from crm.tests.factories import make_inquiry

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(client, admin):
    client.force_login(admin)
    return lambda name, kind: client.get(reverse("crm:report_file", args=[name, kind]))


def test_csv_holds_all_tables(take, inquiry):
    text = take("conversion", "csv").content.decode()

    for heading in (
        "By source",
        "By campaign",
        "By course",
        "By counselor",
        "By month",
    ):
        assert heading in text


def test_a_campaign_is_no_formula(take):
    make_inquiry(campaign='=HYPERLINK("https://evil.example")')

    assert "'=HYPERLINK" in take("conversion", "csv").content.decode()


def test_numbers_are_numbers_in_the_workbook(take, inquiry):
    book = openpyxl.load_workbook(io.BytesIO(take("funnel", "xlsx").content))

    sheet = book.worksheets[0]

    assert [cell.value for cell in sheet[5]][:2] == ["Asked", 1]


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_can_be_printed(take, inquiry, name):
    assert take(name, "pdf").content.startswith(b"%PDF")


def test_tables_are_not_painted_with_the_colour_of_the_bars(take, inquiry):
    white, colour, lefts = ("1", "1", "1"), None, set()
    for streams in re.findall(
        rb"stream\r?\n(x.*?)\r?\nendstream", take("funnel", "pdf").content, re.DOTALL
    ):
        for line in (
            zlib.decompressobj().decompress(streams).decode("latin-1").splitlines()
        ):
            match line.split():
                case [red, green, blue, "rg"]:
                    colour = (red, green, blue)
                case [left, _top, _width, _height, "re", "f", *_rest]:
                    lefts |= {left} if colour != white else set()

    # All bars begin at the same place, to the right of their names.
    assert len(lefts) == 1


def test_who_took_a_report_is_on_record(take, admin, inquiry):
    take("funnel", "csv")

    entry = ModelLogEntry.objects.get(action=audit.EXPORT)
    assert (entry.user, entry.data["what"]) == (admin, "Funnel (CSV)")


def test_there_is_no_other_kind_of_file(take):
    assert take("funnel", "exe").status_code == 404
