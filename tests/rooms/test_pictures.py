"""Pictures made anew: nothing but the points goes on."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from bot import pictures
from bot.errors import Refused

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def photo(width: int = 40, height: int = 20) -> bytes:
    """Return a photo as a phone takes it: turned, with its maker, its place and a comment."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Phone of Lan"
    exif.get_ifd(GPS)[1] = "N21.0285"
    out = BytesIO()
    picture = Image.new("RGB", (width, height), (200, 10, 10))
    picture.save(out, "JPEG", exif=exif, comment=b"taken at home", xmp=b"<x>Lan</x>")
    return out.getvalue()


def test_a_photo_goes_on_upright_without_place_phone_or_words() -> None:
    taken = photo()
    assert b"Phone of Lan" in taken
    assert b"N21.0285" in taken
    kept = pictures.clean(taken)
    assert kept.media_type == "image/jpeg"
    for word in (b"Exif", b"Lan", b"N21", b"taken", b"xmp"):
        assert word not in kept.data
    with Image.open(BytesIO(kept.data)) as seen:
        assert seen.size == (20, 40)
        assert not seen.getexif()


def test_words_within_a_png_stay_behind_and_it_may_be_seen_through() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Lan")
    out = BytesIO()
    Image.new("RGBA", (3, 3), (0, 0, 0, 0)).save(out, "PNG", pnginfo=words)
    kept = pictures.clean(out.getvalue())
    assert b"Lan" not in kept.data
    with Image.open(BytesIO(kept.data)) as seen:
        assert seen.getpixel((1, 1)) == (0, 0, 0, 0)


def test_a_picture_is_no_larger_than_a_phone_shows() -> None:
    with Image.open(BytesIO(pictures.clean(photo(2000, 100)).data)) as seen:
        assert max(seen.size) == pictures.WIDEST


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", photo()[:200], b"GIF89a\x01\x00\x01\x00"],
    ids=["empty", "a document", "cut off", "a moving one"],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="picture-unreadable"):
        pictures.clean(data)


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_POINTS", 100)
    with pytest.raises(Refused, match="picture-too-large"):
        pictures.clean(photo())


def test_a_small_file_that_says_it_is_huge_is_refused() -> None:
    size = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    with pytest.raises(Refused, match="picture-too-large"):
        pictures.clean(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", b""))


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a part of a PNG file."""
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check
