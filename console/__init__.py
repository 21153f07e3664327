"""DOOR · pages: PAGES says which path shows what, and to whom."""

from __future__ import annotations

from console.health import PAGES as HEALTH_PAGES

PAGES = (*HEALTH_PAGES,)
