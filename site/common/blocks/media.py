"""Blocks that show or hand out a file, or lead elsewhere."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.shortcuts import get_rendition_or_not_found

from common.blocks.choosers import DocumentBlock, PageBlock, PictureChooserBlock
from common.blocks.content import MEDIA, InlineTextBlock, ReadableBlock
from common.embeds import Embed, find_embed
from common.uploads import content_extension

VIDEO_FILES = frozenset({"mp4", "webm"})
AUDIO_FILES = frozenset({"mp3", "ogg", "m4a", "wav"})
TRANSCRIPT_FEATURES = ["bold", "italic", "ol", "ul", "link"]
POSTER_FILTER = "fill-1280x720"


class CheckedBlock(ReadableBlock):
    """Fields that must fit together. A draft may be unfinished; what is published may not."""

    def problems(self, value: blocks.StructValue) -> dict[str, Any]:
        """Return what is wrong, by field."""
        # Abstract: each block knows which of its fields belong together.
        raise NotImplementedError

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        value = super().clean(value)
        if not self.is_deferred_validation and (problems := self.problems(value)):
            raise StructBlockValidationError(
                block_errors={
                    name: ValidationError(sentence)
                    for name, sentence in problems.items()
                }
            )
        return value


def _url(document: Any) -> str:
    return str(document.url) if document else ""


def _title(document: Any) -> str:
    return str(document.title) if document else ""


class VideoValue(blocks.StructValue):
    @property
    def video_url(self) -> str:
        return _url(self.get("file"))

    @cached_property
    def found(self) -> Embed | None:
        return find_embed(self.get("embed_url") or "")

    @property
    def embed(self) -> str:
        """The frame of another site's player; empty for other videos."""
        if self.found is None:
            return ""
        return format_html(
            '<iframe src="{}" title="{}" loading="lazy" allow="fullscreen; picture-in-picture" '
            'allowfullscreen referrerpolicy="strict-origin-when-cross-origin"></iframe>',
            self.found.url,
            self["title"],
        )

    @property
    def poster_url(self) -> str:
        poster = self.get("poster")
        if not poster:
            return ""
        return str(get_rendition_or_not_found(poster, POSTER_FILTER).url)

    @property
    def captions_url(self) -> str:
        return _url(self.get("captions"))


class VideoBlock(CheckedBlock):
    title = blocks.CharBlock(label=_("Title"))
    file = DocumentBlock(required=False, label=_("File"), help_text=_("MP4 or WebM."))
    hls_url = blocks.URLBlock(
        required=False, label=_("HLS address"), help_text=_("Ends in .m3u8.")
    )
    embed_url = blocks.URLBlock(
        required=False, label=_("Page of the video"), help_text=_("YouTube or Vimeo.")
    )
    poster = PictureChooserBlock(
        required=False,
        label=_("Picture"),
        help_text=_("Shown until the video starts."),
    )
    captions = DocumentBlock(
        required=False,
        label=_("Captions"),
        help_text=_("A WebVTT file (.vtt), for people who can't hear the video."),
    )
    transcript = InlineTextBlock(
        features=TRANSCRIPT_FEATURES,
        required=False,
        label=_("Transcript"),
        help_text=_("What is said, to read."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        group = MEDIA
        description = _(
            "An uploaded, streamed or embedded video with captions and transcript."
        )
        template = "blocks/video.html"
        preview_template = "blocks/previews/video.html"
        value_class = VideoValue

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add where the student stopped: `positions` of the page's context, by block id."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        positions = context.get("positions") or {}
        context["position"] = positions.get(str(context.get("block_id")), 0)
        return context

    def problems(self, value: blocks.StructValue) -> dict[str, Any]:
        found: dict[str, Any] = {}
        sources = [name for name in ("file", "hls_url", "embed_url") if value[name]]
        if not sources:
            found["file"] = _(
                "Choose a file, or give the address of a stream or of a video's page."
            )
        elif len(sources) > 1:
            found[sources[-1]] = _(
                "A video comes from one place: keep the file, the stream or the page."
            )
        if value["file"] and content_extension(value["file"].file) not in VIDEO_FILES:
            found["file"] = _("This is not an MP4 or WebM video.")
        if (hls := value["hls_url"]) and (problem := _problem_with_stream(hls)):
            found["hls_url"] = problem
        if value["embed_url"] and not value.embed:
            found["embed_url"] = _(
                "This is not a page of a video on YouTube or Vimeo. Copy the address from there."
            )
        if value["captions"] and content_extension(value["captions"].file) != "vtt":
            found["captions"] = _(
                "Captions are a WebVTT file: its first word is WEBVTT."
            )
        return found


def _problem_with_stream(address: str) -> Any:
    path = address.split("?", 1)[0].split("#", 1)[0]
    if not (address.startswith("https://") and path.lower().endswith(".m3u8")):
        return _("The address of a stream starts with https:// and ends in .m3u8.")
    if not _may_send_media(urlsplit(address).netloc.lower()):
        return _(
            "Browsers load no film from this host yet. Whoever looks after the server can allow"
            " it: the setting is MEDIA_HOSTS."
        )
    return ""


def _may_send_media(host: str) -> bool:
    """Tell whether the content security policy lets a browser load from `host`."""
    for source in settings.MEDIA_HOSTS:
        allowed = source.split("://", 1)[-1].split("/", 1)[0].lower()
        if host == allowed or (allowed.startswith("*.") and host.endswith(allowed[1:])):
            return True
    return False


class AudioValue(blocks.StructValue):
    @property
    def audio_url(self) -> str:
        return _url(self.get("file"))


class AudioBlock(CheckedBlock):
    title = blocks.CharBlock(label=_("Title"))
    file = DocumentBlock(label=_("File"), help_text=_("MP3, OGG, M4A or WAV."))
    transcript = InlineTextBlock(
        features=TRANSCRIPT_FEATURES,
        required=False,
        label=_("Transcript"),
        help_text=_("What is said, to read."),
    )

    class Meta:
        icon = "audio"
        label = _("Audio")
        group = MEDIA
        description = _("A recording with its transcript.")
        template = "blocks/audio.html"
        preview_template = "blocks/previews/audio.html"
        value_class = AudioValue

    def problems(self, value: blocks.StructValue) -> dict[str, Any]:
        if content_extension(value["file"].file) in AUDIO_FILES:
            return {}
        return {"file": _("This is not a recording in MP3, OGG, M4A or WAV.")}


class DocumentValue(blocks.StructValue):
    @property
    def url(self) -> str:
        return _url(self.get("document"))

    @property
    def name(self) -> str:
        return self.get("title") or _title(self.get("document"))

    @property
    def size(self) -> str:
        document = self.get("document")
        has_size = document and document.file_size
        return filesizeformat(document.file_size) if has_size else ""

    @property
    def extension(self) -> str:
        document = self.get("document")
        return document.file_extension.upper() if document else ""


class PDFBlock(CheckedBlock):
    document = DocumentBlock(label=_("Document"))
    title = blocks.CharBlock(
        required=False,
        label=_("Title"),
        help_text=_("Empty: the title of the document."),
    )

    class Meta:
        icon = "doc-full-inverse"
        label = _("PDF")
        group = MEDIA
        description = _("A PDF that is read inside the lesson.")
        template = "blocks/pdf.html"
        preview_template = "blocks/previews/pdf.html"
        value_class = DocumentValue

    def problems(self, value: blocks.StructValue) -> dict[str, Any]:
        if content_extension(value["document"].file) == "pdf":
            return {}
        return {"document": _("This is not a PDF. Offer it with the block “File”.")}


class FileBlock(ReadableBlock):
    document = DocumentBlock(label=_("Document"))
    description = blocks.CharBlock(required=False, label=_("Description"))

    class Meta:
        icon = "download"
        label = _("File")
        group = MEDIA
        description = _("A file to download.")
        template = "blocks/file.html"
        preview_template = "blocks/previews/file.html"
        value_class = DocumentValue


class LinkValue(blocks.StructValue):
    @property
    def link_url(self) -> str:
        """The address; empty when the page is gone or not published."""
        if page := self.get("page"):
            return (page.url or "") if page.live else ""
        return self.get("url") or ""

    @property
    def is_external(self) -> bool:
        return not self.get("page")


class LinkBlock(CheckedBlock):
    title = blocks.CharBlock(label=_("Title"))
    page = PageBlock(required=False, label=_("Page"), help_text=_("Of this site."))
    url = blocks.URLBlock(
        required=False, label=_("Address"), help_text=_("Of another site.")
    )
    description = blocks.CharBlock(required=False, label=_("Description"))

    class Meta:
        icon = "link"
        label = _("Link")
        group = MEDIA
        description = _(
            "A page of this site, or an address elsewhere, with a line about it."
        )
        template = "blocks/link.html"
        value_class = LinkValue
        preview_value = {
            "title": _("The solar system at a glance"),
            "page": None,
            "url": "https://example.org/",
            "description": _("Pictures and figures of every planet."),
        }

    def problems(self, value: blocks.StructValue) -> dict[str, Any]:
        if value["page"] and value["url"]:
            return {"url": _("Keep either the page or the address.")}
        if not value["page"] and not value["url"]:
            return {"page": _("Choose a page, or give an address.")}
        return {}
