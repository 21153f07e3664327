"""Ground: PostgreSQL tells every program what another one has stored, as it is committed.

The triggers see to it that no writer forgets; what is told is a hint, the rows are the truth.
"""

from __future__ import annotations

from typing import cast

from sqlalchemy import DDL, event
from sqlalchemy import Table as SqlTable

from bot.models.broadcasts import Broadcast
from bot.models.chats import StoredReply, WebMessage

REPLIES, LINES, BROADCASTS = "nhipcau_replies", "nhipcau_lines", "nhipcau_broadcasts"
WANTED = "nhipcau_wanted"  # a program that holds no account asks for one; not by a trigger
TELL_LINES = f"PERFORM pg_notify('{LINES}', external_id) FROM new_rows GROUP BY external_id;"
NEW = "REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT"
# name -> table, when, for what, what is told
NOTICES = {
    "tell_replies": (
        StoredReply,
        "INSERT",
        "FOR EACH STATEMENT",
        f"PERFORM pg_notify('{REPLIES}', '');",
    ),
    "tell_new_lines": (WebMessage, "INSERT", NEW, TELL_LINES),
    "tell_other_lines": (WebMessage, "UPDATE", NEW, TELL_LINES),
    "tell_broadcasts": (
        Broadcast,
        "UPDATE OF state",
        "FOR EACH ROW WHEN (NEW.state = 'running')",
        f"PERFORM pg_notify('{BROADCASTS}', '');",
    ),
}
TRIGGERS = {
    name: (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{told} RETURN NULL; END $$",
        f"CREATE TRIGGER {name} AFTER {happens} ON {table.__tablename__} {rows} "
        f"EXECUTE FUNCTION {name}()",
    )
    for name, (table, happens, rows, told) in NOTICES.items()
}

for name, statements in TRIGGERS.items():
    for one in statements:
        told_of = cast("SqlTable", NOTICES[name][0].__table__)
        made = DDL(one)  # type: ignore[no-untyped-call]
        event.listen(told_of, "after_create", made.execute_if(dialect="postgresql"))
