"""Room: how lines in a state are found by the index of that state, and no others are read."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, literal_column, select

from bot.models import ChannelAccount, Delivery

BY_ACCOUNT = ("queued", "sending")  # their indexes begin with the account, which all of them have


def has_state(state: str) -> ColumnElement[bool]:
    """Tell which lines are queued, waiting or sending.

    The state is no parameter: a partial index is used only by who can read that it fits.
    """
    found = Delivery.state == literal_column(f"'{state}'")
    if state in BY_ACCOUNT:
        return and_(Delivery.account_id.in_(select(ChannelAccount.id)), found)
    return found
