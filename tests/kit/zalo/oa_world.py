"""Kit, Zalo OA: its people, what may be sent to them and when, its price, and what it sent."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.kit.zalo.oa_tokens import Json, Tokens

HOUR, DAY = 3600.0, 24 * 3600.0
FREE_SECONDS, LAST_SECONDS = 48 * HOUR, 7 * DAY
CONSULT_PRICE = 55  # dong, from 48 hours to 7 days
MOST_PICTURE = 1024 * 1024  # bytes
MOST_TEXT, MOST_BUTTONS, MOST_TITLE, MOST_PAYLOAD = 2000, 5, 100, 1000
BUTTONS = ("oa.query.show", "oa.query.hide", "oa.open.url", "oa.open.phone", "oa.open.sms")
BAD, NOT_THERE, BLOCKED_US, TOO_LATE, NEVER = -201, -213, -217, -230, -213
TOO_FAST, NO_QUOTA = -32, -211


@dataclass
class Person:
    """Hold one person: when they last did something here, and what they got."""

    user_id: str
    phone: str = ""
    last_at: float | None = None  # of their last message or press
    blocked: bool = False
    got: list[Json] = field(default_factory=list)  # {id, text, buttons, template, price}


@dataclass
class Template:
    """Hold one template: its words with <name> fields, and what one message costs."""

    template_id: str
    name: str
    words: str
    parameters: dict[str, int] = field(default_factory=dict)  # name -> longest
    status: str = "ENABLE"
    price_user: int = 200
    price_phone: int = 300
    tag: str = "CUSTOMER_CARE"

    def takes(self, data: Json) -> bool:
        """Tell whether every parameter is there, and none too long."""
        given = {name: str(data.get(name, "")).strip() for name in self.parameters}
        return all(0 < len(given[name]) <= most for name, most in self.parameters.items())

    def fill(self, data: Json) -> str:
        """Return the words with the parameters in them."""
        words = self.words
        for name in self.parameters:
            words = words.replace(f"<{name}>", str(data[name]))
        return words


@dataclass
class World:
    """Hold the account; every answer is the service's own JSON, with HTTP 200."""

    tokens: Tokens
    oa_secret: str
    name: str = "UBND phường thử"
    now: Callable[[], float] = time.time
    people: dict[str, Person] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)
    consult_quota: int = 500  # a month, outside 48 hours
    template_quota: int = 2000  # a day
    rate: int | None = None  # messages a second
    log: list[Json] = field(default_factory=list)  # every message taken
    pictures: dict[str, float] = field(default_factory=dict)  # when each was handed over
    faults: list[Json] = field(default_factory=list)  # {path, error|status|cut, times}
    _arrivals: list[float] = field(default_factory=list)

    def person(self, user_id: str) -> Person:
        """Return a person, who is new the first time."""
        return self.people.setdefault(user_id, Person(user_id))

    def consult(self, body: Json) -> Json:
        """Answer /v3.0/oa/message/cs."""
        who = self.people.get(str(body.get("recipient", {}).get("user_id", "")))
        message = body.get("message", {})
        age = self.now() - (who.last_at or 0.0) if who else 0.0
        price = 0 if age < FREE_SECONDS else CONSULT_PRICE
        wrong = _judge_message(message) or self._judge_picture(message)
        refusals = (
            (bool(wrong), BAD, wrong),
            (who is None or who.last_at is None, NEVER, "User has not interacted with the OA"),
            (who is not None and who.blocked, BLOCKED_US, "User has blocked the OA"),
            (age >= LAST_SECONDS, TOO_LATE, "User has not interacted in the past 7 days"),
            (bool(price) and self.consult_quota <= 0, NO_QUOTA, "Out of quota"),
        )
        if refusal := self._find_refusal(refusals):
            return refusal
        assert who is not None
        self.consult_quota -= price > 0
        buttons = message.get("attachment", {}).get("payload", {}).get("buttons", [])
        media = {"media": _media_of(message)} if _media_of(message) else {}
        sent = self._keep(who, message.get("text", ""), price=price, buttons=buttons, **media)
        quota = {"quota_type": "consult", "remain": str(self.consult_quota)}
        data = {"message_id": sent["id"], "user_id": who.user_id, "quota": quota}
        return {"error": 0, "message": "Success", "data": {**data, "sent_time": self._stamp()}}

    def upload(self, media_type: str, data: bytes) -> Json:
        """Answer /v2.0/oa/upload/image: a name for the picture, good for seven days."""
        if media_type not in ("image/jpeg", "image/png") or not 0 < len(data) <= MOST_PICTURE:
            return _refuse(BAD, "the picture is of a wrong type or too large")
        name = f"picture-{len(self.pictures) + 1}"
        self.pictures[name] = self.now()
        return {"error": 0, "message": "Success", "data": {"attachment_id": name}}

    def _judge_picture(self, message: Json) -> str:
        """Return what is wrong with a message's picture; empty when nothing is."""
        name = _media_of(message)
        if not name:
            return ""
        given = self.pictures.get(name)
        is_known = given is not None and self.now() - given < LAST_SECONDS
        return "" if is_known else "attachment_id is invalid"

    def send_template(self, body: Json) -> Json:
        """Answer business /message/template: by user_id, or by phone, which costs more."""
        template = self.templates.get(str(body.get("template_id", "")))
        data = body.get("template_data") or {}
        phone = str(body.get("phone", ""))
        found = [p for p in self.people.values() if phone and p.phone == phone]
        who = found[0] if found else self.people.get(str(body.get("user_id", "")))
        approved = template is not None and template.status == "ENABLE"
        refusals = (
            (not approved, -131, "Template is not approved"),
            (not template or not template.takes(data), -1321, "A parameter is missing or long"),
            (who is None, -118, "Zalo account does not exist"),
            (who is not None and who.blocked, -119, "Account can not receive the message"),
            (self.template_quota <= 0, -147, "Template is out of daily quota"),
        )
        if refusal := self._find_refusal(refusals):
            return refusal
        assert template is not None
        assert who is not None
        self.template_quota -= 1
        price = template.price_phone if phone else template.price_user
        words = template.fill(data)
        sent = self._keep(who, words, price=price, template=template.template_id)
        sent["tracking_id"] = body.get("tracking_id", "")
        quota = {"dailyQuota": "2000", "remainingQuota": str(self.template_quota)}
        told = {"msg_id": sent["id"], "sent_time": self._stamp(), "quota": quota}
        return {"error": 0, "message": "Success", "data": told}

    def _find_refusal(self, refusals: Sequence[tuple[bool, int, str]]) -> Json | None:
        """Return the first refusal that holds; what none holds against may come too fast."""
        for holds, code, words in refusals:
            if holds:
                return _refuse(code, words)
        return _refuse(TOO_FAST, "Rate limit exceeded") if self._is_too_fast() else None

    def list_templates(self, offset: int, limit: int) -> Json:
        """Answer business /template/all."""
        every = list(self.templates.values())
        rows = [
            {"templateId": int(t.template_id), "templateName": t.name, "status": t.status}
            for t in every[offset : offset + limit]
        ]
        return {"error": 0, "message": "Success", "data": rows, "metadata": {"total": len(every)}}

    def tell_template(self, template_id: str) -> Json:
        """Answer business /template/info/v2."""
        template = self.templates.get(template_id)
        if template is None:
            return _refuse(-131, "Template does not exist")
        names = [
            {"name": name, "require": True, "type": "STRING", "maxLength": most, "minLength": 1}
            for name, most in template.parameters.items()
        ]
        data = {
            "templateId": int(template_id),
            "templateName": template.name,
            "status": template.status,
            "templateTag": template.tag,
            "price": str(template.price_phone),
            "priceUid": str(template.price_user),
            "listParams": names,
        }
        return {"error": 0, "message": "Success", "data": data}

    def _keep(self, who: Person, text: str, *, price: int, **more: Any) -> Json:
        sent: Json = {"id": f"oa{len(self.log) + 1:08d}", "text": text, "price": price, **more}
        sent |= {"user_id": who.user_id, "at": self.now()}
        who.got.append(sent)
        self.log.append(sent)
        return sent

    def _stamp(self) -> str:
        return str(int(self.now() * 1000))

    def _is_too_fast(self) -> bool:
        now = self.now()
        self._arrivals = [at for at in self._arrivals if now - at < 1.0]
        self._arrivals.append(now)
        return self.rate is not None and len(self._arrivals) > self.rate


def _media_of(message: Json) -> str:
    """Return the name of a message's picture; empty where it has none."""
    elements = message.get("attachment", {}).get("payload", {}).get("elements", [])
    return str(elements[0].get("attachment_id", "")) if elements else ""


def _judge_message(message: Json) -> str:
    """Return what is wrong with a message; empty when nothing is."""
    text = message.get("text", "")
    if not isinstance(text, str) or not (text.strip() or _media_of(message)):
        return "message.text is empty"
    if len(text) > MOST_TEXT:
        return "message.text is too long"
    buttons = message.get("attachment", {}).get("payload", {}).get("buttons", [])
    if len(buttons) > MOST_BUTTONS:
        return "too many buttons"
    for button in buttons:
        payload = button.get("payload")
        size = len(payload if isinstance(payload, str) else str(payload))
        if button.get("type") not in BUTTONS or not 0 < len(button.get("title", "")) <= MOST_TITLE:
            return "a button is wrong"
        if not 0 < size <= MOST_PAYLOAD:
            return "a button's payload is wrong"
    return ""


def _refuse(code: int, words: str) -> Json:
    return {"error": code, "message": words}
