"""Which district a text names."""

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.intake.names import (
    DISTRICT_KINDS,
    LONGEST_NAME,
    WrittenName,
    name_key,
    plain_key,
    read_name,
)

DISTRICT_CODE_LENGTH = 3
SHORTEST_MISSPELT = 6  # letters; "Ea Tam" for "Ea Tar" is no misspelling but another commune
MOST_REMEMBERED = 50_000  # texts
CLEAR_MARGIN = 3  # edits by which every other name must be farther away


class DistrictIndex:
    """Districts by the keys of their names."""

    def __init__(self, names: Mapping[str, str], aliases: Mapping[str, tuple[str, ...]]) -> None:
        self._codes = frozenset(names)
        self._keys: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for code, full_name in names.items():
            kind = read_name(full_name).kind
            for text in (full_name, *aliases.get(code, ())):
                name = read_name(text).name
                for key in {name_key(name), plain_key(name)}:
                    if (kind, code) not in self._keys[key]:
                        self._keys[key].append((kind, code))
        self._memory: dict[str, tuple[str, ...]] = {}

    def find(self, text: str) -> tuple[str, ...]:
        """Return the codes of the districts a text may name; with its kind when it gives one.

        A number is taken for a code (zeros restored). One letter off is accepted only where the
        text gives the kind of a district and no other district comes near.
        """
        if text not in self._memory:
            if len(self._memory) > MOST_REMEMBERED:
                self._memory.clear()
            self._memory[text] = self._find(text)
        return self._memory[text]

    def _find(self, text: str) -> tuple[str, ...]:
        if text.isdigit() and len(text) <= DISTRICT_CODE_LENGTH:
            code = text.zfill(DISTRICT_CODE_LENGTH)
            return (code,) if code in self._codes else ()
        if len(text) > LONGEST_NAME:
            return ()
        written = read_name(text)
        if written.whole and plain_key(written.whole) in self._keys:
            written = WrittenName("", written.whole)  # "Quan Hóa" is no quận
        if written.kind and written.kind not in DISTRICT_KINDS:
            return ()
        found = self._keys.get(name_key(written.name)) or self._keys.get(
            plain_key(written.name), []
        )
        if not found and written.kind:
            found = self._misspelt(written)
        same_kind = [code for kind, code in found if kind == written.kind]
        return tuple(dict.fromkeys(same_kind or [code for _, code in found]))

    def _misspelt(self, written: WrittenName) -> list[tuple[str, str]]:
        """Return the one district a single edit away when every other is clearly farther."""
        key = plain_key(written.name)
        if len(key) < SHORTEST_MISSPELT:
            return []
        found = process.extract(
            key, list(self._keys), scorer=OSA.distance, score_cutoff=CLEAR_MARGIN, limit=None
        )
        near = {district for other, _, _ in found for district in self._keys[other]}
        is_one_off = any(distance <= 1 for _, distance, _ in found)
        return list(near) if len(near) == 1 and is_one_off else []
