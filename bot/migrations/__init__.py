"""Alembic's scripts, shipped with the program."""
