"""Pictures of people: judged by what they are, made small and anonymous, whatever was uploaded."""

import uuid
import warnings
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from common.uploads import check_size

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 50_000_000
SIDE = 512
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_UNREADABLE = (OSError, ValueError, SyntaxError, EOFError)
_BOMBS = (Image.DecompressionBombWarning, Image.DecompressionBombError)


def make_avatar(upload: Any) -> "ContentFile[bytes]":
    """Return `upload` as a square picture drawn anew: no metadata, no second content, a name of ours."""
    check_size(upload, max_bytes=MAX_BYTES)
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(upload, formats=FORMATS)
            if picture.width * picture.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            picture.draft("RGB", (SIDE * 2, SIDE * 2))  # lets JPEG decode small at once
            square = ImageOps.fit(
                _upright(picture), (SIDE, SIDE), Image.Resampling.LANCZOS
            )
    except _BOMBS as error:
        raise ValidationError(
            _("This picture has too many pixels. Please make it smaller first."),
            code="too_many_pixels",
        ) from error
    except _UNREADABLE as error:
        raise ValidationError(
            _("This is not a picture that can be read. JPEG, PNG, WebP and GIF can."),
            code="not_a_picture",
        ) from error
    content = BytesIO()
    square.save(content, "WEBP", quality=82)
    return ContentFile(content.getvalue(), name=f"{uuid.uuid4().hex}.webp")


def _upright(picture: Image.Image) -> Image.Image:
    """Turn the picture as the camera was held, and lay what is see-through on white."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        return Image.alpha_composite(paper, upright.convert("RGBA")).convert("RGB")
    return upright.convert("RGB")
