"""A count held against the register of stations, in whatever file that register comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

MORNING = "count_20240304_090000.csv"
CODES = ("--codes", "C301,C302,C303,C304")
HOW = ("--format", "count.yaml")
# The count of the island has the stations 101 (60 voters), 102 (60), 201 (80) and 202 (70).
STATIONS = "101,60\n102,61\n201,80\n203,55\n"
"""102 has one voter more here, 202 is missing, 203 has no sheet."""
EXPECTED = {
    "C301": {"station": "202", "cast": 46},  # 45 votes for lists, none blank, 1 null
    "C302": {"station": "203", "registered": 55},
    "C303": {"station": "102", "registered": 60, "register": 61, "difference": -1},
}


def found(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The facts of each finding, by code; each is there once."""
    every = document["findings"]
    assert len({each["code"] for each in every}) == len(every)
    return {each["code"]: each["facts"] | {"station": each["station"]} for each in every}


def expected(document: dict[str, Any]) -> None:
    """What EXPECTED says is found, and nothing else."""
    facts = found(document)
    assert set(facts) == set(EXPECTED)
    for code, told in EXPECTED.items():
        assert {name: facts[code][name] for name in told} == told


PLAIN = {
    "own-words": "station,registered\n" + STATIONS,
    "in-spanish": "Mesa;Inscritos\n" + STATIONS.replace(",", ";"),
    "with-places": "Registered voters,School,Polling station\n60,One,101\n61,One,102\n80,Two,201\n55,Two,203\n",
    "titled": "REGISTER OF THE ISLE\n\nDistrito,Mesa,Electores\nN,101,60\nN,102,61\nS,201,80\nS,203,55\n",
}  # fmt: skip


@pytest.mark.parametrize("style", PLAIN)
def test_a_plain_register(isle: Path, told, style) -> None:
    """A file of stations and their voters is found by its headers: it has no lists and counts no contest."""
    (isle / "register.csv").write_text(PLAIN[style])
    status, document = told("check", MORNING, *HOW, "--register", "register.csv", *CODES)
    assert status == 1
    expected(document)


def test_stations_are_numbered_differently(isle: Path, run) -> None:
    """C304, once, in place of a finding for each station; the sentence shows how both write one."""
    (isle / "register.csv").write_text("Mesa,Inscritos\nA-101,60\nA-102,60\n")
    result = run("check", MORNING, *HOW, "--register", "register.csv", *CODES)
    assert (result.exit_code, "C301" in result.stdout, "C302" in result.stdout) == (1, False, False)
    assert "the file writes “101” and the register “A-101”" in result.stdout


def test_a_register_that_agrees(isle: Path, run) -> None:
    """Nothing is found, and the tally says how many of its stations have sheets: all four."""
    (isle / "register.csv").write_text("Mesa,Inscritos\n101,60\n102,60\n201,80\n202,70\n")
    result = run("check", MORNING, *HOW, "--register", "register.csv", *CODES)
    assert (result.exit_code, "Nothing was found" in result.stdout) == (0, True)
    tally = run("tally", MORNING, *HOW, "--register", "register.csv")
    assert "4 tally sheets counted, of 4 in the register: 100.00 %." in " ".join(tally.stdout.split())


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_what_read_wrote_is_a_register(isle: Path, run, told, ending) -> None:
    """The sheets of one snapshot, as `read -o` writes them: 202 is not among those of the night."""
    night = next(isle.glob("*_200000.csv")).name
    run("read", night, *HOW, "-o", f"night.{ending}")
    status, document = told("check", MORNING, *HOW, "--register", f"night.{ending}", *CODES)
    facts = found(document)
    assert (status, set(facts), facts["C301"]["station"]) == (1, {"C301"}, "202")


ODD = "kod,voter_no\n101,60\n102,61\n201,80\n203,55\n"
DESCRIBED = """formats:
  - id: isle-register
    name: {es: Padrón, en: Register}
    station: [kod]
    counts: {registered: voter_no}
"""


@pytest.mark.parametrize("own", [True, False])
def test_a_register_with_a_description(isle: Path, told, own) -> None:
    """A description without lists and contest, alone or in the file that describes the count."""
    (isle / "register.csv").write_text(ODD)
    if own:
        (isle / "register.yaml").write_text(DESCRIBED)
        how = [*HOW, "--register-format", "register.yaml"]
    else:
        described = DESCRIBED.removeprefix("formats:\n") + "    contest: {fixed: ballot}\n"
        (isle / "both.yaml").write_text((isle / "count.yaml").read_text(encoding="utf-8") + described)
        how = ["--format", "both.yaml"]
    expected(told("check", MORNING, *how, "--register", "register.csv", *CODES)[1])


def test_the_words_of_the_count_are_known_in_its_register(isle: Path, told) -> None:
    """Headers that only the count's description explains: the register has them too."""
    count = isle / MORNING
    count.write_text(count.read_text(encoding="utf-8").replace("Mesa;", "Kod;").replace("Inscritos", "Lud"))
    described = isle / "count.yaml"
    described.write_text(described.read_text(encoding="utf-8").replace("[Mesa]", "[Kod]").replace("Inscritos", "Lud"))
    (isle / "register.csv").write_text("Kod,Lud,Lat,Lon\n101,60,1,2\n102,61,3,4\n201,80,5,6\n203,55,7,8\n")
    expected(told("check", MORNING, *HOW, "--register", "register.csv", *CODES)[1])


def test_no_register_in_a_file(isle: Path, run) -> None:
    """A file without stations or voters says which columns it has and what to do."""
    (isle / "register.csv").write_text("colour,size\nred,big\n")
    result = run("check", MORNING, *HOW, "--register", "register.csv")
    said = " ".join(result.stderr.split())
    assert result.exit_code == 2
    assert (
        "a register needs a column of stations and one of registered voters, and its columns are colour, size" in said
    )
    assert "describe the file and give it with --register-format." in said
    alone = run("check", MORNING, *HOW, "--register-format", "count.yaml")
    assert (alone.exit_code, "Give it with --register FILE." in alone.stderr) == (2, True)


@pytest.mark.usefixtures("isle")
def test_the_draft_speaks_the_language_asked_for(run) -> None:
    """The comments in Spanish or English; the keys, and what they say of the columns, are the same."""
    drafts = {lang: run("describe", MORNING, "--lang", lang).stdout for lang in ("es", "en")}
    assert "# Un borrador para" in drafts["es"]
    assert "# A draft for" in drafts["en"]
    bare = {lang: [line.partition("#")[0].strip() for line in text.splitlines()] for lang, text in drafts.items()}
    assert bare["es"] == bare["en"]
