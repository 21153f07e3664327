"""Ground: pictures made anew from their points alone: no place, camera or owner goes with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from bot.errors import Refused

MOST_BYTES = 10 * 1024 * 1024  # of a file as it comes; a phone's photo has 3 to 6 MB
MOST_POINTS = 50_000_000  # of a picture laid out in memory
WIDEST = 1_600  # points of the longer side, as a phone shows them
QUALITY = 85
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


@dataclass(frozen=True, slots=True)
class Picture:
    """Hold a picture as it is kept."""

    media_type: str
    data: bytes = field(repr=False)


def clean(data: bytes) -> Picture:
    """Return a picture upright, no larger than a phone shows, without whatever came with it.

    Raises Refused with `picture-too-large` or `picture-unreadable`.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # 6 MB, for a photo now and then

    if len(data) > MOST_BYTES:
        raise Refused("picture-too-large", most=MOST_BYTES // 1024**2)
    try:
        with Image.open(BytesIO(data), formats=tuple(TYPES)) as opened:
            kind = opened.format or ""
            if opened.width * opened.height > MOST_POINTS:
                raise Refused("picture-too-large", most=MOST_BYTES // 1024**2)
            upright = ImageOps.exif_transpose(opened)
            bare = upright.convert("RGBA" if kind == "PNG" else "RGB")
    except Image.DecompressionBombError as error:
        raise Refused("picture-too-large", most=MOST_BYTES // 1024**2) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise Refused("picture-unreadable") from error
    bare.thumbnail((WIDEST, WIDEST))
    points = Image.new(bare.mode, bare.size)
    points.paste(bare)  # the notes that came with the file stay behind
    out = BytesIO()
    points.save(out, kind, quality=QUALITY)
    return Picture(TYPES[kind], out.getvalue())
