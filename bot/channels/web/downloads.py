"""Door, web: a file that was sent to a chat, fetched by its page."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.responses import Response

from bot.messages import PICTURES
from bot.models import KeptFile

UNTOLD = "application/octet-stream"
_TYPE = re.compile(r"[0-9A-Za-z!#$&^_.+-]+/[0-9A-Za-z!#$&^_.+-]+")  # RFC 6838; no line ends in it


def make_download(row: KeptFile) -> Response:
    """Return a file: a picture to be shown, anything else to be stored, never run or opened."""
    way = "inline" if row.media_type in PICTURES else "attachment"
    headers = {"content-disposition": f"{way}; filename*=UTF-8''{quote(row.name, safe='')}"}
    told = row.media_type if _TYPE.fullmatch(row.media_type) else UNTOLD  # whoever sent it said so
    return Response(row.content, media_type=told, headers=headers)
