"""The pictures and documents of one course: judged, found again, stored."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from accounts.models import User
from assessment.formats.item import File
from assessment.formats.pictures import TYPES
from catalog.models import CourseDocument, CourseImage, CoursePage
from common.uploads import check_document
from learning.importing.files import check_picture

MAX_TITLE = 255


def is_picture(name: str) -> bool:
    return name.rpartition(".")[2].lower() in TYPES


def why_not(file: File) -> str:
    """Return why the site can't have a file; "" if it can."""
    try:
        if is_picture(file.name):
            check_picture(file.name, file.data)
        else:
            upload = SimpleUploadedFile(file.name, file.data)
            check_document(upload, max_bytes=settings.DOCUMENT_MAX_UPLOAD_SIZE)
    except ValidationError as error:
        return _("“%(name)s” is left out. %(reason)s") % {
            "name": file.name,
            "reason": " ".join(error.messages),
        }
    return ""


@dataclass
class Library:
    """Stores each file once, and takes what is there already; `discard` undoes a failed import."""

    course: CoursePage
    owner: User

    def __post_init__(self) -> None:
        self.collection = self.course.team.collection
        self._keys: dict[tuple[type, str], int] = {}
        self._stored: list[CourseImage | CourseDocument] = []

    def look_for(self, files: Iterable[File]) -> None:
        """Find those of `files` that the course has: two queries, however many there are."""
        hashes = {_hash(file.data) for file in files}
        for model in (CourseImage, CourseDocument):
            found = model.objects.filter(
                collection=self.collection, file_hash__in=hashes
            ).order_by("-pk")
            self._keys |= {
                (model, file_hash): pk
                for file_hash, pk in found.values_list("file_hash", "pk")
            }

    def image(self, file: File, alt: str) -> int:
        return self._keys.get((CourseImage, _hash(file.data))) or self._store(
            CourseImage(
                title=(alt or file.name)[:MAX_TITLE],
                description=alt[:MAX_TITLE],
                collection=self.collection,
                uploaded_by_user=self.owner,
            ),
            file,
        )

    def document(self, file: File) -> int:
        return self._keys.get((CourseDocument, _hash(file.data))) or self._store(
            CourseDocument(
                title=file.name[:MAX_TITLE],
                collection=self.collection,
                uploaded_by_user=self.owner,
            ),
            file,
        )

    def discard(self) -> None:
        for stored in self._stored:
            stored.file.storage.delete(stored.file.name)

    def _store(self, thing: CourseImage | CourseDocument, file: File) -> int:
        thing.file = ContentFile(file.data, name=file.name)
        if isinstance(thing, CourseImage):
            thing._set_image_file_metadata()
        else:
            thing._set_document_file_metadata()
        thing.save()
        self._stored.append(thing)
        self._keys[type(thing), _hash(file.data)] = thing.pk
        return int(thing.pk)


def _hash(data: bytes) -> str:
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()
