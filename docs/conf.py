"""How Sphinx builds the documentation: make docs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_about = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "Escrutinio"
author = "The Escrutinio contributors"
copyright = author
release = version = _about["version"]
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "Escrutinio"
html_copy_source = False
html_show_sphinx = False

myst_enable_extensions = ["deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the types stand in the signature's docstring; private aliases would only confuse there
autodoc_default_options = {"members": True, "exclude-members": "model_config, model_post_init"}
napoleon_google_docstring = True
napoleon_numpy_docstring = False
# Names outside this project have their own documentation, and a type that its room does not give away has none.
nitpick_ignore_regex = [("py:.*", r"(?!escrutinio\.).*"), ("py:class", r"escrutinio\.\w+\.\w+\..*")]


def _no_types(_app: Sphinx, what: str, _name: str, _of: Any, _options: Any, lines: list[str]) -> None:  # noqa: ANN401
    """Keep napoleon from reading “A share: of the valid votes” under an attribute as a type and its description."""
    if what in {"attribute", "data"} and lines:
        lines[0] = lines[0].replace(": ", " – ", 1)


def setup(app: Sphinx) -> None:
    """Sphinx calls this; the priority puts us before napoleon."""
    app.connect("autodoc-process-docstring", _no_types, priority=1)
