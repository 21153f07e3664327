"""The Official Account: signed webhooks, refusals, sign-in, and what `check` says."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from starlette.applications import Starlette

from bot import renewing, tokens
from bot.channels.zalo_oa import SignIn, ZaloOaChannel, ask_account, renew
from bot.channels.zalo_oa.channel import check_settings
from bot.channels.zalo_oa.errors import read_refusal
from bot.channels.zalo_oa.webhook import return_path, webhook_path
from bot.clock import SystemClock
from bot.db import Database
from bot.errors import BadSettings, Refused
from bot.messages import (
    Blocked,
    Choice,
    Halted,
    Incoming,
    Kind,
    Link,
    Rejected,
    Reply,
    Sent,
    Template,
    Throttled,
    Unknown,
    Unreachable,
)
from bot.settings import Settings
from bot.site import Site
from bot.tokens import Vault
from tests.channels.web_site import served
from tests.channels.zalo_oa_side import connect, oa_settings
from tests.kit.zalo.oa_server import OfficialAccountServer

CONSULT = "/v3.0/oa/message/cs"


class Visit:
    """Hold a channel, its server and what it has heard."""

    def __init__(self, site: Site, server: OfficialAccountServer) -> None:
        self.site, self.server = site, server
        self.channel = ZaloOaChannel(site.database, site.clock, site.settings)
        self.heard: list[Incoming] = []

    async def take(self, incoming: Incoming) -> None:
        self.heard.append(incoming)


@pytest.fixture
async def visit(sqlite_template: Path, tmp_path: Path, settings: Settings) -> AsyncIterator[Visit]:
    url = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'oa.db')}"
    database = Database(url)
    async with OfficialAccountServer() as server:
        site = Site(oa_settings(settings, server), SystemClock(), database)
        made = Visit(site, server)
        async with served(Starlette(routes=list(made.channel.routes(made.take)))) as origin:
            server.people.webhook = origin + webhook_path("zalo-oa")
            yield made
            await made.channel.close()
    await database.close()


async def sign_in(visit: Visit) -> str:
    return await connect(visit.site.database, visit.site.settings, visit.server, visit.site.clock)


async def test_an_event_is_taken_when_its_signature_fits(visit: Visit) -> None:
    people = visit.server.people
    assert await people.say("7", "xin chào") == 200
    assert await people.follow("7") == 200
    assert await people.unfollow("7") == 200
    kinds = [one.kind for one in visit.heard]
    assert kinds == [Kind.TEXT, Kind.UNBLOCKED, Kind.BLOCKED]
    body, headers = people.last
    for changed in (
        {"data": body.replace(b"unfollow", b"follow")},
        {"headers": {**headers, "X-ZEvent-Signature": "mac=" + "0" * 64}},
        {"headers": {}},
        {"data": b"{"},
    ):
        given: dict[str, Any] = {"data": body, "headers": headers, **changed}
        async with aiohttp.ClientSession() as client, client.post(people.webhook, **given) as told:
            assert told.status in (400, 403)
    assert len(visit.heard) == 3


@pytest.mark.parametrize("stamp", ["header", "body"])
async def test_which_timestamp_is_signed_is_a_setting_and_the_other_is_noticed(
    visit: Visit, stamp: str
) -> None:
    visit.server.people.stamp = stamp  # type: ignore[assignment]
    signs = visit.channel.signs
    for setting in ("header", "body"):
        signs.source = setting
        expected = 200 if setting == stamp else 403
        assert await visit.server.people.say("7", setting) == expected
    assert (signs.right, signs.wrong, signs.other) == (1, 1, 1)


async def test_a_turn_that_cannot_be_stored_is_asked_for_again(visit: Visit) -> None:
    async def fail(_: Incoming) -> None:
        raise ConnectionError("the database is away")

    async with served(Starlette(routes=list(visit.channel.routes(fail)))) as origin:
        visit.server.people.webhook = origin + webhook_path("zalo-oa")
        assert await visit.server.people.say("7", "xin chào") == 503


REFUSALS = [
    (-213, Blocked("window")),
    (-230, Blocked("window")),
    (-217, Blocked("blocked")),
    (-211, Halted()),
    (-32, Throttled(timedelta(seconds=60))),
    (-201, Rejected()),
    (-234, Unreachable()),
    (-99999, Rejected()),
]


@pytest.mark.parametrize(("code", "error"), REFUSALS)
def test_a_refusal_is_one_of_our_errors(code: int, error: Exception) -> None:
    found = read_refusal(code, "words")
    assert type(found) is type(error)
    if isinstance(error, Blocked) and isinstance(found, Blocked):
        assert found.reason == error.reason


async def test_a_message_is_sent_with_buttons_and_links_or_by_a_template(visit: Visit) -> None:
    await sign_in(visit)
    visit.server.add_template("101", "Kính gửi <ten>.")
    await visit.server.people.say("7", "chào")
    reply = Reply("Mời.", (Choice("Có", "q:1"),), links=(Link("Trang", "https://x.example/"),))
    assert isinstance(await visit.channel.send("7", reply), Sent)
    by_template = Reply("", template=Template("101", (("ten", "bác Lan"),), "b1"))
    assert isinstance(await visit.channel.send("7", by_template), Sent)
    first, second = visit.server.world.log
    assert [one["type"] for one in first["buttons"]] == ["oa.query.hide", "oa.open.url"]
    assert (second["text"], second["tracking_id"]) == ("Kính gửi bác Lan.", "b1")
    assert await visit.server.people.press("7", "Có") == 200
    assert (visit.heard[-1].kind, visit.heard[-1].press) == (Kind.PRESS, "q:1")


async def test_what_may_have_arrived_is_unknown_and_what_never_left_is_unreachable(
    visit: Visit,
) -> None:
    await sign_in(visit)
    await visit.server.people.say("7", "chào")
    for fault in ({"cut": "after"}, {"status": 502}):
        visit.server.break_next(CONSULT, **fault)
        assert isinstance(await visit.channel.send("7", Reply("Chào.")), Unknown)
    nowhere = {"zalo_oa_api_url": "http://127.0.0.1:9"}
    visit.channel._settings = visit.site.settings.model_copy(update=nowhere)
    with pytest.raises(Unreachable):
        await visit.channel.send("7", Reply("Chào."))


async def test_a_refused_token_is_renewed_and_the_message_leaves_then(visit: Visit) -> None:
    with pytest.raises(Halted, match="connect"):
        await visit.channel.send("7", Reply("Chào."))
    access = await sign_in(visit)
    await visit.server.people.say("7", "chào")
    del visit.server.world.tokens.access[access]
    with pytest.raises(Unreachable):
        await visit.channel.send("7", Reply("Chào."))

    async def ours(refresh: str) -> Any:
        return await renew(visit.site.settings, refresh)

    visit.site.renewers["zalo-oa"] = ours
    assert await renewing.renew_due(visit.site) == 1
    assert isinstance(await visit.channel.send("7", Reply("Chào.")), Sent)
    assert visit.server.world.tokens.used_twice == 0


async def test_the_owner_signs_in_and_each_failure_has_its_sentence(visit: Visit) -> None:
    settings = visit.site.settings
    ours = SignIn(settings)
    assert ours.callback == "https://chat.example" + return_path("zalo-oa")
    assert ours.verifier not in repr(ours) + ours.address
    async with (
        aiohttp.ClientSession() as client,
        client.get(ours.address, allow_redirects=False) as answer,
    ):
        back = answer.headers["Location"]
    code = ours.read_code(f"  {back}\n")
    assert code == parse_qs(urlsplit(back).query)["code"][0] == ours.read_code(code)
    for wrong, phrase in (
        ("", "zalo-oa-no-code"),
        ("hai chữ", "zalo-oa-no-code"),
        ("https://chat.example/x?error=access_denied", "zalo-oa-not-allowed"),
        (back.replace(ours.state, "other"), "zalo-oa-other-state"),
    ):
        with pytest.raises(Refused, match=phrase):
            ours.read_code(wrong)
    with pytest.raises(Refused, match="zalo-oa-code-refused"):
        await SignIn(settings).finish(code)  # another one's verifier; the code is spent by it
    again = SignIn(settings)
    nowhere = settings.model_copy(update={"zalo_oa_sign_in_url": "http://127.0.0.1:9"})
    with pytest.raises(Refused, match="zalo-oa-unreachable"):
        await SignIn(nowhere).finish("x" * 20)
    visit.server.break_next("/v4/oa/access_token", cut="after")
    with pytest.raises(Refused, match="zalo-oa-answer-lost"):
        await again.finish("x" * 20)
    async with (
        aiohttp.ClientSession() as client,
        client.get(again.address, allow_redirects=False) as answer,
    ):
        pair = await again.finish(again.read_code(answer.headers["Location"]))
    assert (pair.lasts, pair.access in repr(pair)) == (timedelta(hours=25), False)


async def test_an_operator_reads_what_zalo_answers(visit: Visit) -> None:
    assert await ask_account(visit.site, "zalo-oa") == (
        False,
        ["not connected; type: nhipcau zalo-oa connect"],
    )
    await sign_in(visit)
    well, said = await ask_account(visit.site, "zalo-oa")
    assert well
    assert "name UBND phường thử, is_verified True" in said[0]
    assert "remainingQuota 2000, dailyQuota 2000" in said[1]
    assert "timestamp from the header" in said[2]
    assert said[3].startswith("assumed (second-hand, bot/tariffs/tariffs.csv): free_hours 48,")
    visit.server.break_next("/v2.0/oa/getoa", error=-216)
    assert (await ask_account(visit.site, "zalo-oa"))[0] is False


async def test_a_lost_sign_in_is_said_while_the_token_still_works(visit: Visit) -> None:
    await sign_in(visit)
    vault = Vault(visit.site.settings.secret_key.get_secret_value())
    async with visit.site.database.transaction() as session:
        held = await tokens.read(session, vault, "zalo-oa")
        assert held is not None
        refused = tokens.RenewalRefused("-14014")
        given = {"now": visit.site.now}
        await tokens.note_failure(session, vault, "zalo-oa", held.refresh, refused, **given)
    well, said = await ask_account(visit.site, "zalo-oa")
    assert not well
    assert said[0].startswith("sign-in lost (refused: -14014); works until ")
    assert said[0].endswith("nhipcau zalo-oa connect")


def test_a_missing_secret_is_named(settings: Settings) -> None:
    half = settings.model_copy(update={"zalo_oa_app_id": "4"})
    with pytest.raises(BadSettings, match="NHIPCAU_ZALO_OA_APP_SECRET, NHIPCAU_ZALO_OA_SECRET"):
        check_settings(half)
