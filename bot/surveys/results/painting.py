"""Room: a chart of bars as a picture that a phone shows well, in light or dark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bot import __file__ as program
from bot.surveys.results.charts import Bar, Chart

FONTS = Path(program).parent / "channels" / "web" / "static" / "fonts"  # the web chat's own
SCALE = 2  # dots for each of the 360 that a phone is wide
WIDTH, MARGIN = 360, 18
BAR, GAP, BESIDE = 20, 12, 14  # of a bar: height, space below, space before its number
TOLD = (14.0, 600)  # size and weight of that number
LEADING = 1.45
SMOOTH = 4
HATCH = 9  # between two lines of a hidden bar
# letters that only the Vietnamese half of the font has
MARKED = (
    *((0x102, 0x103), (0x110, 0x111), (0x128, 0x129), (0x168, 0x169), (0x1A0, 0x1B0)),
    *((0x300, 0x323), (0x1EA0, 0x1EF9), (0x20AB, 0x20AB)),
)
Colour = str


@dataclass(frozen=True, slots=True)
class Look:
    """Hold the colours of a picture."""

    card: Colour
    ink: Colour
    quiet: Colour
    line: Colour
    bar: Colour


LIGHT = Look("#ffffff", "#1b2430", "#5b6776", "#e2e6ec", "#0b5cad")
DARK = Look("#1a2029", "#e7ecf3", "#9aa7b6", "#2c3542", "#6db3ff")


def paint(chart: Chart, look: Look = LIGHT) -> bytes:
    """Return a chart as a PNG."""
    height = _draw(chart, look, None)
    image = Image.new("RGB", (WIDTH * SCALE, round(height * SCALE)), look.card)
    _draw(chart, look, image)
    out = BytesIO()
    image.quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(chart: Chart, look: Look, image: Image.Image | None) -> float:
    """Draw from the top, or only measure; return how high it is."""
    y = MARGIN + _write(image, chart.title, MARGIN, (17, 700), look.ink) + 14
    told = max((_measure(bar.told, TOLD) for bar in chart.bars), default=0)
    whole = WIDTH - 2 * MARGIN - BESIDE - told
    for bar in chart.bars:
        y += _write(image, bar.label, y, (14.5, 400), look.ink) + 4
        if image is not None:
            _draw_bar(image, bar, (y, whole), look)
        y += BAR + GAP
    y += 4
    for note in chart.notes:
        y += _write(image, note, y, (12.5, 400), look.quiet) + 5
    return y + MARGIN - 5


def _draw_bar(image: Image.Image, bar: Bar, place: tuple[float, float], look: Look) -> None:
    y, whole = place
    _fill(image, (MARGIN, y, whole), look.line)
    if bar.share is None:
        _hatch(image, (MARGIN, y, whole), look.quiet)
    elif bar.share > 0:
        _fill(image, (MARGIN, y, max(whole * min(bar.share, 1), 5)), look.bar)
    at = WIDTH - MARGIN - _measure(bar.told, TOLD), y + BAR / 2 - TOLD[0] * LEADING / 2
    _write_line(ImageDraw.Draw(image), bar.told, at, TOLD, look.ink)


def _shape(place: tuple[float, float, float]) -> tuple[Image.Image, tuple[int, int]]:
    """Return a bar's shape, with smooth round ends, and where it goes."""
    x, y, width = place
    size = round(width * SCALE), BAR * SCALE
    mask = Image.new("L", (size[0] * SMOOTH, size[1] * SMOOTH), 0)
    radius = min(5 * SCALE, size[0] // 2) * SMOOTH
    box = (0, 0, mask.width - 1, mask.height - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius, fill=255)
    return mask.resize(size, Image.Resampling.LANCZOS), (round(x * SCALE), round(y * SCALE))


def _fill(image: Image.Image, place: tuple[float, float, float], colour: Colour) -> None:
    mask, corner = _shape(place)
    image.paste(Image.new("RGB", mask.size, colour), corner, mask)


def _hatch(image: Image.Image, place: tuple[float, float, float], colour: Colour) -> None:
    mask, corner = _shape(place)
    lines = image.crop((*corner, corner[0] + mask.width, corner[1] + mask.height))
    pen = ImageDraw.Draw(lines)
    for x in range(-mask.height, mask.width, HATCH * SCALE):
        pen.line((x, mask.height, x + mask.height, 0), fill=colour, width=SCALE)
    image.paste(lines, corner, mask)


def _write(
    image: Image.Image | None, text: str, y: float, face: tuple[float, int], colour: Colour
) -> float:
    """Write a paragraph over the whole width, or only measure it; return its height."""
    lines = list(_wrap(text, face, WIDTH - 2 * MARGIN))
    for place, line in enumerate(lines if image is not None else ()):
        assert image is not None
        at = MARGIN, y + place * face[0] * LEADING
        _write_line(ImageDraw.Draw(image), line, at, face, colour)
    return len(lines) * face[0] * LEADING


def _wrap(text: str, face: tuple[float, int], width: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _measure(longer, face) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def _write_line(
    pen: ImageDraw.ImageDraw,
    text: str,
    at: tuple[float, float],
    face: tuple[float, int],
    colour: Colour,
) -> None:
    x, y = at[0] * SCALE, (at[1] + face[0]) * SCALE
    for run, font in _runs(text, face):
        pen.text((x, y), run, fill=colour, font=font, anchor="ls")
        x += font.getlength(run)


def _measure(text: str, face: tuple[float, int]) -> float:
    return sum(font.getlength(run) for run, font in _runs(text, face)) / SCALE


def _runs(text: str, face: tuple[float, int]) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    """Yield stretches that one half of the font has."""
    run, marked = "", False
    for letter in text:
        is_marked = any(low <= ord(letter) <= high for low, high in MARKED)
        if is_marked != marked and run:
            yield run, _font(face, marked)
            run = ""
        run, marked = run + letter, is_marked
    if run:
        yield run, _font(face, marked)


@cache
def _font(face: tuple[float, int], marked: bool) -> ImageFont.FreeTypeFont:  # noqa: FBT001
    half = "vietnamese" if marked else "latin"
    path = FONTS / f"be-vietnam-pro-{half}-{face[1]}-normal.woff2"
    return ImageFont.truetype(path, face[0] * SCALE)
