"""A short film of a rising dough: twelve hours in twelve seconds, drawn frame by frame."""

from math import exp, pi, sin
from pathlib import Path

import av
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 640, 360
FRAMES_A_SECOND = 12
SECONDS = 12

CAPTIONS = [
    (0, 3, "A straight glass with a little dough. The band marks its level."),
    (3, 7, "For hours hardly anything happens."),
    (7, 10, "Then it climbs quickly."),
    (10, 12, "Twice the volume: time to shape the loaf."),
]


def write_film(path: Path) -> None:
    """Write a WebM film (VP9, no sound) to `path`."""
    with av.open(str(path), "w", format="webm") as container:
        stream = container.add_stream("libvpx-vp9", rate=FRAMES_A_SECOND)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = {
            "crf": "36",
            "b:v": "0",
            "cpu-used": "6",
            "deadline": "realtime",
        }
        for number in range(FRAMES_A_SECOND * SECONDS):
            picture = _draw(number / FRAMES_A_SECOND)
            container.mux(stream.encode(av.VideoFrame.from_image(picture)))
        container.mux(stream.encode())


def write_captions(path: Path) -> None:
    """Write the captions as WebVTT (W3C) to `path`."""
    cues = [
        f"00:{start:02}.000 --> 00:{end:02}.000\n{text}\n"
        for start, end, text in CAPTIONS
    ]
    path.write_text("WEBVTT\n\n" + "\n".join(cues), encoding="utf-8")


def _draw(second: float) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), "#faf8f3")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 300, WIDTH, HEIGHT), fill="#e6d9c0")
    volume = 1 / (1 + exp(-(second - 7.5) * 1.1))
    level = 235 - 95 * volume
    pen.rectangle((252, level, 388, 298), fill="#e9d3a6")
    pen.ellipse((252, level - 16 - 8 * volume, 388, level + 16), fill="#f0deb8")
    for bubble in range(26):
        x = 262 + (bubble * 53) % 118
        y = 292 - (bubble * 37) % 140
        size = (2 + bubble % 4) * volume * (1 + 0.2 * sin(second * 2 * pi / 3 + bubble))
        if y > level + 10:
            pen.ellipse((x - size, y - size, x + size, y + size), fill="#d4b67f")
    pen.line([(250, 60), (250, 300), (390, 300), (390, 60)], fill="#6a655a", width=4)
    pen.rectangle((247, 232, 393, 239), fill="#a8452f")
    font = ImageFont.load_default(28)
    pen.text((470, 170), f"{second:04.1f} h", fill="#0b5a5e", font=font)
    return image
