"""Room: who lives in a ward, of today or before: one condition for scopes and for audiences.

Law: the old ward that is known of somebody counts as long as their ward of today may come of it.
Who has moved on since lives there no more.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from bot.models import AreaSuccession, Member


def lives_where(
    today: ColumnElement[bool], before: ColumnElement[bool], member: Any = Member
) -> ColumnElement[bool]:
    """Return the condition that a member's ward of today fits, or the old one that it was.

    `member` is the table, or an alias of it; the two conditions are on its `ward_key` and on its
    `old_ward_key`.
    """
    came_of = exists().where(
        AreaSuccession.old_key == member.old_ward_key, AreaSuccession.new_key == member.ward_key
    )
    return or_(today, and_(before, or_(member.ward_key.is_(None), came_of)))
