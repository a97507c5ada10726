"""How handed-in files are shown in place: by what they are, which their stored names say."""

from dataclasses import dataclass

from django.urls import reverse

from assessment.models import SubmissionFile
from common.file_kinds import TABLE_EXTENSIONS, text_of
from common.highlighting import LANGUAGE_OF

SHOWN_BYTES = 200 * 1024
# Pictures that every browser draws. An SVG is read as source: it could run something.
PICTURES = frozenset({"png", "apng", "jpg", "gif", "webp", "avif"})
SOUNDS = frozenset({"mp3", "m4a", "ogg", "wav", "aac", "flac", "amr"})
FILMS = frozenset({"mp4", "m4v", "webm", "mov"})
WORDS = frozenset({"txt", "md", *TABLE_EXTENSIONS})


@dataclass(frozen=True)
class ShownFile:
    """A file with how it is shown: pdf, picture, sound, film, code, or only to download."""

    file: SubmissionFile
    way: str
    text: str = ""
    language: str = ""
    is_cut: bool = False

    @property
    def url(self) -> str:
        return reverse("assessment:submission_file", args=[self.file.uuid])


def shown(file: SubmissionFile) -> ShownFile:
    extension = str(file.file.name).rsplit(".", 1)[-1].lower()
    if extension == "pdf":
        return ShownFile(file, "pdf")
    if extension in PICTURES:
        return ShownFile(file, "picture")
    if extension in SOUNDS:
        return ShownFile(file, "sound")
    if extension in FILMS:
        return ShownFile(file, "film")
    if extension in WORDS or extension in LANGUAGE_OF:
        return _source(
            file, "markdown" if extension == "md" else LANGUAGE_OF.get(extension, "")
        )
    return ShownFile(file, "download")


def _source(file: SubmissionFile, language: str) -> ShownFile:
    try:
        with file.file.storage.open(str(file.file.name), "rb") as stored:
            content = stored.read(SHOWN_BYTES + 1)
    except OSError:
        return ShownFile(file, "download")
    is_cut = len(content) > SHOWN_BYTES
    return ShownFile(file, "code", text_of(content[:SHOWN_BYTES]), language, is_cut)
