"""The letter slot: a request's parameters, from the query, a form, JSON or parts with files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import BodyPartReader, MultipartReader

from tests.kit.bot_api.checking import Upload
from tests.kit.bot_api.refusals import bad_request

if TYPE_CHECKING:
    from aiohttp.web import BaseRequest

ATTACHED = "attach://"


async def read_parameters(request: BaseRequest) -> dict[str, Any]:
    """Read what a request carries; files become uploads, under the field that names them."""
    found: dict[str, Any] = dict(request.query)
    kind = request.content_type
    if kind == "multipart/form-data":
        return found | await _read_parts(request)
    body = await request.read()
    if not body:
        return found
    if kind == "application/json":
        return found | _read_json(body)
    return found | dict(parse_qsl(body.decode(), keep_blank_values=True))


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(read, dict):
        raise bad_request("a JSON object was expected")
    return read


async def _read_parts(request: BaseRequest) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    async for part in MultipartReader(request.headers, request.content):
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("a part of the form has no name")
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            texts[part.name] = data.decode()
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, kind, data)
    return _attach(texts, files)


def _attach(texts: dict[str, Any], files: dict[str, Upload]) -> dict[str, Any]:
    """Put each file where ``attach://name`` asks for it; the rest stay under their own name."""
    for name, text in texts.items():
        if text.startswith(ATTACHED) and text.removeprefix(ATTACHED) in files:
            texts[name] = files.pop(text.removeprefix(ATTACHED))
    return texts | files
