"""The project's own files, parsed once, for the tests that look at code as text."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("pages", "components", "domain", "data", "i18n")
"""Folders of the product's code, beside ``app.py``."""


def files_of(*folders: str, suffix: str = ".py") -> list[Path]:
    """Return the files of some folders (or single files) with a suffix, sorted."""
    found: list[Path] = []
    for folder in folders:
        path = ROOT / folder
        found += [path] if path.is_file() else sorted(path.rglob(f"*{suffix}"))
    return [path for path in found if "__pycache__" not in path.parts]


def product_files() -> list[Path]:
    """Return the Python files of the product, without scripts, benchmarks and tests."""
    return files_of("app.py", *PACKAGES)


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """Return a file's path inside the project."""
    return path.relative_to(ROOT).as_posix()


def line_count(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def dotted(node: ast.AST) -> str:
    """Return ``a.b.c`` of an attribute chain, else an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""
