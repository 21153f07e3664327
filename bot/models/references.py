"""Ground: what lines of the ledger point at is not deleted; on PostgreSQL triggers see to it.

A foreign key of PostgreSQL is checked row by row, and each check locks and rewrites the row that
is pointed at: half of what a launch to a million costs. Lines are only ever written from rows that
their own statement reads, so it is enough that none of these goes before the lines are stored:
who writes lines shares a lock with others who do, and a deletion waits for them and then looks.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import DDL, event, func, literal_column, select
from sqlalchemy import Table as SqlTable

from bot.models.broadcasts import Broadcast, Delivery
from bot.models.chats import ChannelAccount, Chat
from bot.models.members import Member

LOCK = "28265, 1"  # the first number is a class of our own
WRITES_LINES = select(func.pg_advisory_xact_lock_shared(literal_column(LOCK)))
# what a line points at -> by which column
POINTED_AT: dict[Any, str] = {
    Broadcast: "broadcast_id",
    Member: "member_id",
    Chat: "chat_id",
    ChannelAccount: "account_id",
}


def _keep(table: str, column: str) -> tuple[str, str]:
    said = f"a line of the ledger points at a row of {table}"
    return (
        f"CREATE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"PERFORM pg_advisory_xact_lock({LOCK}); "
        f"IF EXISTS (SELECT FROM gone JOIN deliveries d ON d.{column} = gone.id) THEN "
        f"RAISE foreign_key_violation USING MESSAGE = '{said}'; END IF; RETURN NULL; END $$",
        f"CREATE TRIGGER keep_{table} AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone "
        f"FOR EACH STATEMENT EXECUTE FUNCTION keep_{table}()",
    )


TRIGGERS = {
    table.__tablename__: _keep(table.__tablename__, column) for table, column in POINTED_AT.items()
}

for statements in TRIGGERS.values():
    for one in statements:
        made = DDL(one)  # type: ignore[no-untyped-call]
        ledger = cast("SqlTable", Delivery.__table__)  # made after all that it points at
        event.listen(ledger, "after_create", made.execute_if(dialect="postgresql"))
