"""What the texts around a table say: date, province, district, criteria set, who sent it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.criteria import CriteriaSet
from domain.intake.cells import Cells
from domain.intake.dates import DAY, FoundDate, find_date
from domain.intake.grid import address
from domain.intake.matcher import Matcher
from domain.intake.names import name_key, split_kind, tidy
from domain.intake.reading import Context
from domain.intake.subject import Subject, names_advanced, says_results, title_subject

_PROVINCE = re.compile(r"\btỉnh\s+([^,.;:()\d]+)")
_DISTRICT = re.compile(r"\b(huyện|thị xã|thành phố|tp\.?|tx\.?|h\.)\s+([^,.;:()\d]+)")
_DECISION = re.compile(r"\b(\d{2,4})\s*/\s*(?:20\d\d\s*/\s*)?qđ\s*-\s*ttg")
_ADVANCED = re.compile(
    r"(?:xã|tiêu chí|tiêu chí quốc gia|chuẩn)\s+(?:về\s+)?(?:xã\s+)?(?:nông thôn mới|ntm)\s+"
    r"(nâng cao|kiểu mẫu)"
)
_SENDER = re.compile(
    r"^(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân|bcđ|ban chỉ đạo|văn phòng|vpđp|phòng|sở|chi cục)\b"
)
_LONGEST_SENDER = 120
_MOST_WORDS = 5  # of a district's or province's name


@dataclass(frozen=True)
class Said:
    """Something a text says, and the cell it stands in."""

    text: str
    cell: str


@dataclass(frozen=True)
class Title:
    """What the texts around a table say.

    Attributes:
        found_date: Date of the figures; its day is ``None`` when it cannot be one.
        date_said: Where the date stands.
        province: Code and place of the province named.
        districts: Codes of the district named.
        district_said: Where.
        set_id: Criteria set named by its decision.
        set_said: Where.
        advanced: "nâng cao", "kiểu mẫu" where the table is of such a set.
        sender: Body that sent it.
        subject: What the marks are of, when not results.
        subject_said: Where.
    """

    found_date: FoundDate | None = None
    date_said: Said = Said("", "")
    province: str = ""
    province_said: Said = Said("", "")
    districts: tuple[str, ...] = ()
    district_said: Said = Said("", "")
    set_id: str = ""
    set_said: Said = Said("", "")
    advanced: Said | None = None
    sender: str = ""
    subject: Subject | None = None
    subject_said: Said = Said("", "")

    @property
    def day(self) -> date | None:
        """Return the date of the figures."""
        return self.found_date.day if self.found_date else None


def read_title(
    cells: Cells, first_row: int, matcher: Matcher, context: Context, file_name: str
) -> Title:
    """Read the texts above a table, then the sheet's name, then, for the date, the file's name."""
    texts = list(_texts(cells, first_row))
    named = [*texts, Said(re.sub(r"[_]+", " ", cells.sheet.name), "")]
    found, date_said = _find_date(cells, first_row, [*named, Said(_stem(file_name), "")])
    province, province_said = _find_province(texts, context.provinces)
    districts, district_said = _find_district(named, matcher)
    set_id, set_said = _find_set(texts, context.sets)
    advanced = next((said for said in texts if _ADVANCED.search(tidy(said.text))), None)
    if advanced is None and names_advanced(named[-1].text):
        advanced = named[-1]
    subject, subject_said = _find_subject(named)
    return Title(
        found,
        date_said,
        province,
        province_said,
        districts,
        district_said,
        set_id,
        set_said,
        advanced,
        _find_sender(texts),
        subject,
        subject_said,
    )


def _texts(cells: Cells, first_row: int) -> Iterator[Said]:
    for row in range(first_row):
        for column, text in cells.row_texts(row):
            yield Said(text, address(row, column))


def _stem(file_name: str) -> str:
    return re.sub(r"\.\w{2,5}$", "", file_name).replace("_", " ")


def _find_date(
    cells: Cells, first_row: int, texts: Iterable[Said]
) -> tuple[FoundDate | None, Said]:
    """Return the surest date; of equally sure ones the first. A day's own cell counts as a day."""
    best: FoundDate | None = None
    place = Said("", "")
    for said in texts:
        found = find_date(said.text)
        if found is not None and (best is None or found.rank > best.rank):
            best, place = found, said
    for row in range(first_row):
        for column, value in enumerate(cells.sheet.rows[row]):
            if isinstance(value, date) and (best is None or best.rank < DAY):
                best = FoundDate(value, DAY)
                place = Said(value.strftime("%d/%m/%Y"), address(row, column))
    return best, place


def _find_province(texts: Iterable[Said], provinces: Mapping[str, str]) -> tuple[str, Said]:
    codes = {name_key(split_kind(name)[1]): code for code, name in provinces.items()}
    for said in texts:
        for named in _PROVINCE.finditer(tidy(said.text)):
            for words in _beginnings(named.group(1)):
                code = codes.get(name_key(words))
                if code is not None:
                    return code, said
    return "", Said("", "")


def _find_district(texts: Iterable[Said], matcher: Matcher) -> tuple[tuple[str, ...], Said]:
    for said in texts:
        for named in _DISTRICT.finditer(tidy(said.text)):
            for words in _beginnings(named.group(2)):
                codes = matcher.find_districts(f"{named.group(1)} {words}")
                if codes:
                    return codes, said
        if not said.cell and said.text:
            codes = matcher.find_districts(said.text)
            if codes:
                return codes, said
    return (), Said("", "")


def _beginnings(text: str) -> Iterator[str]:
    """Yield the first words of a text, most words first."""
    words = text.replace(" - ", " ").split()[:_MOST_WORDS]
    for count in range(len(words), 0, -1):
        yield " ".join(words[:count])


def _find_set(texts: Iterable[Said], sets: Mapping[str, CriteriaSet]) -> tuple[str, Said]:
    numbers = {
        number.group(1): one.set_id
        for one in sets.values()
        if one.is_commune_set and (number := re.search(r"QĐ\s*(\d+)", one.decision))
    }
    for said in texts:
        for decision in _DECISION.finditer(tidy(said.text)):
            if decision.group(1) in numbers:
                return numbers[decision.group(1)], said
    return "", Said("", "")


def _find_subject(texts: list[Said]) -> tuple[Subject | None, Said]:
    """Return what the marks are of; a plan only where no other line speaks of results."""
    has_results = any(says_results(said.text) for said in texts)
    for said in texts:
        found = None if _SENDER.match(tidy(said.text)) else title_subject(said.text)
        if found is Subject.LACKING or (found is not None and not has_results):
            return found, said
    return None, Said("", "")


def _find_sender(texts: Iterable[Said]) -> str:
    for said in texts:
        if _SENDER.match(tidy(said.text)) and len(said.text) <= _LONGEST_SENDER:
            return said.text
    return ""
