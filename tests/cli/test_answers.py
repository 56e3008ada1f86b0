"""Who is elected, as the command line prints it; expected seats are typed from who declared them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from escrutinio import canvass

DECLARED = {
    # Corte Nacional Electoral, through the IPU's PARLINE (Deputies) and CEDIB (Senate)
    "bo-2005": {
        "president": {"MAS-IPSP": 1},
        "senate": {"PODEMOS": 13, "MAS-IPSP": 12, "UN": 1, "MNR": 1},
        "deputies": {"MAS-IPSP": 72, "PODEMOS": 43, "UN": 8, "MNR": 7},
    },
    # Corte Nacional Electoral, through CEDIB
    "bo-2009": {
        "president": {"MAS-IPSP": 1},
        "senate": {"MAS-IPSP": 26, "PPB-CN": 10},
        "deputies": {"MAS-IPSP": 88, "PPB-CN": 37, "UN": 3, "AS": 2},
    },
    # Tribunal Supremo Electoral, 29 October 2014
    "bo-2014": {
        "president": {"MAS-IPSP": 1},
        "senate": {"MAS-IPSP": 25, "UD": 9, "PDC": 2},
        "deputies": {"MAS-IPSP": 88, "UD": 32, "PDC": 10},
    },
    # Órgano Electoral Plurinacional, final count of 25 October 2019, annulled later
    "bo-2019": {"president": {"MAS-IPSP": 1}},
    # Tribunal Supremo Electoral, 23 October 2020
    "bo-2020": {
        "president": {"MAS-IPSP": 1},
        "senate": {"MAS-IPSP": 21, "CC": 11, "CREEMOS": 4},
        "deputies": {"MAS-IPSP": 75, "CC": 39, "CREEMOS": 16},
        "supranational": {"MAS-IPSP": 6, "CC": 2, "CREEMOS": 1},
    },
    # Tribunal Supremo Electoral, 26 August and 27 October 2025
    "bo-2025": {
        "president": {"PDC": 1},
        "senate": {"PDC": 16, "LIBRE": 12, "UNIDAD": 7, "APB-SUMATE": 1},
        "deputies": {
            "PDC": 49, "LIBRE": 39, "UNIDAD": 26, "AP": 8, "APB-SUMATE": 5, "MAS-IPSP": 2, "BIA-YUQUI": 1
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("election", DECLARED)
def test_the_json_document_has_the_declared_seats(run, election) -> None:
    """Every body of every election at hand, on standard output, with nothing on standard error."""
    result = run("elect", election, "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    totals = {name: body["totals"] for name, body in document["bodies"].items()}
    assert {body: totals[body] for body in DECLARED[election]} == DECLARED[election]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("election", DECLARED)
def test_the_text_has_the_declared_seats(run, election, lang) -> None:
    """The last line of each chamber's table adds up to the seats that were declared."""
    result = run("elect", election, "--lang", lang)
    assert (result.exit_code, result.stderr) == (0, "")
    totals = [line.split()[1:-1] for line in result.stdout.splitlines() if line.startswith("total ")]
    for body, seats in DECLARED[election].items():
        if body != "president":
            assert [str(each) for each in seats.values()] in totals, body


def test_every_election_is_listed(run) -> None:
    """`elections` names each id of a country, and its document the same ones; without a country, of all."""
    lines = run("elections", "--country", "bo").stdout.splitlines()[2:]
    assert [line.split()[0] for line in lines] == list(DECLARED)
    listed = json.loads(run("elections", "--country", "bo", "--json").stdout)["elections"]
    assert [each["id"] for each in listed] == list(DECLARED)
    everything = [each["id"] for each in json.loads(run("elections", "--json").stdout)["elections"]]
    assert everything == list(canvass.elections())


@pytest.mark.parametrize("asked", ["deputies", "Diputados", "cámara de diputados", "CHAMBER OF DEPUTIES"])
def test_a_body_is_asked_for_by_its_names(run, asked) -> None:
    """By its id, its name in either language, or the word that only it has."""
    result = run("elect", "bo-2020", asked, "--json")
    assert list(json.loads(result.stdout)["bodies"]) == ["deputies"]


def test_explain_has_the_last_quotient_and_the_next(run) -> None:
    """Santa Cruz 2020: the TSE's votes, 717,742 and 275,868, divided by 13 and by 5."""
    document = json.loads(run("explain", "bo-2020", "diputados", "santa cruz", "--json").stdout)
    facts = document["steps"][-1]["facts"]
    assert document["body"] == "deputies"
    assert facts["last_in"]["quotient"]["value"] == {"exact": "717742/13", "decimal": "55210.923077"}
    assert facts["first_out"]["quotient"]["value"] == {"exact": "275868/5", "decimal": "55173.600000"}


def test_explain_tells_whose_quotient_pays_for_overhang(run) -> None:
    """Beni 2025: Unidad won four constituencies and was entitled to three; Súmate's 23,864 votes lose their seat."""
    told = run("explain", "bo-2025", "deputies", "Beni").stdout
    assert "Overhang: UNIDAD won 1 more than its entitlement." in told
    assert "It is paid by the lowest quotient: APB-SUMATE loses 23,864." in told


def test_seats_that_are_not_known_are_no_zero(run) -> None:
    """2005: nobody found the single-member votes, so no column says how many seats they gave."""
    told = run("explain", "bo-2005", "deputies", "Pando").stdout
    assert "not known, so the entitlement is given whole" in told
    assert "together" not in told


def test_explain_joins_conditions_as_the_law_does(run) -> None:
    """2019: not more than half, but 40 % together with ten points ahead, by the annulled count."""
    told = " ".join(run("explain", "bo-2019", "president").stdout.split())
    assert (
        "One of these is enough: "
        "· More than 50 % of the valid votes: 3,068,836 votes needed, MAS-IPSP has 2,889,359: not met. "
        "· All of these together: "
        "· At least 40 % of the valid votes: 2,455,069 votes needed, MAS-IPSP has 2,889,359: met. "
        "· A lead of at least 10 % of the valid votes: 613,768 votes needed, MAS-IPSP leads by 648,439: met."
    ) in told


def test_the_next_command_can_be_typed(run) -> None:
    """`elect` ends with the command that says why, and that command works."""
    why = next(line for line in run("elect", "bo-2025").stdout.splitlines() if line.startswith("Why: "))
    assert why == 'Why: escrutinio explain bo-2025 deputies "La Paz"'
    assert run("explain", "bo-2025", "deputies", "La Paz").exit_code == 0


def test_the_program_runs_by_itself() -> None:
    """From a process of its own: the answer on standard output, nothing on standard error, status 0."""
    command = [str(Path(sys.executable).with_name("escrutinio")), "elect", "bo-2020", "senate", "--lang=es"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")  # noqa: S603 - ours
    assert (done.returncode, done.stderr) == (0, "")
    assert "Cámara de Senadores: 36 escaños" in done.stdout
