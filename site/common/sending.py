"""Sends a stored file that the person may have: by nginx, by a signed address, or by ourselves."""

import mimetypes
import re
from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.handlers.asgi import ASGIRequest
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

CHUNK = 256 * 1024
INLINE = re.compile(r"^(image/|video/|audio/|text/vtt$|application/pdf$)")
# A file that holds markup must not act in the name of the site, whoever uploaded it.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def send_file(
    request: HttpRequest,
    name: str,
    *,
    public: bool,
    filename: str = "",
    as_download: bool = False,
) -> HttpResponseBase:
    """Answer with the stored file `name`, of which the caller has decided that it may be sent.

    Understands one byte range (RFC 9110, section 14), so that films can be wound forward.
    With `as_download` no browser opens it as a page, whatever it is; pictures, films and PDFs that
    a page of ours shows in place are shown all the same.
    """
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    inline = bool(INLINE.match(content_type)) and not as_download
    shown = filename or name.rsplit("/", 1)[-1]
    disposition = content_disposition_header(not inline, shown) or "attachment"
    if prefix := settings.MEDIA_ACCEL_PREFIX:
        response: HttpResponseBase = HttpResponse(content_type=content_type)
        response.headers["X-Accel-Redirect"] = prefix + quote(name)
    elif signed := getattr(default_storage, "signed_url", None):
        address = signed(name, disposition) if as_download else signed(name)
        response = HttpResponseRedirect(address)
        response.headers["Cache-Control"] = "no-store"
        return response
    else:
        response = _stream(request, name, content_type)
    if response.status_code in (200, 206):
        response.headers["Content-Disposition"] = disposition
    response.headers["X-Content-Type-Options"] = "nosniff"
    if content_type != "application/pdf":  # browsers refuse to show a PDF in a sandbox
        response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = (
        "public, max-age=3600" if public else "private, max-age=300"
    )
    return response


def send_pieces(
    request: HttpRequest, pieces: Iterator[bytes], *, content_type: str, filename: str
) -> StreamingHttpResponse:
    """Answer with a download that is made while it is sent, whichever kind of server sends it."""
    is_async = isinstance(request, ASGIRequest)
    return StreamingHttpResponse(
        _later(pieces) if is_async else pieces,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, filename)
            or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


async def _later(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    take = sync_to_async(lambda: next(pieces, None))
    while (piece := await take()) is not None:
        yield piece


def _stream(request: HttpRequest, name: str, content_type: str) -> HttpResponseBase:
    size = default_storage.size(name)
    span = _byte_range(request.headers.get("Range", ""), size)
    if span is None:
        start, end, status = 0, size - 1, 200
    elif span == (-1, -1):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        (start, end), status = span, 206
    # Django reads the whole of an ordinary iterator before an ASGI server gets the first byte.
    chunks = _chunks_later if isinstance(request, ASGIRequest) else _chunks
    response = StreamingHttpResponse(
        chunks(name, start, end - start + 1), status=status, content_type=content_type
    )
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Length"] = str(end - start + 1)
    if status == 206:
        response.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response


def _chunks(name: str, start: int, length: int) -> Iterator[bytes]:
    # Opened only when somebody reads: what never starts would never close it.
    with default_storage.open(name, "rb") as file:
        file.seek(start)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk


async def _chunks_later(name: str, start: int, length: int) -> AsyncIterator[bytes]:
    file = await sync_to_async(default_storage.open)(name, "rb")
    try:
        file.seek(start)
        while length > 0 and (
            chunk := await sync_to_async(file.read)(min(CHUNK, length))
        ):
            length -= len(chunk)
            yield chunk
    finally:
        file.close()


def _byte_range(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte, None for "all of it", (-1, -1) for a range outside the file."""
    match = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first == "":
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (start, end) if start <= end else (-1, -1)
