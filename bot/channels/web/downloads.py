"""Door, web: a file that was sent to a chat, fetched by its page."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from bot.messages import PICTURES
from bot.models import KeptFile


def make_download(row: KeptFile) -> Response:
    """Return a file: a picture to be shown, anything else to be stored, never run or opened."""
    way = "inline" if row.media_type in PICTURES else "attachment"
    headers = {"content-disposition": f"{way}; filename*=UTF-8''{quote(row.name, safe='')}"}
    return Response(row.content, media_type=row.media_type, headers=headers)
