"""Kit: the first day of the lunar year at UTC+7, computed twice, by different sky and rule.

`by_instants` follows Meeus, *Astronomical Algorithms*, chapters 25 and 49: new moons from their
mean instants, and the year counted from the month that holds the winter solstice. `by_elongation`
searches for the moments at which the moon overtakes the sun, with the low-precision positions of
the *Astronomical Almanac* and the moon's largest terms, and counts back from the solstice after.
Both are good to minutes, which is told by how far midnight is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from math import floor, radians, sin

ZONE = 7 / 24
EPOCH = date(2000, 1, 1)
NOON_OF_EPOCH = 2451545.0  # its Julian day
DELTA_T = 75 / 86400  # days by which the sky's own time is ahead of the clock's, 2020 to 2040
SYNODIC = 29.530588861


def by_instants(year: int) -> date:
    """Return the first day of a lunar year, from the instants of new moons."""
    count = round((_julian(date(year - 1, 12, 22)) - 2451550.1) / SYNODIC)
    solstice = _when_sun_is_at(270, near=_julian(date(year - 1, 12, 21)), sun=_sun_of_meeus)
    while _day(_new_moon(count)) > _day(solstice):
        count -= 1
    while _day(_new_moon(count + 1)) <= _day(solstice):
        count += 1
    return _day(_new_moon(count + (3 if _leaps_after(count, year) else 2)))


def by_elongation(year: int) -> date:
    """Return the first day of a lunar year, from where moon and sun are seen.

    The months between two solstices are numbered back from the later one, whose month is 11.
    """
    days = [_month_of_solstice(year)]
    while days[-1] > _month_of_solstice(year - 1):
        days.append(_day(_conjunction_before(_julian(days[-1]) - 1)))
    days.reverse()
    signs = [floor(_sun_of_almanac(_midnight(day)) / 30) for day in days]
    still = [place for place in range(1, len(days) - 1) if signs[place] == signs[place + 1]]
    leap = still[0] if len(days) == 14 else None
    number = 11
    for place in range(len(days) - 1, 0, -1):
        if number == 1 and place != leap:
            return days[place]
        number -= place != leap
    raise AssertionError(f"no first month in {year}")


def _month_of_solstice(year: int) -> date:
    """Return the first day of the month that holds a year's winter solstice."""
    falls = _day(_when_sun_is_at(270, near=_julian(date(year, 12, 21)), sun=_sun_of_almanac))
    begins = _conjunction_before(_julian(falls) + 2)
    while _day(begins) > falls:
        begins = _conjunction_before(begins - 2)
    return _day(begins)


def _leaps_after(count: int, year: int) -> bool:
    """Tell whether month 11 or 12 is followed by a month of its own number.

    A year of 13 months has one that the sun spends within a single sign of the zodiac.
    """
    following = _when_sun_is_at(270, near=_julian(date(year, 12, 21)), sun=_sun_of_meeus)
    months = round((following - _new_moon(count)) / SYNODIC)
    return months == 13 and any(_sign_at(count + n) == _sign_at(count + n + 1) for n in (1, 2))


def _sign_at(count: int) -> int:
    return floor(_sun_of_meeus(_midnight(_day(_new_moon(count)))) / 30)


def _new_moon(count: int) -> float:
    """Return the instant of a new moon, in Julian days of the sky's time (Meeus 49)."""
    t = count / 1236.85
    mean = 2451550.09766 + SYNODIC * count + 0.00015437 * t * t
    dim = 1 - 0.002516 * t
    sun = 2.5534 + 29.10535670 * count - 0.0000014 * t * t
    moon = 201.5643 + 385.81693528 * count + 0.0107582 * t * t
    node = 160.7108 + 390.67050284 * count - 0.0016118 * t * t
    terms = (
        (-0.40720, moon), (0.17241 * dim, sun), (0.01608, 2 * moon), (0.01039, 2 * node),
        (0.00739 * dim, moon - sun), (-0.00514 * dim, moon + sun), (0.00208 * dim**2, 2 * sun),
        (-0.00111, moon - 2 * node), (-0.00057, moon + 2 * node),
        (0.00056 * dim, 2 * moon + sun), (-0.00042, 3 * moon), (0.00042 * dim, sun + 2 * node),
        (0.00038 * dim, sun - 2 * node), (-0.00024 * dim, 2 * moon - sun),
        (0.000325, 299.77 + 0.107408 * count), (0.000165, 251.88 + 0.016321 * count),
    )  # fmt: skip
    return mean + sum(size * sin(radians(angle)) for size, angle in terms)


def _sun_of_meeus(julian: float) -> float:
    """Return the sun's apparent longitude in degrees (Meeus 25, low accuracy: 0.01 degree)."""
    t = (julian - NOON_OF_EPOCH) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    g = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (1.914602 - 0.004817 * t) * sin(g) + 0.019993 * sin(2 * g) + 0.000289 * sin(3 * g)
    return (mean + centre - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))) % 360


def _sun_of_almanac(julian: float) -> float:
    """Return the sun's apparent longitude in degrees (Almanac, page C5: 0.01 degree)."""
    n = julian - NOON_OF_EPOCH
    g = radians(357.528 + 0.9856003 * n)
    return (280.460 + 0.9856474 * n + 1.915 * sin(g) + 0.020 * sin(2 * g)) % 360


def _moon(julian: float) -> float:
    """Return the moon's longitude in degrees, by its largest terms."""
    n = julian - NOON_OF_EPOCH
    mean = 218.3164 + 13.17639648 * n
    d, s, m, f = (
        radians(start + speed * n)
        for start, speed in (
            (297.8502, 12.19074912), (357.5291, 0.98560028),
            (134.9634, 13.06499295), (93.2721, 13.22935024),
        )
    )  # fmt: skip
    terms = (
        (6.28875, m), (1.27401, 2 * d - m), (0.65831, 2 * d), (0.21362, 2 * m),
        (-0.18512, s), (-0.11433, 2 * f), (0.05879, 2 * d - 2 * m), (0.05707, 2 * d - s - m),
        (0.05332, 2 * d + m), (0.04576, 2 * d - s), (-0.04092, s - m), (-0.03472, d),
        (-0.03038, s + m), (0.01533, 2 * d - 2 * f), (-0.01253, m + 2 * f), (0.01098, m - 2 * f),
        (0.01067, 4 * d - m), (0.01003, 3 * m), (0.00855, 4 * d - 2 * m),
        (-0.00789, 2 * d + s - m), (-0.00677, 2 * d + s),
    )  # fmt: skip
    return mean + sum(size * sin(angle) for size, angle in terms)


def _conjunction_before(julian: float) -> float:
    """Return when the moon last overtook the sun, in Julian days of the sky's time."""
    elongation = (_moon(julian) - _sun_of_almanac(julian)) % 360
    found = julian - elongation / 12.19
    for _ in range(8):
        off = (_moon(found) - _sun_of_almanac(found) + 180) % 360 - 180
        found -= off / 12.19
    return found


def _when_sun_is_at(degrees: float, *, near: float, sun: Callable[[float], float]) -> float:
    found = near
    for _ in range(8):
        found -= ((sun(found) - degrees + 180) % 360 - 180) / 0.98565
    return found


def _midnight(day: date) -> float:
    """Return the instant at which a day begins in Viet Nam."""
    return _julian(day) - 0.5 - ZONE + DELTA_T


def _julian(day: date) -> float:
    return NOON_OF_EPOCH + (day - EPOCH).days


def _day(julian: float) -> date:
    """Return the day in Viet Nam on which an instant of the sky's time falls."""
    return EPOCH + timedelta(days=floor(julian - DELTA_T + ZONE + 0.5 - NOON_OF_EPOCH))
