"""The published schemas of law and election files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import schemas

if TYPE_CHECKING:
    from pathlib import Path


def test_the_published_schemas_are_those_the_files_are_checked_by(root: Path) -> None:
    """docs/schema holds what tools/schemas.py writes."""
    assert schemas.stale(root / "docs" / "schema") == []


def test_a_stale_schema_is_told(tmp_path: Path) -> None:
    """A missing file and a changed file are both found."""
    (tmp_path / "law.schema.json").write_text("{}", encoding="utf-8")
    assert [path.name for path in schemas.stale(tmp_path)] == ["law.schema.json", "election.schema.json"]
