"""No commune of the country is ever taken for another, however its name is written."""

import random
import time
from datetime import date

import pytest
from intake_sheets import COUNT, SETS, context, sheet, without_marks, workbook

from data.schemas import read_table
from domain.intake.matcher import matcher_for
from domain.intake.names import name_key
from domain.intake.reading import Unit
from domain.intake.recognise import read_marks


@pytest.fixture(scope="module")
def country():
    table = read_table("units")
    districts = table[table["level"] == "district"].set_index("code")["full_name"]
    communes = table[table["level"] == "commune"]
    return tuple(
        Unit(
            row.code,
            row.name,
            row.district_code,
            districts[row.district_code],
            row.province_code,
            kind=row.kind,
        )
        for row in communes.rename_axis(None).itertuples(index=False)
    )


@pytest.fixture(scope="module")
def matcher(country):
    rural = tuple(unit for unit in country if unit.kind == "xã")
    return matcher_for(context(units=rural, others=(), province_code=""))


def spellings(name):
    """Write a name in ways that all are the same name."""
    return (
        name,
        f"Xã {name}",
        f"  xã   {name.upper()} ",
        f"X. {name.lower()}",
        name.replace("'", "’"),
        name.replace("'", ""),
        name.replace("Đắk", "Đăk"),
        name.replace("Đăk", "Dak"),
        name.replace("òa", "oà").replace("óa", "oá").replace("úy", "uý").replace("ủy", "uỷ"),
        name.replace("y", "i") if name.endswith(("Lý", "Mỹ", "Kỳ")) else name,
    )


def test_every_spelling_of_a_name_is_its_own_commune(matcher):
    wrong = [
        (unit.code, written)
        for unit in matcher.units
        for written in spellings(unit.name)
        if (found := matcher.match(written, "", (unit.district_code,)).unit) is None
        or found.code != unit.code
    ]
    assert wrong == []
    assert len(matcher.units) == 8248


def test_without_marks_a_name_is_its_commune_or_a_question(matcher):
    asked = 0
    for unit in matcher.units:
        match = matcher.match(without_marks(unit.name), "", (unit.district_code,))
        if match.unit is None:
            asked += 1
            assert unit.code in {candidate.code for candidate in match.candidates}, unit
        elif match.unit.code != unit.code:
            # Nga Thành without marks is Nga Thanh, a neighbour: found as a commune listed twice.
            assert match.unit.name == without_marks(unit.name)
    assert 0 < asked < 100


def misspell(chance, name):
    """Change, drop, double or swap one letter; figures stay."""
    place = chance.choice([n for n, letter in enumerate(name) if letter.isalpha()])
    way = chance.randrange(4)
    letter = chance.choice("abcdeghiklmnopqrstuvxyăâêôơư")
    return {
        0: name[:place] + letter + name[place + 1 :],
        1: name[:place] + name[place + 1 :],
        2: name[:place] + name[place] + name[place:],
        3: name[:place] + name[place + 1 : place + 2] + name[place] + name[place + 2 :],
    }[way]


def test_a_misspelt_name_is_never_another_commune(matcher):
    chance = random.Random(20211231)
    keys = {}
    for unit in matcher.units:
        keys.setdefault(unit.district_code, set()).add(name_key(unit.name))
    found, wrong = 0, []
    for unit in chance.sample(matcher.units, 3000):
        written = misspell(chance, unit.name)
        if name_key(written) in keys[unit.district_code] - {name_key(unit.name)}:
            continue  # the slip made the name of a neighbour
        match = matcher.match(written, "", (unit.district_code,))
        found += match.unit is not None
        if match.unit is not None and match.unit.code != unit.code:
            wrong.append((unit.code, unit.name, written, match.unit.name))
    assert wrong == []
    assert found > 1000


def test_a_name_of_another_district_is_asked_about(matcher):
    # "Tân Thành" stands in three districts of Lạng Sơn, not in Tràng Định (180).
    match = matcher.match("Tân Thành", "", ("180",))
    assert match.unit is None
    named = {unit.code for unit in matcher.units if unit.name == "Tân Thành"}
    assert {candidate.code for candidate in match.candidates} <= named | {
        unit.code for unit in matcher.district_communes(("180",))
    }


def test_three_tan_thanh_of_lang_son_are_told_apart_by_district(country):
    units = tuple(u for u in country if u.province_code == "20" and u.kind == "xã")
    matcher = matcher_for(context(units=units, others=(), province_code="20"))
    own = [unit for unit in units if unit.name == "Tân Thành"]
    assert len(own) == 3
    for unit in own:
        assert matcher.match("Xã Tân Thành", "", (unit.district_code,)).unit == unit
    assert {c.code for c in matcher.match("Tân Thành", "", ()).candidates} == {u.code for u in own}


def test_a_sheet_of_the_whole_country_is_read_in_seconds(country):
    units = tuple(unit for unit in country if unit.kind == "xã")
    rows = [["Mã xã", "Tên xã", *[f"TC{no}" for no in range(1, COUNT + 1)]]]
    rows += [[int(unit.code), unit.name, *["Đạt"] * COUNT] for unit in units]
    scope = context(units=units, others=(), province_code="", as_of=date(2021, 12, 31), sets=SETS)
    started = time.perf_counter()
    reading = read_marks(workbook(sheet(rows)), scope)
    assert time.perf_counter() - started < 20
    assert len(reading.marks) == len(units) * COUNT
    assert reading.can_load
