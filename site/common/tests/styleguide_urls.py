"""Addresses for the styleguide; only tests have them."""

import io
import wave
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from fpdf import FPDF

from common.tests.styleguide import lesson_context, styleguide_context
from config.urls import urlpatterns as site_urls


def components(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html", styleguide_context())


def lesson(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide_lesson.html", lesson_context())


def tables_pdf(request: HttpRequest) -> HttpResponse:
    pdf = FPDF()
    for page in ("Morning", "Evening"):
        pdf.add_page()
        pdf.set_font("helvetica", size=24)
        pdf.cell(text=page)
    return HttpResponse(bytes(pdf.output()), content_type="application/pdf")


def silence(request: HttpRequest) -> HttpResponse:
    """Six seconds without a sound, for the film and the recording alike."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * 6)
    return HttpResponse(sound.getvalue(), content_type="audio/wav")


urlpatterns: list[URLPattern | URLResolver] = [
    path("styleguide/", components),
    path("styleguide/lesson/", lesson),
    path("styleguide/tables.pdf", tables_pdf),
    path("styleguide/silence.wav", silence),
    *cast("list[URLPattern | URLResolver]", site_urls),
]
