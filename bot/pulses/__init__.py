"""Room: pulses: a survey asked each week or month of a rotating random sample."""

from bot.pulses.keeping import Plan, add, find_due, list_pulses, run, stop

__all__ = ["Plan", "add", "find_due", "list_pulses", "run", "stop"]
