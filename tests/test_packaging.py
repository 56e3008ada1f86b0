"""What is shipped: locks with hashes and no address, permissive licences, one version, a true CLI reference."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

GROUPS = {  # each lock: what goes into it
    "runtime": ("build",),
    "test": ("build", "test"),
    "spark": ("build", "test"),  # and the extra of that name
    "lint": ("build", "test", "lint"),
    "docs": ("build", "docs"),
    "lock": ("lock",),
}
LOCKED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==\S+", re.MULTILINE)
PERMISSIVE = re.compile(r"\b(MIT|BSD|0BSD|Apache|ISC|PSF|Python Software|Unlicense|CC0|Zlib)\b", re.IGNORECASE)
COPYLEFT = re.compile(r"GPL|General Public|EUPL|CeCILL|Share.?Alike|CC-BY-SA|SSPL|MPL|Mozilla|EPL-", re.IGNORECASE)


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


# Locks


def lock_faults(text: str, wanted: Iterable[str]) -> Iterator[str]:
    """Addresses, paths, packages without a hash, and wanted packages that are not locked."""
    yield from (f"names a place: {line}" for line in text.splitlines() if re.search(r"://|file:|^-|@ |\.\.?/", line))
    entries = re.split(r"\n(?=\S)", text)
    yield from (f"has no hash: {each}" for each in entries if LOCKED.match(each) and "--hash=sha256:" not in each)
    locked = {canonicalize_name(name) for name in LOCKED.findall(text)}
    yield from (f"lacks {name}; run make lock" for name in wanted if canonicalize_name(name) not in locked)


@pytest.mark.parametrize("lock", GROUPS)
def test_a_lock_has_every_package_with_hashes_and_no_address(lock: str, root: Path, project: dict[str, Any]) -> None:
    """Each lock installs what pyproject.toml asks for, from whatever registry the reader uses."""
    asked = [each for group in GROUPS[lock] for each in project["dependency-groups"][group]]
    core = [] if lock == "lock" else project["project"]["dependencies"]
    extra = project["project"]["optional-dependencies"].get(lock, [])
    wanted = [Requirement(each).name for each in [*core, *extra, *asked]]
    assert list(lock_faults((root / f"requirements/{lock}.lock").read_text(encoding="utf-8"), wanted)) == []


def test_one_package_has_one_version_in_all_locks(root: Path) -> None:
    """What is tested is what is linted, documented and run."""
    texts = [(root / f"requirements/{lock}.lock").read_text(encoding="utf-8") for lock in GROUPS]
    pins = {line for text in texts for line in re.findall(r"^[a-z0-9._-]+==[^\\\n]+?(?= \\)", text, re.MULTILINE)}
    named = [re.split(r"==[^ ;]+", pin)[0] + (pin.partition(";")[2]) for pin in sorted(pins)]
    assert sorted(named) == sorted(set(named))


def test_faults_of_a_lock_are_found() -> None:
    """An address, a missing hash, a missing package."""
    assert "names a place" in next(lock_faults("--index-url https://example.org/simple\n", []))
    assert "has no hash" in next(lock_faults("click==8.1.7\nrich==15 \\\n    --hash=sha256:00\n", []))
    assert "lacks numpy" in next(lock_faults("", ["numpy"]))
    assert list(lock_faults("ruamel-yaml==1 \\\n    --hash=sha256:00\n", ["ruamel.yaml"])) == []


# Licences


def closure(name: str, seen: set[str] | None = None) -> set[str]:
    """A package and everything it needs when it runs here, without extras."""
    seen = set() if seen is None else seen
    if canonicalize_name(name) in seen:
        return seen
    seen.add(canonicalize_name(name))
    for each in map(Requirement, distribution(name).requires or ()):
        if each.marker is None or each.marker.evaluate({"extra": ""}):
            closure(each.name, seen)
    return seen


def licence(package: Distribution) -> str:
    """How a package states its licence: the SPDX expression, else the classifiers, else the first line of the text."""
    told = package.metadata.json
    classifiers = [each for each in told.get("classifier", ()) if each.startswith("License ::")]
    text = str(told.get("license", "")).partition("\n")[0]
    return str(told.get("license_expression") or "; ".join(classifiers) or text)


def licence_fault(stated: str) -> str:
    """Why a licence is not permissive, or nothing."""
    if COPYLEFT.search(stated):
        return "is copyleft"
    return "" if PERMISSIVE.search(stated) else "is not known to be permissive"


def test_what_the_core_needs_is_permissive() -> None:
    """No copyleft, and nothing without a licence, in what a user installs."""
    names = closure("escrutinio") - {"escrutinio"}
    assert "numpy" in names
    stated = {name: licence(distribution(name)) for name in sorted(names)}
    assert {name: f"{each!r} {licence_fault(each)}" for name, each in stated.items() if licence_fault(each)} == {}


@pytest.mark.parametrize(
    "stated",
    [
        "GPL-3.0-or-later",
        "License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",
        "AGPL-3.0",
        "",
        "Ask us",
    ],
)
def test_another_licence_is_found(stated: str) -> None:
    """Copyleft, none, and unknown."""
    assert licence_fault(stated)


@pytest.mark.parametrize(
    "stated", ["MIT", "BSD-3-Clause AND 0BSD AND MIT AND Zlib", "Apache-2.0", "License :: OSI Approved :: BSD License"]
)
def test_a_permissive_licence_passes(stated: str) -> None:
    """As packages state it."""
    assert not licence_fault(stated)


# The project file, the version, the CLI reference


def unreasoned_ignores(text: str) -> list[str]:
    """Lines of pyproject.toml that switch a ruff rule off and do not say why."""
    return [line.strip() for line in text.splitlines() if re.match(r'^  "[A-Z]+[0-9]*",(?!\s+# \S+ \S+)', line)]


def test_every_ignored_rule_has_its_reason(root: Path) -> None:
    """Ruff's rules are all on; one that is off says why beside it."""
    assert unreasoned_ignores((root / "pyproject.toml").read_text(encoding="utf-8")) == []
    assert unreasoned_ignores('ignore = [\n  "COM812",\n]') == ['"COM812",']


def test_the_version_is_the_same_everywhere(root: Path, project: dict[str, Any]) -> None:
    """In pyproject.toml, CITATION.cff, the change log and the package."""
    version = project["project"]["version"]
    assert f"\nversion: {version}\n" in (root / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## [{version}]" in (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f'\n__version__ = "{version}"\n' in (root / "src/escrutinio/__init__.py").read_text(encoding="utf-8")


def test_the_installed_package_is_this_one(project: dict[str, Any]) -> None:
    """What `escrutinio --version` will say."""
    try:
        assert distribution("escrutinio").version == project["project"]["version"]
    except PackageNotFoundError:
        pytest.fail("escrutinio is not installed in this environment; run make test")


def test_the_cli_reference_is_up_to_date(root: Path) -> None:
    """docs/cli.md is what the commands say of themselves."""
    from cli_reference import render

    from escrutinio.cli import main

    assert (root / "docs/cli.md").read_text(encoding="utf-8") == render(main), "run make cli-reference"
