"""Ground: QR codes of our addresses: a picture for screens, a drawing with its name for paper."""

from __future__ import annotations

import textwrap
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    import segno

BORDER = 4  # modules of quiet around a code, ISO/IEC 18004
SCALE = 12  # pixels a module: a phone's camera reads it from a projected slide too
WIDTH = 90  # millimetres of the drawing: two fit beside each other on A4
LINE = 4.4  # modules from one line of words to the next
SIZE = 3.2  # modules that the letters of a caption are high
LETTERS = 24  # that fit under a code in one line


def draw_png(address: str) -> bytes:
    """Return the code of an address as a picture."""
    out = BytesIO()
    _make(address).save(out, kind="png", scale=SCALE, border=BORDER)
    return out.getvalue()


def draw_svg(address: str, *captions: str) -> bytes:
    """Return the code of an address as a drawing, with captions under it, the first one bold."""
    code = _make(address)
    width, height = code.symbol_size(border=BORDER)
    rows = [
        (row, place == 0)
        for place, caption in enumerate(captions)
        for row in textwrap.wrap(caption, LETTERS)
    ]
    words = "".join(
        f'<text x="{width / 2}" y="{height + number * LINE:.1f}" font-size="{SIZE}"'
        f' text-anchor="middle" font-weight="{"bold" if is_bold else "normal"}">'
        f"{escape(row)}</text>"
        for number, (row, is_bold) in enumerate(rows)
    )
    whole = height + len(rows) * LINE
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {whole:.1f}"'
        f' width="{WIDTH}mm" height="{WIDTH * whole / width:.1f}mm" font-family="sans-serif">'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f"{code.svg_inline(border=BORDER)}{words}</svg>\n"
    ).encode()


def _make(address: str) -> segno.QRCode:
    import segno  # only here: codes are seldom drawn

    return segno.make_qr(address, error="m")
