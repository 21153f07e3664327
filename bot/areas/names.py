"""Room: one site's places, found by the names that people call them, old or new.

Law: an old name and a new one that are alike are two places; both are given, labelled apart.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from typing import Final

from bot.areas.lists import Extent
from bot.areas.site import Place, load_site
from bot.areas.spelling import (
    GROUP,
    NARROWER,
    WIDER,
    after_kinds,
    bare_district,
    fits_initials,
    is_one_slip,
    split_kind,
)
from bot.words import fold, has_marks, same_name

_PARTS: Final = re.compile(r"[,;/|\n()]|\s[-–—]\s")
_WORDS: Final = re.compile(r"[\w'’]+")
_IS_STREET: Final = re.compile(r"^(pho|tp)$|\d")
_LEAST_FOR_SLIPS: Final = 5
_MOST_WORDS: Final = 6


class Places:
    """Look up the wards of one of today's provinces, and the old wards that went into it."""

    def __init__(self, province_code: str, district: str | None = None) -> None:
        """Take today's province code and, if the site was one, its former district."""
        site = load_site(province_code)
        self._by_key, self._next, self._before = site.places, site.onward, site.back
        self._provinces = {fold(name) for name in site.provinces}
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        for place in self._by_key.values():
            self._by_name[fold(place.name)].append(place)
        self._districts = {
            bare_district(place.district): place.district
            for place in self._by_key.values()
            if place.district
        }
        self._of_district = {name: self._places_of(name) for name in self._districts.values()}
        self._home = self._of_district.get(district or "", frozenset())
        self._home_names = _names(self._home)
        self._all_names = _names(self._by_key.values())

    def get(self, key: str) -> Place:
        """Give the place of a key; raises KeyError."""
        return self._by_key[key]

    def all(self, *, version: str | None = None) -> list[Place]:
        """List every place, or those of one version of the map."""
        return [p for p in self._by_key.values() if version in {None, p.version}]

    def successors(self, key: str) -> list[tuple[Place, Extent]]:
        """List what an old ward became; several, or `part`, means that the person is asked."""
        return [(self._by_key[new], extent) for new, extent in self._next.get(key, ())]

    def predecessors(self, key: str) -> list[tuple[Place, Extent]]:
        """List the old wards that one of today's was made of."""
        return [(self._by_key[old], extent) for old, extent in self._before.get(key, ())]

    def find(self, text: str) -> list[Place]:
        """List the places that a typed name may mean, the likeliest first.

        Marks, kinds ("P.", "xã") and initials may lack; a slip of one letter is mended only
        where it leaves one name.
        """
        first, *wider = [part.strip() for part in _PARTS.split(text) if fold(part)] or [""]
        kind, name = split_kind(fold(first))
        whole = self._by_name.get(fold(first), [])
        found = self._by_name.get(_unpadded(name)) or whole or self._guess(name)
        return self._preferred(found, first, kind, self._named_district(wider))

    def locate(self, address: str) -> list[Place]:
        """List the places that an address may lie in, by the ward that it names."""
        parts = [part.strip() for part in _PARTS.split(address) if fold(part)]
        district = self._named_district(parts[1:])
        narrow = [part for part in reversed(parts) if not self._is_wider(part)]
        inner = [part for part in narrow if part is parts[0] or not self._is_district(part)]
        for wards in (inner, narrow):
            for reader in (self._after_kind, self._by_whole, self._by_ending, self._by_slip):
                for part in wards:
                    kind, found = reader(fold(part))
                    if found:
                        return self._preferred(found, part, kind, district)
        return []

    def recognise(self, address: str) -> str | None:
        """Give the proper name of the ward that an address names, or None."""
        found = self.locate(address)
        return found[0].name if found else None

    def _is_wider(self, part: str) -> bool:
        """Say whether a part names a district or province, and no ward of that spelling."""
        folded = fold(part)
        if WIDER.match(folded):
            return True
        wards = (place.name for place in self._by_name.get(folded, ()))
        return self._is_district(part) and not any(same_name(part, name) for name in wards)

    def _is_district(self, part: str) -> bool:
        return fold(part) in self._districts or fold(part) in self._provinces

    def _after_kind(self, folded: str) -> tuple[str | None, list[Place]]:
        for kind, rest in after_kinds(folded):
            found = self._longest(rest.split()) or self._by_initials(rest, self._all_names)
            if found:
                return kind, found
        return None, []

    def _by_whole(self, folded: str) -> tuple[str | None, list[Place]]:
        if folded.isdecimal():
            return None, []
        return None, self._by_name.get(folded) or self._by_name.get(GROUP.sub("", folded)) or []

    def _by_ending(self, folded: str) -> tuple[str | None, list[Place]]:
        """Find a ward that ends a part, unless the part names a street or a house by it."""
        bare = GROUP.sub("", folded)
        if NARROWER.match(folded) and bare == folded:
            return None, []
        words = bare.split()
        for start in range(max(0, len(words) - _MOST_WORDS), len(words) - 1):
            before = words[start - 1] if start else ""
            found = self._by_name.get(" ".join(words[start:]))
            if found and not (NARROWER.match(before) or _IS_STREET.search(before)):
                return None, found
        return None, []

    def _by_slip(self, folded: str) -> tuple[str | None, list[Place]]:
        """Mend a slip at home only: nobody is asked about an address."""
        written = GROUP.sub("", folded)
        names = self._home_names
        return None, self._by_initials(written, names) or self._mended(written, names)

    def _longest(self, words: list[str]) -> list[Place]:
        for count in range(min(len(words), _MOST_WORDS), 0, -1):
            found = self._by_name.get(_unpadded(" ".join(words[:count])))
            if found:
                return found
        return []

    def _guess(self, written: str) -> list[Place]:
        """Find the one name that initials or a single slip may stand for, at home first."""
        for near in (self._home_names, self._all_names):
            found = self._by_initials(written, near) or self._mended(written, near)
            if found:
                return found
        return []

    def _by_initials(self, written: str, near: Set[str]) -> list[Place]:
        if not any(len(word) == 1 for word in written.split()):
            return []
        return self._only(name for name in near if fits_initials(written, name))

    def _mended(self, written: str, near: Set[str]) -> list[Place]:
        if len(written) < _LEAST_FOR_SLIPS:
            return []
        return self._only(name for name in near if is_one_slip(written, name))

    def _only(self, names: Iterable[str]) -> list[Place]:
        fitting = list(names)
        return self._by_name[fitting[0]] if len(fitting) == 1 else []

    def _preferred(
        self, found: list[Place], written: str, kind: str | None, district: str | None
    ) -> list[Place]:
        """Keep those whose marks fit, then those of the district named or of the site's own."""
        if len(found) > 1:
            found = [p for p in found if _is_spelt_in(written, p.name)] or found
        home = self._of_district[district] if district else self._home
        found = [p for p in found if p in home] or found
        return sorted(
            found,
            key=lambda p: (kind not in {None, p.kind}, p.name not in written, p.is_current),
        )

    def _named_district(self, parts: list[str]) -> str | None:
        bare = (WIDER.sub("", fold(part)) for part in reversed(parts))
        return next((self._districts[name] for name in bare if name in self._districts), None)

    def _places_of(self, district: str) -> frozenset[Place]:
        old = {p for p in self._by_key.values() if p.district == district}
        new = {place for p in old for place, _ in self.successors(p.key)}
        return frozenset(old | new)


def _unpadded(name: str) -> str:
    """Take the zero off a numbered ward: "01" is "1"."""
    return name.lstrip("0") if name.isdecimal() else name


def _names(places: Iterable[Place]) -> set[str]:
    return {fold(place.name) for place in places}


def _is_spelt_in(written: str, name: str) -> bool:
    """Say whether a name stands in a text with its own marks, or with none at all."""
    words = _WORDS.findall(written)
    count = len(name.split())
    spans = (" ".join(words[at : at + count]) for at in range(len(words) - count + 1))
    return any(same_name(span, name) and has_marks(span) <= has_marks(name) for span in spans)
