"""A residential group of a roll is kept as people's own is: "5", where it was "Tổ 5"."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KIND = "Tổ "
MEMBERS = sa.table("members", sa.column("residential_group"), sa.column("group_folded"))
ROLL = sa.table("entitlements", sa.column("residential_group"), sa.column("survey_id"))
SURVEYS = sa.table("surveys", sa.column("id"), sa.column("state"))


def upgrade() -> None:
    """Take the word away; a closed survey's roll stays as its minute has it."""
    connection = op.get_bind()
    running = sa.select(SURVEYS.c.id).where(SURVEYS.c.state != "closed")
    named = sa.select(MEMBERS.c.residential_group).distinct()
    listed = sa.select(ROLL.c.residential_group).where(ROLL.c.survey_id.in_(running)).distinct()
    found = {group for query in (named, listed) for group in connection.scalars(query)}
    for group in sorted(found):
        number = group.removeprefix(KIND)
        if number == group or not number.isdigit():
            continue
        theirs = sa.update(MEMBERS).where(MEMBERS.c.residential_group == group)
        connection.execute(theirs.values(residential_group=number, group_folded=number))
        here = ROLL.c.residential_group == group, ROLL.c.survey_id.in_(running)
        connection.execute(sa.update(ROLL).where(*here).values(residential_group=number))


def downgrade() -> None:
    """Leave it: who wrote the number alone is not known."""
