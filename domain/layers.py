"""Map layers: which class each commune falls into, as one character a commune.

A map holds its geometry already; what changes with a filter is one character a commune, in the
order of the geometry. Communes the data does not speak of are :data:`NO_DATA`, wards and townships,
which the programme does not count, are :data:`NOT_COUNTED`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.assessment import count_met, is_assessed, meets_all
from domain.bands import BandScheme
from domain.situation import Situation
from domain.standing import compare
from domain.vocabulary import Status, Title

NO_DATA = "-"
NOT_COUNTED = "."
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""One character for 0 to 61: the criteria of any set so far, and 31 lost to 30 gained."""


@dataclass(frozen=True)
class Layer:
    """Classes of one map.

    Attributes:
        name: Kind of layer (``layer.<name>`` in the texts).
        order: Class keys as the legend lists them.
        class_by_char: Class key of every character in use.
        value_by_char: The figure a character stands for (criteria met, change), where it has one.
        char_by_commune: Character of every commune the data speaks of.
    """

    name: str
    order: tuple[str, ...]
    class_by_char: Mapping[str, str]
    value_by_char: Mapping[str, int]
    char_by_commune: Mapping[str, str]

    def counts(self) -> dict[str, int]:
        """Return communes per class, in legend order, without those that have no data."""
        counted = dict.fromkeys(self.order, 0)
        for char in self.char_by_commune.values():
            if char != NO_DATA:
                counted[self.class_by_char[char]] += 1
        return counted


def encode(layer: Layer, codes: Sequence[str], counted: Iterable[str]) -> str:
    """Return one character a unit, in the order of ``codes`` (the geometry's order).

    Args:
        layer: The layer.
        codes: Commune-level unit codes of the geometry.
        counted: Codes of the communes the programme counts; all others are not counted.
    """
    known = set(counted)
    return "".join(
        layer.char_by_commune.get(code, NO_DATA) if code in known else NOT_COUNTED for code in codes
    )


def merge(layers: Sequence[Layer]) -> Layer:
    """Join the layers of several provinces into one of the country.

    Raises:
        ValueError: There is nothing to join.
    """
    if not layers:
        raise ValueError("no layer to merge")
    order = list(dict.fromkeys(key for layer in layers for key in layer.order))
    return Layer(
        name=layers[0].name,
        order=tuple(order),
        class_by_char={c: k for layer in layers for c, k in layer.class_by_char.items()},
        value_by_char={c: v for layer in layers for c, v in layer.value_by_char.items()},
        char_by_commune={c: v for layer in layers for c, v in layer.char_by_commune.items()},
    )


def by_count(situation: Situation, scheme: BandScheme, name: str) -> Layer:
    """Class communes by criteria met, in the bands of a scheme."""
    met, assessed = count_met(situation.marks), is_assessed(situation.marks)
    size = situation.criteria_set.size
    return Layer(
        name=name,
        order=tuple(band.key for band in scheme.bands),
        class_by_char={DIGITS[n]: scheme.bands[scheme.index(n)].key for n in range(size + 1)},
        value_by_char={DIGITS[n]: n for n in range(size + 1)},
        char_by_commune={
            str(code): DIGITS[int(met[code])] if assessed[code] else NO_DATA for code in met.index
        },
    )


_STATUS_CHARS = {
    Status.MET.value: "m",
    Status.NEARLY_MET.value: "n",
    Status.NOT_MET.value: "x",
    Status.NOT_ASSESSED.value: NO_DATA,
}


def by_criterion(situation: Situation, criterion_no: int) -> Layer:
    """Class communes by their mark on one criterion.

    Raises:
        KeyError: The set has no such criterion.
    """
    column = situation.marks[criterion_no]
    order = (Status.MET.value, Status.NEARLY_MET.value, Status.NOT_MET.value)
    return Layer(
        name="criterion",
        order=order,
        class_by_char={_STATUS_CHARS[status]: status for status in order},
        value_by_char={},
        char_by_commune={str(c): _STATUS_CHARS[column[c]] for c in column.index},
    )


def by_group(situation: Situation, group_no: int) -> Layer:
    """Class communes by how many criteria of a group they lack: all met, 1, 2, 3 or more."""
    numbers = list(situation.criteria_set.group_numbers(group_no))
    complete = meets_all(situation.marks, numbers)
    met = (situation.marks[numbers] == Status.MET.value).sum(axis=1)
    assessed = is_assessed(situation.marks[numbers])
    keys = ("group_all", "group_lacks_1", "group_lacks_2", "group_lacks_3")

    def char(code: str) -> str:
        if not assessed[code]:
            return NO_DATA
        return "0" if complete[code] else str(min(len(numbers) - int(met[code]), 3))

    return Layer(
        name="group",
        order=keys,
        class_by_char={str(n): key for n, key in enumerate(keys)},
        value_by_char={},
        char_by_commune={str(code): char(code) for code in met.index},
    )


def by_level(situation: Situation) -> Layer:
    """Class communes by recognition; those waiting with every criterion met stand apart.

    Where not every recognition is known, the others have no class.
    """
    chars = {
        Title.MODEL: "3",
        Title.ADVANCED: "2",
        Title.NTM: "1",
        Title.WAITING: "w",
        Title.NONE: "0",
        Title.UNKNOWN: NO_DATA,
    }
    return Layer(
        name="level",
        order=("model", "advanced", "ntm", "waiting", "none"),
        class_by_char={"3": "model", "2": "advanced", "1": "ntm", "w": "waiting", "0": "none"},
        value_by_char={},
        char_by_commune={
            str(code): chars[situation.title_of(str(code))] for code in situation.marks.index
        },
    )


CHANGE_CLASSES = ("gain_3", "gain_1", "same", "loss")


def by_change(before: Situation, after: Situation) -> Layer:
    """Class communes by the net change in criteria met between two dates of one set.

    Raises:
        ValueError: The two belong to different criteria sets.
    """
    change = compare(before.marks, after.marks)
    assessed = is_assessed(after.marks)
    net = dict.fromkeys((str(c) for c in after.marks.index if c in before.marks.index), 0)
    for code, _ in change.gained:
        net[code] += 1
    for code, _ in change.lost:
        net[code] -= 1
    middle = len(DIGITS) // 2
    chars = {code: DIGITS[n + middle] for code, n in net.items()}
    return Layer(
        name="change",
        order=CHANGE_CLASSES,
        class_by_char={c: _change_class(DIGITS.index(c) - middle) for c in set(chars.values())},
        value_by_char={c: DIGITS.index(c) - middle for c in set(chars.values())},
        char_by_commune={
            str(code): chars.get(str(code), NO_DATA) if assessed[code] else NO_DATA
            for code in after.marks.index
        },
    )


def _change_class(net: int) -> str:
    if net < 0:
        return "loss"
    if net == 0:
        return "same"
    return "gain_1" if net < 3 else "gain_3"


def choose_layer(situation: Situation, criterion_no: int | None, group_no: int | None) -> Layer:
    """Return the layer a choice of filters asks for: criterion, else group, else recognition."""
    if criterion_no is not None:
        return by_criterion(situation, criterion_no)
    if group_no is not None:
        return by_group(situation, group_no)
    return by_level(situation)
