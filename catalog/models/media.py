"""The site's images and documents. Who may fetch one is decided in `learning.files`."""

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CourseImage(AbstractImage):
    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        indexes = [models.Index(fields=["file"], name="catalog_image_file")]


class CourseImageRendition(AbstractRendition):
    image = models.ForeignKey(
        CourseImage, on_delete=models.CASCADE, related_name="renditions"
    )

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
        # A request for a file knows only its path.
        indexes = [models.Index(fields=["file"], name="catalog_rendition_file")]


class CourseDocument(AbstractDocument):
    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        indexes = [models.Index(fields=["file"], name="catalog_document_file")]
