"""Write the JSON Schemas of law and election files, docs/schema/*.json, from the shapes they are checked by.

``python tools/schemas.py docs/schema`` writes them; with ``--check`` it exits 1 where one is out of date. An editor
completes a file whose first line is ``# yaml-language-server: $schema=`` and the path of its schema.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from escrutinio.canvass.about import About
from escrutinio.documents import json_schema
from escrutinio.law import LawFile

SHAPES = {"law": LawFile, "election": About}


def render(name: str) -> str:
    """One schema as the text of its file.

    >>> json.loads(render("law"))["title"]
    'LawFile'
    """
    return json.dumps(json_schema(SHAPES[name]), ensure_ascii=False, indent=2) + "\n"


def stale(folder: Path) -> list[Path]:
    """The files that are missing or not what would be written."""
    files = {folder / f"{name}.schema.json": render(name) for name in SHAPES}
    return [path for path, text in files.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]


def main(words: list[str]) -> int:
    """Write the schemas, or check them; the exit status."""
    folder = Path(next(word for word in words if not word.startswith("--")))
    if "--check" in words:
        for path in stale(folder):
            print(f"{path} is out of date: make schemas", file=sys.stderr)
        return 1 if stale(folder) else 0
    for name in SHAPES:
        (folder / f"{name}.schema.json").write_text(render(name), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
