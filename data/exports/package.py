"""A data package of everything: CSV tables with a Frictionless ``datapackage.json``, in one zip.

Polygons are not part of it: approximate ones may not be passed on (see
:mod:`data.exports.geopackage`).
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from data import paths, queries
from data.exports.package_cells import to_cells
from data.exports.package_tables import Field, PackageTable, read_tables
from data.schemas import REFERENCE_TABLES
from data.schemas.core import Column, Table
from data.schemas.sources import Source, read_source
from data.store import snapshots
from data.store.tables import batch
from domain.vocabulary import Provenance, UnitLevel

KINDS = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "date": "date"}
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Time every file in the archive carries, so that the same data give the same bytes."""

LICENCES: Mapping[str, dict[str, str]] = {
    "MIT": {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"},
}
ILLUSTRATIVE = (
    "Có SỐ LIỆU MINH HỌA: kết quả từng xã ở các kỳ ghi provenance = illustrative do phần mềm dựng "
    "cho khớp các tổng đã công bố, không phải kết quả đánh giá thật."
)
README = """# Gói dữ liệu theo dõi nông thôn mới

{about}

- `datapackage.json`: mô tả từng bảng, từng cột (Frictionless Data Package).
- `data/*.csv`: UTF-8, dấu phẩy; mã là chữ và giữ số 0 ở đầu; ô trống là không có giá trị.
- Bảng `marks`: kết quả đang có hiệu lực; bảng `assessment`: mọi kết quả đã từng nạp.
- Chữ do người dùng nhập mà bắt đầu bằng = + - @ có thêm dấu ' ở trước, để bảng tính không chạy
  thành công thức.
- Bảng `audit_log`, `batch` ghi ai nạp gì, khi nào: chỉ chia sẻ trong cơ quan.
- Không có ranh giới bản đồ: quyền phát hành lại ranh giới gần đúng chưa rõ.
"""


def build_data_package(connection: Connection, province_code: str | None = None) -> bytes:
    """Build the package of a province, or of everything, as a zip file.

    Reference tables are whole either way. The same data give the same bytes.

    Args:
        connection: Any connection.
        province_code: Loads, marks, decisions and logs of this province only; ``None`` for all.

    Raises:
        data.schemas.TableError: A reference file does not fit its description.
        KeyError: There is no such province.
    """
    place = _place(connection, province_code)
    files: dict[str, bytes] = {}
    resources = []
    for table in REFERENCE_TABLES.values():
        content = (paths.REFERENCE / table.file).read_bytes()
        files[f"data/{table.name}.csv"] = content
        resources.append(_reference_resource(table, read_source(table, paths.REFERENCE), content))
    for held in read_tables(connection, province_code):
        content = _csv(held)
        files[f"data/{held.name}.csv"] = content
        resources.append(_store_resource(held, content))
    descriptor = _descriptor(connection, province_code, place, resources)
    text = json.dumps(descriptor, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    readme = README.format(about=descriptor["description"])
    return _zip({"datapackage.json": text.encode(), "README.md": readme.encode(), **files})


def _place(connection: Connection, province_code: str | None) -> str:
    if province_code is None:
        return "mọi tỉnh đang có trong hệ thống"
    provinces = queries.read_units(connection, UnitLevel.PROVINCE)
    names = dict(zip(provinces["code"], provinces["full_name"], strict=True))
    return str(names[province_code])


def _descriptor(
    connection: Connection, province_code: str | None, place: str, resources: list[dict[str, Any]]
) -> dict[str, Any]:
    periods = snapshots.list_periods(connection, province_code)
    made_up = any(p.provenance is Provenance.ILLUSTRATIVE for p in periods)
    version = snapshots.data_version(connection)
    about = f"Dữ liệu theo dõi Chương trình nông thôn mới: {place}. Phiên bản dữ liệu {version}."
    newest = connection.execute(select(func.max(batch.c.created_at))).scalar_one_or_none()
    descriptor = {
        "profile": "tabular-data-package",
        "name": f"nong-thon-moi-{province_code or 'vn'}",
        "title": f"Nông thôn mới: {place}",
        "description": f"{about} {ILLUSTRATIVE}" if made_up else about,
        "version": str(version),
        "keywords": ["nông thôn mới", *(["số liệu minh họa"] if made_up else [])],
        "contains_illustrative": made_up,
        "licenses": [_licence("", "Xem giấy phép của từng bảng.")],
        "resources": resources,
    }
    if newest is not None:
        # The time of the last load, not of writing: the same data give the same file.
        descriptor["created"] = to_cells([newest])[0]
    return descriptor


def _reference_resource(table: Table, source: Source, content: bytes) -> dict[str, Any]:
    resource = _resource(table.name, table.description, content)
    schema: dict[str, Any] = {
        "fields": [_reference_field(column, table) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    keys = [
        _foreign_key(table.name, (c.name,), *_target(c.references))
        for c in table.columns
        if c.references and not c.separator
    ]
    if keys:
        schema["foreignKeys"] = keys
    documents = [{"title": f"{d['number']}, {d['issuer']}: {d['title']}"} for d in source.documents]
    main = {"title": f"{source.title}. {source.producer}"}
    if source.url_main:
        main["path"] = source.url_main
    return resource | {
        "title": source.title,
        "licenses": [_licence(source.licence_name, source.licence_note)],
        "sources": [main, *documents],
        "coverage": source.coverage,
        "usage_warnings": list(source.usage_warnings),
        "unverified": list(source.unverified),
        "schema": schema,
    }


def _target(references: str) -> tuple[str, tuple[str, ...]]:
    name, _, column = references.partition(".")
    return name, (column,)


def _reference_field(column: Column, table: Table) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": KINDS[column.dtype],
        "description": column.description,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.separator:
        field["list_separator"] = column.separator
    if column.dtype == "bool":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {}
    if not column.nullable or column.name in table.key:
        constraints["required"] = True
    if column.allowed is not None and not column.separator:
        constraints["enum"] = [value for value in column.allowed if value is not None]
    if column.pattern and not column.separator and column.dtype == "str":
        constraints["pattern"] = column.pattern
    return field | ({"constraints": constraints} if constraints else {})


def _store_resource(table: PackageTable, content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_store_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.references:
        schema["foreignKeys"] = [
            _foreign_key(table.name, own, name, columns) for own, name, columns in table.references
        ]
    return _resource(table.name, table.description, content) | {"schema": schema}


def _store_field(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"name": field.name, "type": field.kind}
    if field.description:
        made["description"] = field.description
    if field.kind == "boolean":
        made |= {"trueValues": ["true"], "falseValues": ["false"]}
    return made | ({"constraints": {"required": True}} if field.is_required else {})


def _foreign_key(
    owner: str, own: tuple[str, ...], name: str, columns: tuple[str, ...]
) -> dict[str, Any]:
    """Return a foreign key; the empty name stands for the table itself."""
    resource = "" if name == owner else name
    return {"fields": list(own), "reference": {"resource": resource, "fields": list(columns)}}


def _resource(name: str, description: str, content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"data/{name}.csv",
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }


def _licence(name: str, title: str) -> dict[str, str]:
    """Return a licence as the specification wants it; its names are a closed list."""
    known = LICENCES.get(name)
    if known is not None:
        return {**known, "title": title}
    return {"name": "notspecified", "title": f"{name}. {title}".lstrip(". ")}


def _csv(table: PackageTable) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([field.name for field in table.fields])
    writer.writerows(to_cells(row) for row in table.rows)
    return stream.getvalue().encode("utf-8")


def _zip(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return stream.getvalue()
