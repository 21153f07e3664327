"""Hallway: one incoming -> one transaction -> replies."""

from bot.turns.routing import Asking, Router
from bot.turns.taking import Taker
from bot.turns.turn import Turn

__all__ = ["Asking", "Router", "Taker", "Turn"]
