"""How a sheet writes its marks: what its words mean, and what an empty cell means.

An empty cell means "not met" only where one of these says so, in this order:

* ``blank_by_hand``: somebody decided it;
* ``blank_legend``: the sheet's legend says so;
* ``blank_columns``: each criterion has a column for each result, one of which is ticked;
* ``blank_only_positives``: the sheet ticks what is met and writes nothing for what is not: no
  "K", "0", "-", "Chưa đạt" anywhere, and the printed totals, if any, agree with the ticks;
* ``blank_totals``: it also writes "not met" somewhere, but prints a total for every commune that
  agrees with the ticks, so it speaks of every criterion of the commune.

Otherwise it is "not assessed" (``blank_not_assessed``, or ``blank_totals_disagree``). Without an
empty cell nothing is to be decided (``blank_none``).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.intake.body import Line, Row
from domain.intake.cells import Cells
from domain.intake.layout import Form
from domain.intake.reading import Layout, Role
from domain.intake.subject import Subject
from domain.intake.words import BLANK, Vocabulary, doubted, fold_word, read_legend, resolve
from domain.vocabulary import Status

AGREEING = 0.9  # share of printed totals that have to agree with the marks
MOSTLY_WRONG = 0.5  # fewer printed totals than this agree: the ticks are not what was counted
BY_HAND = "blank_by_hand"


@dataclass(frozen=True)
class Convention:
    """What the marks of a sheet mean.

    Attributes:
        vocabulary: Meaning of the words.
        blank: Meaning of an empty cell.
        blank_reason: Why.
        blanks: How many cells of communes are empty.
    """

    vocabulary: Vocabulary
    blank: Status
    blank_reason: str
    blanks: int


def decide(
    cells: Cells,
    form: Form,
    rows: Iterable[Row],
    given: Layout | None,
    subject: Subject | None = None,
) -> Convention:
    """Say what words and empty cells of a wide sheet mean; corrections by hand go first.

    Args:
        cells: The sheet.
        form: How it is laid out.
        rows: Its rows.
        given: The layout as corrected.
        subject: What its title or headings say the marks are of; ``None`` for results.
    """
    communes = [row for row in rows if row.line is Line.COMMUNE]
    counts, blanks = _count_words(cells, form, communes)
    legend = find_legend(cells, form, communes)
    totals = _printed_totals(cells, form, communes)
    vocabulary = resolve(counts, legend, given.words if given else {})
    if vocabulary.unclear:
        vocabulary = _try_totals(cells, form, vocabulary, totals)
    if subject is not None and not form.column_statuses:
        said = {**legend, **(given.words if given else {})}
        vocabulary = doubted(vocabulary, said, is_lacking=subject is Subject.LACKING)
    blank, reason = _decide_blank(cells, form, vocabulary, legend, totals, len(communes), blanks)
    if given is not None and (given.blank is not blank or given.blank_reason == BY_HAND):
        blank, reason = given.blank, BY_HAND
    return Convention(vocabulary, blank, reason, blanks)


def _count_words(cells: Cells, form: Form, communes: Iterable[Row]) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    blanks = 0
    for row in communes:
        for column in form.criteria:
            if cells.is_filled(row.index, column):
                if not cells.is_unreadable(row.index, column):
                    counts[fold_word(cells.sheet.value(row.index, column))] += 1
            else:
                blanks += 1
    return counts, blanks


def find_legend(cells: Cells, form: Form, communes: list[Row]) -> Mapping[str, Status]:
    """Return what the texts above and below the table lay down about its signs."""
    last = max((row.index for row in communes), default=form.header[1])
    found: dict[str, Status] = {}
    for index in (*range(form.header[1] + 1), *range(last + 1, min(cells.height, last + 60))):
        for _, text in cells.row_texts(index):
            found.update(read_legend(text))
    return found


def _printed_totals(cells: Cells, form: Form, communes: Iterable[Row]) -> dict[int, int]:
    """Return the total printed for each row that has one, by row."""
    column = form.roles.get(Role.TOTAL)
    if column is None:
        return {}
    read = {row.index: cells.number(row.index, column) for row in communes}
    return {index: number for index, number in read.items() if number is not None}


def agreement(
    cells: Cells, form: Form, words: Mapping[str, Status], totals: Mapping[int, int]
) -> float:
    """Return the share of printed totals equal to the marks that mean met, 0 without totals.

    A total may also count what is nearly met; that is the same convention throughout a sheet.
    """
    plain = nearly = 0
    for index, total in totals.items():
        statuses = Counter(
            words.get(fold_word(cells.sheet.value(index, column))) for column in form.criteria
        )
        plain += statuses[Status.MET] == total
        nearly += statuses[Status.MET] + statuses[Status.NEARLY_MET] == total
    return max(plain, nearly) / len(totals) if totals else 0.0


def _try_totals(
    cells: Cells, form: Form, vocabulary: Vocabulary, totals: Mapping[int, int]
) -> Vocabulary:
    """Let the printed totals tell whether an unclear word means met or not met."""
    words, unclear = dict(vocabulary.words), set(vocabulary.unclear)
    for word in sorted(vocabulary.unclear):
        own = {
            row: total
            for row, total in totals.items()
            if any(fold_word(cells.sheet.value(row, column)) == word for column in form.criteria)
        }
        shares = {
            status: agreement(cells, form, {**words, word: status}, own)
            for status in (Status.MET, Status.NOT_MET)
        }
        best = max(shares, key=lambda status: shares[status])
        if shares[best] >= AGREEING and min(shares.values()) < shares[best] / 2:
            words[word] = best
            unclear.discard(word)
    return Vocabulary(words, frozenset(unclear))


def _decide_blank(
    cells: Cells,
    form: Form,
    vocabulary: Vocabulary,
    legend: Mapping[str, Status],
    totals: Mapping[int, int],
    communes: int,
    blanks: int,
) -> tuple[Status, str]:
    if form.column_statuses:
        return Status.NOT_ASSESSED, "blank_columns"
    if not blanks:
        return Status.NOT_ASSESSED, "blank_none"
    if BLANK in legend:
        return legend[BLANK], "blank_legend"
    statuses = set(vocabulary.words.values())
    agreeing = agreement(cells, form, vocabulary.words, totals)
    is_disproved = 2 * len(totals) > communes and agreeing < MOSTLY_WRONG
    if Status.MET not in statuses or is_disproved:
        reason = "blank_totals_disagree" if is_disproved else "blank_not_assessed"
        return Status.NOT_ASSESSED, reason
    if Status.NOT_MET not in statuses:
        return Status.NOT_MET, "blank_only_positives"
    if agreeing >= AGREEING and 2 * len(totals) > communes:
        return Status.NOT_MET, "blank_totals"
    return Status.NOT_ASSESSED, "blank_not_assessed"
