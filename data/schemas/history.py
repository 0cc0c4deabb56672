"""Tables of published results, and of the names by which pages call a unit of the registry."""

from data.schemas.core import Column, Table
from data.schemas.units import COMMUNE_CODE, DISTRICT_CODE, PROVINCE_CODE

METRICS = {
    "avg_criteria": "Average number of criteria met per commune",
    "band_10_12": "Communes with 10 to 12 criteria met",
    "band_10_14": "Communes with 10 to 14 criteria met",
    "band_13_18": "Communes with 13 to 18 criteria met",
    "band_15_17": "Communes with 15 to 17 criteria met",
    "band_15_18": "Communes with 15 to 18 criteria met",
    "band_19": "Communes with every criterion met, recognised or not",
    "band_3_4": "Communes with 3 or 4 criteria met",
    "band_5_9": "Communes with 5 to 9 criteria met",
    "band_7_9": "Communes with 7 to 9 criteria met",
    "band_8_9": "Communes with 8 or 9 criteria met",
    "band_lt5": "Communes with fewer than 5 criteria met",
    "band_lt8": "Communes with fewer than 8 criteria met",
    "border_avg_criteria": "Average number of criteria met per border commune",
    "border_communes_ntm": "Border communes recognised as NTM",
    "commune_advanced_criteria": "Advanced criteria one commune meets",
    "commune_advanced_recognised": "Commune recognised as advanced",
    "commune_criteria": "Criteria one commune meets",
    "commune_recognised": "Commune recognised as NTM",
    "communes_advanced": "Communes recognised as advanced",
    "communes_advanced_new": "Communes newly recognised as advanced in the year",
    "communes_infrastructure_basically_met": "Communes basically meeting the infrastructure group",
    "communes_model": "Communes recognised as model",
    "communes_modern_pct_of_ntm": "Share of NTM communes that are modern NTM",
    "communes_not_ntm": "Communes not recognised",
    "communes_ntm": "Communes recognised as NTM",
    "communes_ntm_new": "Communes newly recognised as NTM in the year",
    "communes_ntm_pct": "Share of communes recognised as NTM",
    "communes_total": "Communes (xã)",
    "communes_xa_dac_khu": "Communes (xã) and special zones",
    "criteria_total": "Criteria met, summed over the communes",
    "criterion_met": "Communes meeting the criterion in criterion_no",
    "criterion_met_change": "Change of that number on the year before",
    "district_avg": "Average number of criteria met per commune of the district",
    "district_band_10_14": "Communes of the district with 10 to 14 criteria met",
    "district_band_15_18": "Communes of the district with 15 to 18 criteria met",
    "district_band_19": "Communes of the district with every criterion met",
    "district_band_5_9": "Communes of the district with 5 to 9 criteria met",
    "district_communes_ntm": "Communes of the district recognised as NTM",
    "district_criteria_total": "Criteria met, summed over the communes of the district",
    "districts_ntm": "District-level units recognised as NTM",
    "provinces_ntm": "Provinces that finished NTM",
    "units_commune_level": "Commune-level units of every kind",
}

SCOPES = {
    "country": "The whole country",
    "region": "A region of several provinces",
    "province": "A province as a whole",
    "district": "One district",
    "commune": "One commune",
    "part": "Only some communes of the area, named in unit_name: never a total of the province",
}

QUALIFIERS = {
    "plan": "Planned for the date, not reached",
    "target": "Target set for the date",
    "expected": "Expected for the date",
    "provisional": "Reported before the year was closed",
    "final": "Final figure of the year",
    "change": "Difference from the year before, not a level",
    "by": "Reached at some day up to the date",
    "before_merger": "Last state before the units were merged on 2025-07-01",
    "after_merger": "State after it, in the new units",
}

HISTORY_COMPARATORS = {
    "=": "The figure itself",
    "~": "About",
    ">": "More than",
    "range": "From value_min to value_max",
}

HISTORY = Table(
    name="history",
    file="history.csv",
    key=("history_id",),
    description=(
        "Published results, each with its page. Columns up to verification are as published; the "
        "rest is derived from them by scripts/build_reference.py."
    ),
    columns=(
        Column("history_id", "str", "Number of the row.", pattern=r"h\d{3}"),
        Column(
            "province",
            "str",
            "Area as published; (cũ) and (mới) mean before and after 2025-07-01.",
        ),
        Column("date_text", "str", "Date as published."),
        Column("metric", "str", "What is counted.", meanings=METRICS),
        Column(
            "unit_name", "str", "Unit or part the figure is about, as published.", nullable=True
        ),
        Column("criterion_no", "int", "Criterion, numbered as in set_id.", nullable=True),
        Column("value", "str", "Figure as published, or the word for a recognition."),
        Column("denominator", "int", "Denominator published with it.", nullable=True),
        Column("source_url", "str", "Page, or what was kept of its address."),
        Column("source_note_vi", "str", "What the page says about the figure.", nullable=True),
        Column(
            "verification",
            "str",
            "How the figure was obtained.",
            meanings={
                "verified": "Read on the page",
                "derived": "Computed from a figure on the page; source_note_vi says how",
            },
        ),
        Column("scope", "str", "What the figure covers.", meanings=SCOPES),
        Column("area_label", "str", "Area for display, smallest part first."),
        Column(
            "province_code",
            "str",
            "Province in units; empty for the country, regions and provinces made in 2025.",
            nullable=True,
            pattern=PROVINCE_CODE,
            references="units.code",
        ),
        Column(
            "district_code",
            "str",
            "District in units; empty where none is named or found.",
            nullable=True,
            pattern=DISTRICT_CODE,
            references="units.code",
        ),
        Column(
            "commune_code",
            "str",
            "Commune in units; empty where none is named or found.",
            nullable=True,
            pattern=COMMUNE_CODE,
            references="units.code",
        ),
        Column("as_of", "date", "Last day of the published month, half-year, quarter or year."),
        Column(
            "qualifier",
            "str",
            "Standing of the figure; empty for a plain result.",
            nullable=True,
            meanings=QUALIFIERS,
        ),
        Column(
            "set_id",
            "str",
            "Criteria set behind the figure; empty where it does not rest on one set.",
            nullable=True,
            references="criteria_sets.set_id",
        ),
        Column(
            "is_set_assumed",
            "bool",
            "True where the set is not named on the page but taken from the date.",
            nullable=True,
        ),
        Column(
            "value_num", "float", "Figure as a number; empty for ranges and words.", nullable=True
        ),
        Column("value_min", "float", "Lower end of a range.", nullable=True),
        Column("value_max", "float", "Upper end of a range.", nullable=True),
        Column(
            "comparator",
            "str",
            "How the figure is meant; empty for a word.",
            nullable=True,
            meanings=HISTORY_COMPARATORS,
        ),
    ),
)

NAME_ALIASES = Table(
    name="name_aliases",
    file="name_aliases.csv",
    key=("code", "alias"),
    description=(
        "Other spellings of a unit's name met in published pages and in the plans. Matching a "
        "name uses these and the registry's own spelling, nothing fuzzy."
    ),
    columns=(
        Column("code", "str", "Unit.", pattern=r"\d{3}|\d{5}", references="units.code"),
        Column("alias", "str", "Other spelling, without the kind."),
        Column("where_met", "str", "Where it was met."),
        Column("note_vi", "str", "Note in Vietnamese.", nullable=True),
    ),
)

TABLES = (HISTORY, NAME_ALIASES)
