"""Door: the order of registration, in one table."""

from __future__ import annotations

from handlers.asking import Step
from handlers.registration_consents import CONSENTS
from handlers.registration_place import GROUP, ORGANISATIONS, WARD
from handlers.registration_self import BIRTH, FORM, NAME, PHONE
from handlers.registration_summary import CORRECTION, SUMMARY

ORDER: tuple[Step, ...] = (
    *CONSENTS,
    PHONE,
    NAME,
    WARD,
    GROUP,
    ORGANISATIONS,
    BIRTH,
    FORM,
    SUMMARY,
)
STEPS: dict[str, Step] = {step.name: step for step in (*ORDER, CORRECTION)}
NAMES = tuple(step.name for step in ORDER)
LAST_CONSENT = CONSENTS[-1].name


def after(name: str) -> Step:
    """Return the step that follows another."""
    return ORDER[NAMES.index(name) + 1]


def before(name: str) -> Step:
    """Return the step that precedes another, or the first itself."""
    return ORDER[max(0, NAMES.index(name) - 1)]
