"""The forms through which images and documents come in, everywhere in the admin."""

from typing import Any

from django.conf import settings
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from common.uploads import check_document, check_svg


class CourseDocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_document(file, max_bytes=settings.DOCUMENT_MAX_UPLOAD_SIZE)
        return file


class CourseImageForm(BaseImageForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data and file.name.lower().endswith(".svg"):
            file.seek(0)
            check_svg(file.read())
            file.seek(0)
        return file
