"""What a reference table is made of: columns, tables, and the error that names a bad cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Dtype = Literal["str", "int", "float", "bool", "date"]
Value = str | int | float | bool | None


@dataclass(frozen=True)
class Column:
    """One column of a reference table.

    Args:
        name: Name in the file's header, in the store and in every frame.
        dtype: Type of the values. Codes are ``str`` and keep their leading zeros; ``bool`` is
            written ``true``/``false`` and ``date`` as ``YYYY-MM-DD``.
        description: What the value means, for the data dictionary.
        nullable: Whether an empty cell is allowed.
        unit: Unit of a number, where it has one.
        allowed: The only values the column may hold.
        pattern: Regular expression that a whole value (or list item) must match.
        references: ``table.column`` in which every value must exist.
        separator: Text between the items when a cell holds a list.
        meanings: What each word of a closed vocabulary means; gives ``allowed`` its values.
    """

    name: str
    dtype: Dtype
    description: str
    nullable: bool = False
    unit: str | None = None
    allowed: tuple[Value, ...] | None = None
    pattern: str | None = None
    references: str | None = None
    separator: str | None = None
    meanings: Mapping[str, str] | None = field(default=None, hash=False)

    def __post_init__(self) -> None:
        """Take the vocabulary from its meanings, so that the words stand once."""
        if self.meanings is not None:
            object.__setattr__(self, "allowed", tuple(self.meanings))


@dataclass(frozen=True)
class Table:
    """One reference table: a CSV file, its key and its columns in file order.

    Rows stand in the order of their source document, which readers may rely on.
    """

    name: str
    file: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    description: str

    @property
    def column_names(self) -> tuple[str, ...]:
        """Return the header of the file."""
        return tuple(column.name for column in self.columns)

    @property
    def key_text(self) -> str:
        """Return ``key a, b`` for people."""
        return "key " + ", ".join(f"`{name}`" for name in self.key)

    def column(self, name: str) -> Column:
        """Return the column called ``name``.

        Raises:
            KeyError: The table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")


class TableError(ValueError):
    """A reference file that does not fit its description.

    Attributes:
        file: Name of the file.
        row: Line number in the file (the header is line 1), or None when it is not one row.
        column: Name of the column, or None when it is not one column.
        problem: What is wrong, in words.
    """

    def __init__(
        self, file: str, problem: str, *, row: int | None = None, column: str | None = None
    ) -> None:
        """Build the message ``file, row n, column c: problem``."""
        self.file, self.row, self.column, self.problem = file, row, column, problem
        place = [file]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        super().__init__(f"{', '.join(place)}: {problem}")
