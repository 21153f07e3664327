"""Hallway: one incoming -> one transaction -> replies."""

from bot.turns.routing import Router
from bot.turns.taking import Taker
from bot.turns.turn import Turn

__all__ = ["Router", "Taker", "Turn"]
