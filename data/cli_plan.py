"""``python -m data plan``: which communes should gain which criteria so that targets hold."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated, Any

import scipy
import typer

from data import queries
from data.access import needs
from data.cli_faults import RefusedError
from data.cli_output import Format, FormatOption, OutputOption, tell, write_json, write_rows
from data.cli_store import AsOfOption, check_unit, connect, parse_day
from data.planner import runner
from data.planner.costs import CostFileError
from data.planner.country import COUNTRY
from data.planner.problems import Prepared, UnknownTargetError, Wish, prepare
from data.planner.wording import (
    frozen_by,
    notes,
    say_member,
    say_own_error,
    say_phase,
    say_skipped,
)
from domain.access import Permission
from domain.planner.exchange import describe_result
from domain.planner.own import OwnTarget, OwnTargetError, read_own
from domain.planner.problem import Limits
from domain.planner.result import FEASIBLE, OPTIMAL, PlanResult
from domain.vocabulary import UnitLevel

UPGRADE_FIELDS = ("commune_code", "criterion_no", "effort", "was")

PlaceOption = Annotated[
    str, typer.Option("--province", help="Mã tỉnh, hai chữ số; vn = mọi tỉnh đã có số liệu.")
]
TargetsOption = Annotated[
    str, typer.Option("--targets", help="Mã kế hoạch hoặc mã mục tiêu, cách nhau bằng dấu phẩy.")
]
EffortOption = Annotated[
    str,
    typer.Option(
        "--effort",
        help="equal, difficulty, hoặc tệp chi phí (CSV, XLSX): cột tiêu chí (criterion_no), "
        "triệu đồng (million_vnd), mã huyện (district_code, nếu khác nhau).",
    ),
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=0, help="Số tiêu chí tối đa mỗi xã mỗi năm.")
]
YearsOption = Annotated[
    int | None, typer.Option("--years", min=1, help="Số năm; mặc định đến hạn của mục tiêu.")
]
RecognisedOption = Annotated[
    int | None, typer.Option("--recognised", min=0, help="Mục tiêu riêng: số xã đạt chuẩn.")
]
MinimumOption = Annotated[
    int | None, typer.Option("--minimum", min=0, help="Mục tiêu riêng: mỗi xã ít nhất N tiêu chí.")
]
AverageOption = Annotated[
    str, typer.Option("--average", help="Mục tiêu riêng: bình quân tiêu chí mỗi xã.")
]
OwnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--own",
        help="Mục tiêu riêng, lặp lại được: recognised=100, recognised@648=10, minimum@664=13, "
        "average=16.5, criterion:5=120, group:2;3;4=50, band:10-14=70, named:24247;24250=2.",
    ),
]
FrozenDistricts = Annotated[
    str, typer.Option("--frozen-districts", help="Mã các huyện giữ nguyên.")
]
FrozenCommunes = Annotated[
    str, typer.Option("--frozen-communes", help="Mã các xã giữ nguyên, cách nhau bằng dấu phẩy.")
]
FrozenCriteria = Annotated[
    str, typer.Option("--frozen-criteria", help="Số các tiêu chí giữ nguyên.")
]
BudgetOption = Annotated[str, typer.Option("--budget", help="Tổng công sức hoặc kinh phí tối đa.")]
SoftOption = Annotated[
    bool, typer.Option("--soft-bands", help="Cho phép lệch nhóm xã khi không thể đúng.")
]
PriceOption = Annotated[
    str,
    typer.Option(
        "--deviation-price",
        help="Công sức tính cho mỗi xã lệch nhóm; không đặt thì ít xã lệch nhất trước.",
    ),
]
DistrictOption = Annotated[
    str | None, typer.Option("--district", help="Chỉ lập phương án cho một huyện.")
]
SecondsOption = Annotated[
    float, typer.Option("--time-limit", min=0.1, max=3600, help="Thời gian tối đa, giây.")
]


@needs(Permission.TRY)
def plan(
    province: PlaceOption,
    as_of: AsOfOption,
    targets: TargetsOption = "",
    effort: EffortOption = "equal",
    limit: LimitOption = None,
    years: YearsOption = None,
    recognised: RecognisedOption = None,
    minimum: MinimumOption = None,
    average: AverageOption = "",
    own: OwnOption = None,
    frozen_districts: FrozenDistricts = "",
    frozen_communes: FrozenCommunes = "",
    frozen_criteria: FrozenCriteria = "",
    budget: BudgetOption = "",
    soft_bands: SoftOption = False,
    deviation_price: PriceOption = "",
    district: DistrictOption = None,
    time_limit: SecondsOption = 60.0,
    output_format: FormatOption = Format.JSON,
    output: OutputOption = None,
) -> None:
    """Phương án ít công sức nhất để mọi mục tiêu đã chọn cùng đạt: xã nào đạt thêm tiêu chí nào."""
    short = {"recognised": recognised, "average": _number(average, "--average")}
    short["minimum"] = minimum
    price = _fraction(_number(deviation_price, "--deviation-price"))
    wish = Wish(
        targets=_words(targets),
        own=_own(short, own or []),
        effort=effort,
        limits=Limits(
            per_year=limit,
            frozen_districts=frozenset(_words(frozen_districts)),
            frozen_communes=frozenset(_words(frozen_communes)),
            frozen_criteria=frozenset(_numbers(frozen_criteria)),
        ),
        budget_shown=_fraction(_number(budget, "--budget")),
        years=years,
        soft_bands=soft_bands or price is not None,
        deviation_price=price,
        district_code=district,
    )
    prepared = _prepare(province, parse_day(as_of), wish)
    result = _run(prepared, time_limit)
    report = _report(prepared, result, as_of, time_limit)
    if output_format is Format.JSON:
        write_json(report, output)
    else:
        write_rows(report["upgrades"], UPGRADE_FIELDS, output_format, output)
    if result.status not in (OPTIMAL, FEASIBLE):
        raise RefusedError(_refusal(report, frozen_by(prepared.problem.limits)))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _numbers(text: str) -> list[int]:
    words = _words(text)
    if not all(word.isascii() and word.isdigit() for word in words):
        raise typer.BadParameter(f"'{text}' không phải các số tiêu chí cách nhau bằng dấu phẩy")
    return [int(word) for word in words]


def _number(text: str, option: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value < 0:
        raise typer.BadParameter(f"{option}: '{text}' không phải số không âm")
    return value


def _own(short: Mapping[str, Decimal | int | None], written: list[str]) -> tuple[OwnTarget, ...]:
    try:
        targets = [read_own(item) for item in written]
    except OwnTargetError as error:
        raise typer.BadParameter(say_own_error(error)) from error
    targets += [OwnTarget(k, Decimal(v)) for k, v in short.items() if v is not None]
    names = [target.target_id for target in targets]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise typer.BadParameter(f"mục tiêu riêng đặt hai lần: {', '.join(twice)}")
    return tuple(targets)


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _prepare(province: str, day: date, wish: Wish) -> Prepared:
    with connect() as connection:
        if province != COUNTRY:
            check_unit(connection, province, UnitLevel.PROVINCE)
        elif wish.district_code is not None:
            raise typer.BadParameter("--district cần --province là một tỉnh")
        if wish.district_code is not None:
            check_unit(connection, wish.district_code, UnitLevel.DISTRICT, province)
        try:
            prepared = prepare(connection, province, day, wish)
        except queries.NoDataError as error:
            raise RefusedError(
                f"Chưa có số liệu của tỉnh {province} tại hoặc trước ngày {day.isoformat()}. "
                "Xem các kỳ đang có: python -m data status"
            ) from error
        except UnknownTargetError as error:
            raise typer.BadParameter(
                f"'{error}' không phải kế hoạch hay mục tiêu của tỉnh {province}; "
                "xem: python -m data targets"
            ) from error
        except OwnTargetError as error:
            raise typer.BadParameter(say_own_error(error)) from error
        except FileNotFoundError as error:
            raise RefusedError(
                f"Không có tệp chi phí '{wish.effort}'; --effort là equal, difficulty hoặc một tệp."
            ) from error
        except CostFileError as error:
            raise RefusedError("Tệp chi phí không dùng được:\n" + "\n".join(error.say())) from error
    _check(prepared, wish, day)
    return prepared


def _check(prepared: Prepared, wish: Wish, asked: date) -> None:
    problem = prepared.problem
    strangers = wish.limits.frozen_communes - set(problem.codes)
    if strangers:
        raise typer.BadParameter(f"không có xã mang mã {', '.join(sorted(strangers))}")
    districts = wish.limits.frozen_districts - set(problem.districts)
    if districts:
        raise typer.BadParameter(f"không có huyện mang mã {', '.join(sorted(districts))}")
    unknown = wish.limits.frozen_criteria - set(problem.numbers)
    if unknown:
        raise typer.BadParameter(f"bộ tiêu chí không có số {', '.join(map(str, sorted(unknown)))}")
    if not wish.targets and not wish.own:
        raise typer.BadParameter("cần --targets hoặc một mục tiêu riêng (--recognised, --own …)")
    for line in notes(prepared, asked):
        tell(line)
    if not problem.requirements:
        raise RefusedError("Không có mục tiêu nào lập phương án được; xem lý do ở trên.")


def _run(prepared: Prepared, seconds: float) -> PlanResult:
    job = runner.start(prepared.problem, seconds)
    try:
        said = None
        while (state := job.poll()).state == runner.RUNNING:
            name = state.phase.name if state.phase else None
            if name and name != said:
                tell(f"[{state.elapsed:5.1f} s] {say_phase(name)}")
                said = name
            job.pause()
        if state.state == runner.FAILED:
            raise RefusedError(f"Bộ giải dừng vì lỗi: {state.error}")
        return job.result()
    finally:
        job.close()


def _report(prepared: Prepared, result: PlanResult, asked: str, seconds: float) -> dict[str, Any]:
    situation = prepared.situation
    return {
        **describe_result(result),
        "targets": list(dict.fromkeys(r.target_id for r in prepared.problem.requirements)),
        "skipped_targets": [
            {**asdict(item), "why_vi": say_skipped(item.why)} for item in prepared.skipped
        ],
        "targets_across_sets": list(prepared.across_sets),
        "provinces_left_out": list(prepared.left_out),
        "provenance": {
            "province_code": situation.province_code,
            "district_codes": sorted(set(situation.district_by_commune.values())),
            "requested_as_of": asked,
            "as_of": situation.as_of.isoformat(),
            "set_id": situation.criteria_set.set_id,
            "status": situation.status.value,
            "marks": situation.provenance.value,
            "basis_vi": situation.basis_vi,
            "plan": "scenario",
            "years": prepared.problem.limits.years,
            "time_limit": seconds,
            "solver": f"HiGHS (scipy {scipy.__version__})",
        },
    }


def _refusal(report: Mapping[str, Any], frozen: Mapping[str, str]) -> str:
    if not report["conflicts"]:
        return "Hết thời gian mà chưa tìm được phương án nào; hãy tăng --time-limit."
    members = [*report["conflicts"], *report["conflict_limits"]]
    lines = [f"- {say_member(member, frozen)}" for member in members]
    return "Các mục tiêu sau không thể cùng đạt:\n" + "\n".join(lines)
