"""Closed vocabularies of the plan tables, each word with its meaning."""

METRICS = {
    "communes_ntm": "Communes recognised as NTM",
    "communes_ntm_share": "Share of communes recognised as NTM",
    "communes_ntm_merged": "Merged communes that must reach NTM again",
    "communes_advanced": "Communes recognised as advanced",
    "communes_advanced_pilot": "Communes chosen to pilot the advanced level",
    "communes_implementing_advanced": (
        "Communes keeping up and working on the advanced set, no recognition promised"
    ),
    "communes_model": "Communes recognised as model",
    "communes_model_candidates": "Advanced communes on the way to model",
    "communes_meeting_criterion": "Communes meeting the criterion in criterion_no",
    "criteria_group_share": "Share of communes meeting every criterion in criterion_list",
    "communes_in_band": "Communes with band_min to band_max criteria met",
    "communes_in_programme": "Communes the programme covers",
    "avg_criteria_per_commune": "Average number of criteria met per commune",
    "min_criteria_per_commune": "Number of criteria no commune may be below",
    "new_criteria_total": "Pairs of commune and criterion newly met",
    "commune_new_criteria": "Criteria one commune newly meets",
    "districts_ntm": "District-level units recognised as NTM",
    "district_ntm_maintained": "District-level unit that must keep its NTM result",
    "villages_ntm": "Villages meeting the village standard",
    "villages_in_border_scheme": "Villages in the border scheme; context, not a goal",
    "model_residential_areas": "Model residential areas",
    "model_gardens": "Model gardens",
    "ocop_products": "Products standardised under OCOP",
    "ocop_products_3star": "Of these, three-star products",
    "ocop_products_4star": "Of these, four-star products",
    "km_road_hardened": "Rural road paved in the year",
    "road_hardened_share": "Share of rural road that is paved",
    "communes_road_to_centre_share": "Share of communes with a paved car road to the centre",
    "villages_road_to_centre_share": "Share of villages with a paved car road to the centre",
    "irrigation_works_upgraded": "Irrigation works repaired or upgraded",
    "km_canal_lined": "Canal lined in the year",
    "irrigated_area_ha": "Area under reliable irrigation",
    "schools_national_standard": "Schools newly at the national standard",
    "communes_radio_system_new": "Communes given a loudspeaker station in the year",
    "communes_radio_system": "Communes that have a loudspeaker station",
    "income_per_capita": "Rural income per person",
    "poverty_reduction_pp": "Fall of the poverty rate",
    "jobs_created": "Rural workers with a new job",
    "workers_trained": "Rural workers trained for a trade",
    "trained_labour_share": "Share of rural workers with training",
    "commune_officials_trained": "Training places taken by commune officials",
    "cooperatives_per_commune": "Working agricultural cooperatives per commune",
    "value_chains_new": "New farm value chains",
    "safe_food_chains_new": "New supply chains certified as safe",
    "health_insurance_share": "Share of people with health insurance",
    "lower_secondary_progression_share": "Share of lower-secondary leavers who go on",
    "study_tours": "Study trips in the period",
}

SCOPE_LEVELS = {
    "province": "The whole province",
    "district": "One district-level unit",
    "commune": "One commune",
    "each_district": "Every district-level unit by itself",
    "each_commune": "Every commune by itself",
    "each_ntm_commune": "Every commune already recognised as NTM",
    "non_ntm_communes": "The communes of the district not yet recognised",
    "target_communes": "The communes due to reach NTM in the year",
    "border_communes": "The border communes",
    "border_districts": "The border districts",
    "poor_units": "Poor districts and communes",
}

COMPARATORS = {
    ">=": "At least",
    ">": "More than",
    "=": "The plain figure",
    "<=": "At most",
    "~": "About",
    "range": "From value to value_max; where the note says trở lên, value is the threshold",
}

TARGET_TYPES = {
    "criterion_new": "Meets one named criterion for the first time",
    "ntm_new": "Reaches NTM in the year",
    "advanced_maintain": "Keeps up and works on the advanced set",
    "advanced_new": "Reaches the advanced level in the year",
    "model_candidate": "Advanced commune on the way to model",
    "ntm_merged": "Merged commune that must reach NTM again",
}

INCONSISTENCY_KINDS = {
    "disagrees": "The document contradicts itself or another one",
    "tension": "Formally possible, but the reader must decide how to take it",
    "agrees": "Recomputed and found consistent",
    "missing": "Left blank, or referred to but not there",
}

FUNDING_KINDS = {
    "need_total": "Printed total of the capital needed",
    "need_source": "Part of it expected from one source",
    "counterpart_ratio": "Local money per unit of central money",
    "counterpart_share": "Part of the local money one level of budget pays",
    "rule": "Rule without an amount",
}

RECURRENCES = {
    "once": "Once, also within one window of months or quarters",
    "annual": "Every year",
    "quarterly": "Every quarter",
    "semiannual": "Every six months",
    "ongoing": "Throughout, also a number of times in the period",
    "multiple": "In the months listed in checkpoints",
}

DATE_BASES = {
    "printed": "The year stands in the text",
    "plan_year": "Month or quarter printed, year taken from a one-year plan",
    "plan_period": "Every year of the period: only its end is filled",
    "none": "No date can be given",
}

REPORT_KINDS = {
    "report": "Report",
    "shared_indicator": "Figures handed to the agency that leads the criterion",
    "meeting": "Meeting",
    "survey": "Survey of people's satisfaction",
    "monitoring": "Inspection and monitoring",
    "recognition": "Appraisal for recognition",
    "data_update": "Update of progress data",
    "issue": "Difficulties passed upwards",
    "study_tour": "Study trip",
}

FREQUENCIES = {
    "quarterly": "Every quarter",
    "semiannual": "Every six months",
    "annual": "Every year",
    "period": "Once at the end of the period",
    "ongoing": "Throughout",
    "ad_hoc": "When needed",
    "event": "On an event named in due_rule",
    "as_regulated": "The text says theo quy định, no interval",
    "periodic_unspecified": "The text says định kỳ, no interval",
}

COVERAGE_KINDS = {
    "target": "A figure to reach, on the board of targets",
    "task": "A task with a state",
    "agency": "What an agency answers for",
    "report": "A report or meeting with its days",
    "funding": "An amount, share or rule on money",
    "criteria": "The criteria set the marks are given in",
    "recognition": "Registers loaded on the data page",
    "context": "Ground of the document; nothing to follow",
}
