"""The pictures and files of a course: judged first, stored in its collection, updated in place."""

import hashlib
import posixpath
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection

from accounts.models import User
from catalog.models import CourseDocument, CourseImage, CoursePage
from common.uploads import check_document, check_svg
from learning.importing.report import Report
from learning.importing.source import CourseFolder
from learning.models import ImportedItem


def check_pictures(folder: CourseFolder, paths: set[str], report: Report) -> None:
    """Refuse what is no picture, whatever its name says, or too big."""
    limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    for path in sorted(paths):
        data = folder.read_bytes(path, limit=limit)
        if report.problems and report.problems[-1].place.path == path:
            continue
        try:
            check_picture(path, data)
        except ValidationError as error:
            report.refuse(path, 0, " ".join(error.messages))


def check_picture(path: str, data: bytes) -> None:
    """Raise `ValidationError` unless this is a picture that the site can show."""
    if path.lower().endswith(".svg"):
        check_svg(data)
    WagtailImageField().clean(SimpleUploadedFile(posixpath.basename(path), data))


def check_documents(folder: CourseFolder, paths: set[str], report: Report) -> set[str]:
    """Return the files that can be offered; those that lie or are too big are refused."""
    offered: set[str] = set()
    limit = settings.DOCUMENT_MAX_UPLOAD_SIZE
    for path in sorted(paths):
        try:
            with folder.path(path).open("rb") as stream:
                head = _Peeked(
                    stream.read(8192), path, folder.path(path).stat().st_size
                )
            check_document(head, max_bytes=limit)
            offered.add(path)
        except ValidationError as error:
            message = " ".join(error.messages)
            if error.code in {"lying_type", "too_big"}:
                report.refuse(path, 0, message)
            else:
                report.note(path, 0, f"Not offered; the link's text is kept. {message}")
        except OSError as error:
            report.refuse(path, 0, f"This file can't be read: {error.strerror}.")
    return offered


class _Peeked(BytesIO):
    """The start of a file under its name and size: all that a judgement needs."""

    def __init__(self, head: bytes, path: str, size: int) -> None:
        super().__init__(head)
        self.name = posixpath.basename(path)
        self.size = size


class CourseFiles:
    """Stores files; `discard` takes those of a failed import away again."""

    def __init__(
        self, *, course: CoursePage, folder: CourseFolder, owner: User, report: Report
    ) -> None:
        self.course = course
        self.folder = folder
        self.owner = owner
        self.report = report
        self.collection: Collection = course.team.collection
        self.items = {
            item.path: item
            for item in ImportedItem.objects.filter(course=course).select_related(
                "image", "document"
            )
            if item.image_id or item.document_id
        }
        self._stored: list[CourseImage | CourseDocument] = []

    def image(self, path: str, alt: str) -> CourseImage:
        data = self.folder.path(path).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        item = self.items.get(f"image:{path}")
        if item is not None and item.image is not None and item.digest == digest:
            return item.image
        image = (item.image if item else None) or CourseImage(
            title=posixpath.basename(path)[:255],
            description=alt[:255],
            collection=self.collection,
            uploaded_by_user=self.owner,
        )
        self._store(image, path, data)
        self._remember(f"image:{path}", digest, image=image)
        self.report.counts["images"] += 1
        return image

    def document(self, path: str) -> CourseDocument:
        data = self.folder.path(path).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        item = self.items.get(f"file:{path}")
        if item is not None and item.document is not None and item.digest == digest:
            return item.document
        document = (item.document if item else None) or CourseDocument(
            title=posixpath.basename(path)[:255],
            collection=self.collection,
            uploaded_by_user=self.owner,
        )
        self._store(document, path, data)
        self._remember(f"file:{path}", digest, document=document)
        self.report.counts["files"] += 1
        return document

    def discard(self) -> None:
        for stored in self._stored:
            if stored.file._committed:
                stored.file.storage.delete(stored.file.name)

    def _store(
        self, thing: CourseImage | CourseDocument, path: str, data: bytes
    ) -> None:
        former = thing.file.name if thing.pk else ""
        storage = thing.file.storage
        thing.file = ContentFile(data, name=posixpath.basename(path))
        if isinstance(thing, CourseImage):
            thing._set_image_file_metadata()
        else:
            thing._set_document_file_metadata()
        self._stored.append(thing)
        thing.save()
        if former:
            if isinstance(thing, CourseImage):
                thing.renditions.all().delete()
            transaction.on_commit(lambda: storage.delete(former))

    def _remember(self, path: str, digest: str, **target: object) -> None:
        ImportedItem.objects.update_or_create(
            course=self.course, path=path, defaults={"digest": digest, **target}
        )
