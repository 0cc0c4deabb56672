"""The files of ``data/illustrative/``, as bytes that are the same on every run."""

import hashlib
import io
from collections.abc import Sequence

import pandas as pd
import yaml

from domain.vocabulary import Provenance, UnitKind, UnitLevel
from scripts.illustrative.inputs import Inputs, Snapshot
from scripts.illustrative.recognitions import COLUMNS as RECOGNITION_COLUMNS
from scripts.illustrative.result import ProvinceResult

SNAPSHOT_COLUMNS = [
    "snapshot_key",
    "province_code",
    "district_code",
    "as_of",
    "set_id",
    "status",
    "title_vi",
    "basis_vi",
    "note_vi",
]
UNIT_COLUMNS = [
    "code",
    "name",
    "full_name",
    "level",
    "kind",
    "parent_code",
    "province_code",
    "district_code",
    "valid_from",
    "valid_to",
    "admin_version",
    "note",
]
SCRIPT = "scripts/build_illustrative.py"
WARNING = (
    "Số liệu minh họa: không phải kết quả đánh giá của xã nào. Chỉ các tổng ghi là công bố trong "
    "constraints.yml là đúng với nguồn; không trích dẫn số của từng xã."
)


def assessment_path(key: str) -> str:
    """Return where a snapshot's table lies below ``data/illustrative``."""
    return f"assessments/{key}.csv"


def province_files(result: ProvinceResult) -> dict[str, bytes]:
    """Return the tables of one province by path."""
    return {
        assessment_path(key): _csv(frame.sort_values(["commune_code", "criterion_no"]))
        for key, frame in result.assessments.items()
    }


def build_files(inputs: Inputs, results: Sequence[ProvinceResult]) -> dict[str, bytes]:
    """Return every generated file by path: tables, lists and their source neighbours."""
    assessments: dict[str, bytes] = {}
    for result in results:
        assessments |= province_files(result)
    rows = [row for result in results for row in result.recognitions]
    recognitions = pd.DataFrame(rows, columns=RECOGNITION_COLUMNS).sort_values(
        ["unit_code", "effective_on", "level"], kind="stable"
    )
    files = {
        "snapshots.csv": _csv(_snapshots(inputs)),
        "recognitions.csv": _csv(recognitions),
        "units.csv": _csv(_units(inputs)),
    }
    return files | assessments | _source_files(inputs, files, assessments)


def _snapshots(inputs: Inputs) -> pd.DataFrame:
    rows = [
        {
            "snapshot_key": s.key,
            "district_code": s.entry.get("district_code", ""),
            "as_of": s.as_of.isoformat(),
            **{name: s.entry[name] for name in ("province_code", "set_id", "status")},
            **{
                name: " ".join(s.entry[name].split())
                for name in ("title_vi", "basis_vi", "note_vi")
            },
        }
        for s in inputs.snapshots()
    ]
    return pd.DataFrame(rows, columns=SNAPSHOT_COLUMNS).sort_values("snapshot_key")


def _units(inputs: Inputs) -> pd.DataFrame:
    rows = [
        {
            "level": UnitLevel.COMMUNE.value,
            "kind": UnitKind.XA.value,
            "parent_code": unit["district_code"],
            "valid_from": "",
            "admin_version": "2018",
            **unit,
            "valid_to": unit["valid_to"].isoformat(),
            "note": f"{unit['note'].strip()} Nguồn: {inputs.url(unit['source'])}",
        }
        for unit in inputs.spec["former_units"]
    ]
    return pd.DataFrame(rows)[UNIT_COLUMNS]


def _csv(frame: pd.DataFrame) -> bytes:
    buffer = io.StringIO()
    frame.to_csv(buffer, index=False, lineterminator="\n")
    return buffer.getvalue().encode()


def _source_files(
    inputs: Inputs, files: dict[str, bytes], assessments: dict[str, bytes]
) -> dict[str, bytes]:
    holds = {s.key: _published(inputs, s) for s in inputs.snapshots()}
    about: dict[str, dict[str, object]] = {
        "snapshots.csv": {
            "title": "Các kỳ đánh giá minh họa",
            "coverage": f"{len(holds)} kỳ của bốn tỉnh",
        },
        "recognitions.csv": {
            "title": "Công nhận xã: tên đã công bố và phần chọn minh họa",
            "coverage": "Bốn tỉnh; sau kỳ minh họa cuối chỉ có xã nguồn nêu tên",
            "unverified": [
                "Một xã có thể có nhiều dòng (mốc minh họa rồi mốc nguồn nêu tên; NTM rồi nâng "
                "cao): đếm mã xã khác nhau.",
                "Ngày không chính xác là hạn muộn nhất nguồn cho biết.",
            ],
            "recognised_communes": _milestones(inputs),
        },
        "units.csv": {
            "title": "Đơn vị có trong mẫu số công bố nhưng không còn trong danh mục 2021",
            "coverage": "Kon Tum đến 31/8/2019",
            "unverified": ["Mã là mã tạm của chương trình."],
        },
    }
    sources = {
        f"{name}.source.yml": _source(inputs, about[name], hash_bytes(files[name]))
        for name in files
    }
    hashes = {name: hash_bytes(content) for name, content in sorted(assessments.items())}
    listing = "".join(f"{value}  {name}\n" for name, value in hashes.items())
    whole: dict[str, object] = {
        "title": "Kết quả đánh giá minh họa từng xã, từng tiêu chí",
        "coverage": f"{len(holds)} kỳ của bốn tỉnh, một file mỗi kỳ",
        "published_totals": holds,
        "files": hashes,
    }
    sources["assessments.source.yml"] = _source(inputs, whole, hash_bytes(listing.encode()))
    return sources


def hash_bytes(content: bytes) -> str:
    """Return the SHA-256 of a file's content in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _milestones(inputs: Inputs) -> dict[str, list[str]]:
    return {
        code: [
            f"{item['day'].isoformat()}: {item['count']} xã"
            + (" (giả định)" if item.get("assumed") else "")
            for item in plan["milestones"]
        ]
        for code, plan in inputs.spec["recognitions"].items()
    }


def _published(inputs: Inputs, snapshot: Snapshot) -> list[str]:
    lines = []
    for item in snapshot.entry["published"]:
        source = inputs.spec["sources"][item["source"]]
        lines.append(" | ".join(filter(None, [item["metric"], source["title"], source["url"]])))
    return lines


def _source(inputs: Inputs, about: dict[str, object], sha256: str) -> bytes:
    """Return a neighbour with the fields of those under ``data/reference``, and the seed."""
    content = {
        "title": about["title"],
        "producer": "Dự án này: chương trình có hạt giống cố định, theo các tổng đã công bố",
        "document_number": None,
        "date_published": None,
        "date_accessed": inputs.spec["date_accessed"].isoformat(),
        "url_main": None,
        "licence": {
            "name": "Cùng giấy phép với dự án",
            "note": "Các tổng công bố là sự kiện, nguồn ghi trong constraints.yml.",
        },
        "synthetic": True,
        "provenance": Provenance.ILLUSTRATIVE.value,
        "constraints": "data/illustrative/constraints.yml",
        "seed": inputs.spec["seed"],
        "usage_warnings": [WARNING],
        "unverified": [],
        "produced_by": SCRIPT,
        **about,
        "sha256": sha256,
    }
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
    return text.encode()
