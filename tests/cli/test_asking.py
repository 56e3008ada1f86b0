"""`indices`, `power`, `change` and `margins` as they are typed: answers, files, and a message for what is mistyped."""

from __future__ import annotations

import csv
import json
import shlex
from math import sqrt

import pytest

# Bolivia 2020, votes at home and deputies: Tribunal Supremo Electoral, cómputo of 23 October 2020 less the votes abroad
VOTES_2020 = {"MAS-IPSP": 3_281_803, "CC": 1_748_678, "CREEMOS": 843_170, "FPV": 92_604, "PAN-BOL": 30_147}
DEPUTIES_2020 = {"MAS-IPSP": 75, "CC": 39, "CREEMOS": 16}
# Deputies elected in 2025: Órgano Electoral Plurinacional, 30 August 2025
DEPUTIES_2025 = {"PDC": 49, "LIBRE": 39, "UNIDAD": 26, "AP": 8, "APB-SUMATE": 5, "MAS-IPSP": 2, "BIA-YUQUI": 1}
# The count of 2019 put the first list 34,672 votes beyond ten points ahead of the second
BEYOND_TEN_POINTS_2019 = 34_672


def flat(text: str) -> str:
    """A page without its line ends."""
    return " ".join(text.split())


# Measures


def test_a_measure_computed_by_hand(run) -> None:
    """Gallagher's index of the deputies of 2020 from the official votes and seats."""
    valid, seats = sum(VOTES_2020.values()), sum(DEPUTIES_2020.values())
    gaps = [DEPUTIES_2020.get(name, 0) / seats - votes / valid for name, votes in VOTES_2020.items()]
    by_hand = f"{100 * sqrt(sum(gap**2 for gap in gaps) / 2):.2f} %"
    result = run("indices", "bo-2020", "deputies")
    assert result.exit_code == 0
    assert next(line for line in result.stdout.splitlines() if "Gallagher" in line).endswith(by_hand)
    # 6,313,459 of 7,031,295 voted in the country (Tribunal Supremo Electoral); votes abroad fill no seat of a deputy
    assert next(line for line in result.stdout.splitlines() if "registered, who" in line).endswith("89.79 %")
    assert "--all shows every measure" in result.stdout


def test_every_chamber_and_what_has_no_value(run) -> None:
    """Without a body every chamber in turn; a measure without a value says why."""
    pages = run("indices", "bo-2020", lang="es").stdout
    headings = ["Cámara de Senadores", "Cámara de Diputados", "Representantes supraestatales"]
    assert [line for line in pages.splitlines() if line in headings] == headings
    assert "ningún escaño se gana por mayoría" in flat(run("indices", "bo-2020", "senado", lang="es").stdout)


def test_all_measures_with_their_papers(run) -> None:
    """Formulas and papers, and the measures of single lists side by side."""
    page = run("indices", "bo-2020", "deputies", "--all").stdout
    assert "root of half the sum of (s − v)². Gallagher 1991, Electoral Studies 10: 33–51." in flat(page)
    lists = [line for line in page.splitlines() if line.startswith((" CC ", " FPV "))]
    assert len(lists) == 2
    assert "grows beyond every number" in page


def test_measures_as_json_and_as_a_file(run, tmp_path) -> None:
    """All of them, exact where they are rational: seven seats of a hundred and thirty."""
    found = json.loads(run("indices", "bo-2020", "deputies", "--json").stdout)
    assert (found["schema"], found["bodies"][0]["body"]) == ("escrutinio/indices/1", "deputies")
    rows = {(each["index"], each["of"]): each for each in found["bodies"][0]["indices"]}
    assert rows["largest_share", "seats"]["exact"] == "15/26"  # 75 of 130
    file = tmp_path / "x.csv"
    assert "rows written" in run("indices", "bo-2020", "-o", file).stderr
    written = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert {each["body"] for each in written} == {"senate", "deputies", "supranational"}
    run("indices", "bo-2020", "senate", "-o", tmp_path / "x.parquet")
    import duckdb

    assert duckdb.read_parquet(str(tmp_path / "x.parquet")).project("value").types == ["DOUBLE"]
    assert float(next(each["value"] for each in written if each["index"] == "turnout")) == pytest.approx(
        6_313_459 / 7_031_295, abs=1e-9
    )


def test_votes_of_ones_own(run, isle) -> None:
    """A folder of votes, and another ballot and other people to compare with."""
    assert run("indices", "bo-2020", "deputies", "--ballot", "uninominal", "--people", "valid").exit_code == 0
    assert "“Single-member deputies”" in run("indices", "bo-2020", "deputies", "--ballot", "uninominal").stdout
    assert run("indices", isle / "nowhere").exit_code == 2


def test_the_notes_of_an_election_are_told(run) -> None:
    """Small lists are missing in the tables of 2017: said with measures and power as with who is elected."""
    missing = "Small lists are missing (3.3 % of second votes together)"
    for command in ("elect", "indices", "power"):
        assert missing in flat(run(command, "de-2017").stdout)
    assert "Faltan las listas pequeñas" in flat(run("power", "de-2017", lang="es").stdout)
    for command in ("indices", "power"):
        notes = json.loads(run(command, "de-2017", "--json").stdout)["notes"]
        assert [each["text"]["en"].startswith(missing) for each in notes if each["about"] == "second"] == [True]
        assert all(each["text"]["es"] for each in notes)


def test_only_the_notes_of_the_bodies_that_are_asked_for(run) -> None:
    """What is odd about the deputies does not concern senators; a joint sitting has the notes of both."""
    odd = "EFE and Telesur printed 73, 41 and 16 deputies"
    assert odd not in flat(run("indices", "bo-2020", "senate").stdout)
    assert odd in flat(run("indices", "bo-2020", "deputies").stdout)
    assert odd in flat(run("power", "bo-2020", "assembly").stdout)
    told = {each["about"] for each in json.loads(run("indices", "bo-2020", "senate", "--json").stdout)["notes"]}
    assert "deputies" not in told


def test_reasons_and_ballots_in_spanish(run, tmp_path) -> None:
    """Also in JSON and in the cells of a file, whose columns keep their names; the ballot as the page calls it."""
    assert "«Presidencia y vicepresidencia»" in flat(run("indices", "bo-2020", "deputies", lang="es").stdout)
    found = json.loads(run("indices", "bo-2020", "deputies", "--json", lang="es").stdout)["bodies"][0]
    assert (found["ballot"], found["ballot_name"]) == ("president", "Presidencia y vicepresidencia")
    reasons = {each["index"]: each["undefined"] for each in found["indices"] if each["undefined"]}
    assert reasons["mean_log_deviation"].startswith("«FPV» tiene votos y ningún escaño")
    file = tmp_path / "x.csv"
    run("indices", "bo-2020", "deputies", "-o", file, lang="es")
    written = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert reasons["mean_log_deviation"] in {each["undefined"] for each in written}
    document = json.loads(run("power", "mx-2024", "--quota", "501", "--json", lang="es").stdout)
    assert "nadie puede ganar" in document["decisions"][0]["undefined"]["banzhaf"]


def test_a_measure_without_a_paper(run) -> None:
    """The formula alone, with one full stop."""
    page = run("indices", "bo-2020", "senate", "--all").stdout
    assert ". ." not in page
    assert "votes cast / registered.\n" in page


def test_districts_that_a_measure_leaves_out(run) -> None:
    """2019: 365 and 202 of 650 districts went to the two largest lists (House of Commons Library CBP-8749)."""
    page = flat(run("indices", "gb-2019", "commons", "--all").stdout)
    assert page.count("(used: 567 of 650 districts; in the rest a third list won, or nobody voted)") == 3
    rows = json.loads(run("indices", "gb-2019", "commons", "--json").stdout)["bodies"][0]["indices"]
    told = {each["index"]: (each["districts"], each["of_districts"]) for each in rows}
    assert (told["efficiency_gap"], told["lost"], told["rae"]) == ((567, 650), (650, 650), (None, None))


def test_voters_with_several_votes(run) -> None:
    """In Zürich a voter has as many votes as the district has seats: what is compared is said."""
    page = flat(run("indices", "ch-zh-2023").stdout)
    assert "votes are divided by these seats, as the law does, and so are voters." in page
    assert "The seats of areas are compared with: who voted for a list." in page


def test_one_seat_is_no_seats(run) -> None:
    """An office has one."""
    assert "1 seat, compared with the votes" in run("indices", "mx-2018", "president").stdout
    assert "1 vote of 1 member is needed." in run("power", "mx-2018", "president").stdout


# Power


def test_power_where_nobody_has_a_majority(run) -> None:
    """2025: two of the three largest, or the second and third with anybody; every such coalition by hand."""
    small = [name for name in DEPUTIES_2025 if DEPUTIES_2025[name] < 26]
    expected = {frozenset({"PDC", "LIBRE"}), frozenset({"PDC", "UNIDAD"})}
    expected |= {frozenset({"LIBRE", "UNIDAD", name}) for name in small}
    found = json.loads(run("power", "bo-2025", "deputies", "--coalitions", "--json").stdout)["decisions"][0]
    assert {frozenset(each["members"]) for each in found["coalitions"][0]["coalitions"]} == expected
    assert {each["player"]: each["weight"] for each in found["players"]} == DEPUTIES_2025
    assert found["quotas"] == [66]
    page = run("power", "bo-2025", "deputies", "--coalitions").stdout
    assert f"{len(expected)} coalitions win with nobody to spare" in page


def test_a_list_that_decides_alone(run) -> None:
    """2020: 75 of 130; and in a joint sitting by the name people call it."""
    assert "MAS-IPSP decides alone; nobody else matters." in run("power", "bo-2020", "deputies").stdout
    joint = run("power", "bo-2020", "asamblea", lang="es").stdout
    assert "Asamblea Legislativa Plurinacional" in joint
    assert "84 votos de 166 miembros" in joint  # more than half of 36 + 130


def test_two_chambers_that_must_each_agree(run) -> None:
    """Two thirds of 36 and of 130: 24 and 87; the largest list has neither, and nothing passes without it."""
    page = run("power", "bo-2020", "senado+deputies", "--majority", "two-thirds").stdout
    assert "Senate: two thirds: 24 votes of 36 members." in page
    assert "Chamber of Deputies: two thirds: 87 votes of 130 members." in page
    assert "Nothing passes without: MAS-IPSP." in page
    assert "Senate + Chamber of Deputies" in run("power", "bo-2020").stdout.splitlines()


def test_an_axis_members_away_and_every_index(run, tmp_path) -> None:
    """Only neighbours win together; members away are not counted; --all adds indices and papers."""
    axis = "mas,pdc,libre,ap,unidad,bia-yuqui,apb-sumate"
    page = flat(run("power", "bo-2025", "deputies", "--axis", axis, "--absent", "pdc=4", "--all").stdout)
    assert "Away: PDC 4. The seats below are of those present." in page
    assert "Absolute majority: 66 votes of 130 members; 126 members present." in page
    assert "2 coalitions stand together on the axis MAS-IPSP – PDC – LIBRE" in page
    assert "Deegan and Packel 1978" in page
    assert {"Penrose", "Johnston", "Holler"} <= set(page.split())
    file = tmp_path / "x.parquet"
    run("power", "bo-2025", "--axis", axis, "-o", file)
    import duckdb

    assert set(duckdb.read_parquet(str(file)).project("kind").fetchall()) == {("connected",), ("minimal",)}
    players = tmp_path / "players.csv"
    run("power", "bo-2025", "deputies", "-o", players)
    assert [row["player"] for row in csv.DictReader(players.read_text(encoding="utf-8").splitlines())] == list(
        DEPUTIES_2025
    )


def test_of_how_many_that_are_present(run) -> None:
    """Two thirds of those present: 107 of 166 − 6; a quota of one's own is of those present, too."""
    away = ("power", "bo-2020", "assembly", "--absent", "mas=6")
    assert "Two thirds: 107 votes of 160 members present." in run(*away, "--majority", "two-thirds").stdout
    assert "90 votes of 160 members present are needed." in run(*away, "--quota", "90").stdout
    assert "Two thirds: 111 votes of 166 members." in run(*away[:3], "--majority", "two-thirds").stdout


KINDS = {
    "winning": "coalitions win.",
    "minimal": "coalitions win with nobody to spare: without",
    "minimum_size": "coalitions win with nobody to spare and with the fewest seats.",
    "fewest_parties": "coalitions win with the fewest lists.",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_coalition(run, kind) -> None:
    """2020, two thirds: the largest list and one of two others, or both; MAS-IPSP and CREEMOS have the fewest seats."""
    two = {"winning": 3, "minimal": 2, "minimum_size": 1, "fewest_parties": 2}[kind]
    page = flat(run("power", "bo-2020", "deputies", "--majority", "two-thirds", "--kind", kind).stdout)
    told = KINDS[kind] if two > 1 else KINDS[kind].replace("coalitions win", "coalition wins")
    assert f"{two} {told}" in page


def test_one_coalition_wins(run) -> None:
    """A list that has a majority alone; and on an axis."""
    page = flat(run("power", "bo-2020", "deputies", "--axis", "mas,cc,creemos").stdout)
    assert "1 coalition wins with nobody to spare: without any one of its lists it loses." in page
    assert "1 coalition stands together on the axis MAS-IPSP – CC – CREEMOS and wins." in page


def test_the_table_stands_where_coalitions_are_too_many(run, tmp_path) -> None:
    """50 states: power is shown, and why no coalitions are; the kind with the fewest members has them."""
    house = ("power", "us-2020", "house", "--coalitions")
    result = run(*house)
    assert result.exit_code == 0
    assert next(line for line in result.stdout.splitlines() if "California" in line).split()[1] == "52"
    assert "there are more than 50000 such coalitions. Ask for those with the fewest members" in flat(result.stdout)
    found = json.loads(run(*house, "--json").stdout)["decisions"][0]
    assert found["coalitions"][0]["kind"] == "minimal"
    assert "more than 50000" in found["coalitions"][0]["undefined"]
    assert len(found["players"]) == 50
    file = tmp_path / "x.csv"
    run(*house, "-o", file)
    assert "more than 50000" in next(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))["undefined"]
    assert "coalitions win with the fewest lists." in run(*house, "--kind", "fewest_parties").stdout


def test_two_chambers_and_their_coalitions(run) -> None:
    """2025: 16 + 7 senators and 49 + 26 deputies are 98 members; 4 senators are to spare, and 9 deputies."""
    pages = [run("power", "bo-2025", each, "--coalitions").stdout for each in ("senate+deputies", "deputies+senate")]
    for page in pages:
        row = next(line for line in page.splitlines() if "PDC + UNIDAD" in line or "UNIDAD + PDC" in line)
        assert row.split()[-3:] == ["2", "98", "4"]
        assert "Seats are those in all chambers; to spare are the fewest in any one of them." in flat(page)


def test_each_chamber_has_its_own_half(run) -> None:
    """Where the law states no majority, more than half of each, not of the first."""
    found = json.loads(run("power", "mx-2024", "deputies+deputies", "--json").stdout)["decisions"][0]
    assert (found["quotas"], found["majority_stated"]) == ([251, 251], False)


def test_a_law_that_states_no_majority(run) -> None:
    """More than half is taken, and said; a quota of one's own instead; one that nobody reaches."""
    page = run("power", "mx-2024").stdout
    assert "251 votes of 500 members are needed." in page
    assert "The law at hand states no majority; more than half of the members is taken." in page
    assert "states no majority" not in run("power", "mx-2024", "--quota", "334").stdout
    assert (
        "nobody can win: all players together do not reach the quota."
        in run("power", "mx-2024", "--quota", "501").stdout
    )
    assert "Seats that never make a difference: SSW." in run("power", "de-2025").stdout


# Change


def test_what_changed_from_2019_to_2020(run) -> None:
    """Official shares of both counts, Pedersen's index from them by hand, and the three departments that changed."""
    before = {"MAS": 47.08, "CC": 36.51, "PDC": 8.78, "21F": 4.24, "MTS": 1.25, "MNR": 0.69, "UCS": 0.41}
    before |= {"PAN": 0.65, "FPV": 0.39}
    after = {"MAS": 55.10, "CC": 28.83, "CREEMOS": 14.00, "FPV": 1.55, "PAN": 0.52}
    by_hand = sum(abs(after.get(name, 0) - before.get(name, 0)) for name in {*before, *after}) / 2
    page = run("change", "bo-2019", "bo-2020").stdout
    told = float(page.split("Pedersen's volatility: ")[1].split(" %")[0])
    assert told == pytest.approx(by_hand, abs=0.03)
    rows = {line.split()[0]: line.split()[1:] for line in page.splitlines() if line.startswith(("MAS", "CC "))}
    assert rows["MAS-IPSP"][:3:2] == ["47.08", "55.10"]
    assert rows["CC"][:3:2] == ["36.51", "28.83"]
    hands = page[page.index("Areas that changed hands") :].splitlines()[3:6]
    assert [line.split()[-8:-4] and line.split()[:-4][-2:] for line in hands] == [
        ["CC", "CREEMOS"],
        ["CC", "MAS-IPSP"],
        ["MAS-IPSP", "CC"],
    ]
    assert '--same "CREEMOS=UCS+PDC"' in page


def test_seats_gained_and_lists_that_are_the_same(run, tmp_path) -> None:
    """Senators of 2014 and 2020 as declared: 25, 9, 2 and 21, 11, 4; what is told to be the same is compared as one."""
    page = run("change", "bo-2014", "bo-2020", "senado", "--same", "CREEMOS=PDC", "--same", "CREEMOS=UD").stdout
    rows = {line.split()[0]: line.split() for line in page.splitlines() if " % " in line}
    assert rows["MAS-IPSP"][-3:] == ["25", "21", "−4"]
    assert rows["CC"][-3:] == ["0", "11", "+11"]
    assert rows["CREEMOS"][-3:] == ["11", "4", "−7"]
    assert "CREEMOS (← UD + PDC)" in page
    file = tmp_path / "x.csv"
    run("change", "bo-2014", "bo-2020", "senate", "-o", file)
    written = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert {each["what"] for each in written} == {"votes", "share", "seats", "turnout", "first", "seats gained"}
    assert sum(int(each["after"]) for each in written if each["what"] == "seats") == 36
    found = json.loads(run("change", "bo-2014", "bo-2020", "senate", "--json").stdout)
    assert (found["schema"], found["ballot"]) == ("escrutinio/change/1", "president")


def test_areas_that_only_one_election_has(run) -> None:
    """Districts of 2009 and 2014 have other numbers; they are named, not compared."""
    page = flat(run("change", "bo-2009", "bo-2014", "--ballot", "uninominal").stdout)
    assert "Only the earlier election has these areas: " in page
    assert run("change", "bo-2014", "bo-2020", "--members", "--same-area", "Potosí=Potosí").exit_code == 0


# Margins


def test_the_run_off_of_2019(run) -> None:
    """Each vote moved closes the gap by two: half of what was beyond; what-if shows it there, and not at one fewer."""
    moved = BEYOND_TEN_POINTS_2019 // 2
    result = run("margins", "bo-2019", "president", "--run-off", "--from", "MAS", "--to", "CC")
    assert result.exit_code == 0
    assert f"{moved:,} votes moved." in result.stdout.splitlines()
    assert "it confirms the number, and that one vote fewer is not enough" in flat(result.stdout)
    command = shlex.split(result.stdout.rstrip().splitlines()[-1].removeprefix("See for yourself: "))[1:]
    assert president(run(*command).stdout) == ["MAS-IPSP", "1", "0", "−1"]
    fewer = [word.replace(str(moved), str(moved - 1)) for word in command]
    assert president(run(*fewer).stdout) == ["MAS-IPSP", "1", "1", "·"]


def president(page: str) -> list[str]:
    """The first list's line of a what-if."""
    return next(line.split() for line in page.splitlines() if line.startswith("MAS-IPSP"))


def test_the_last_seat_of_santa_cruz_in_2020(run, tmp_path) -> None:
    """717,742 / 13 is the last quotient in: CC needs five of it and one vote more, less the 275,868 it has."""
    needed = 5 * 717_742 // 13 + 1 - 275_868
    typed = ("margins", "bo-2020", "diputados", "--in", "santa cruz", "--list", "cc", "--how", "add", "--to", "CC")
    page = run(*typed, lang="es").stdout
    assert f"{needed} votos agregados." in page
    assert ["Santa", "Cruz", "CC", "4", "5"] in [line.split() for line in page.splitlines()]
    file = tmp_path / "x.yaml"
    saved = run("margins", "bo-2020", "deputies", "--in", "Santa Cruz", "--save", file)
    assert f"{file} written; see it with: escrutinio what-if --scenario {file}" in saved.stderr
    assert "Santa Cruz   CC             4       5       +1" in run("what-if", "--scenario", file, "deputies").stdout


def test_the_nearest_seat_of_every_department(run, tmp_path) -> None:
    """The special district of Tarija was won by 48 votes: 24 moved make a tie, 25 decide; the nearest stands first."""
    file = tmp_path / "x.csv"
    result = run("margins", "bo-2020", "deputies", "-o", file)
    lines = result.stdout.splitlines()
    first = lines[next(number for number, line in enumerate(lines) if line.startswith("────")) + 1]
    assert first.split()[0] == "Tarija"
    assert first.split()[-1] == "25*"
    assert "* one vote fewer makes a tie, and a lot decides" in lines
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert len({row["area"] for row in rows}) == 9
    tarija = next(row for row in rows if row["area"] == "Tarija")
    assert (tarija["votes"], tarija["by_lot"], tarija["ballot"], tarija["confirmed"]) == ("25", "24", "special", "True")


def test_margins_as_json(run) -> None:
    """The number, its witness, and the command that shows it."""
    found = json.loads(run("margins", "bo-2020", "senate", "--in", "Pando", "--json").stdout)
    answer = found["bodies"][0]["margins"][0]
    assert (found["schema"], answer["confirmed"]) == ("escrutinio/margins/1", True)
    assert answer["what_if"].startswith("escrutinio what-if bo-2020 senate --move ")
    assert sum(each["votes"] for each in answer["witness"]) == 0


# What is mistyped

MISTYPED = {
    ("power",): "name an election, as in",
    ("power", "bo-2020", "senat"): "Did you mean senate?",
    ("power", "bo-2020", "asembly"): "Did you mean assembly?",
    ("power", "bo-2020", "+"): "no body in force on that day is called “+”",
    ("power", "bo-2020", "senate+deputis"): "Did you mean deputies?",
    ("power", "bo-2020", "senate", "--majority", "two-third"): "Did you mean two-thirds?",
    ("power", "bo-2020", "--axis", "mas,cc,crem"): "Did you mean CREEMOS?",
    ("power", "bo-2020", "senate", "--axis", "mas,cc"): "the axis leaves out CREEMOS",
    ("power", "bo-2020", "senate", "--absent", "cc=20"): "it has 11 seats",
    (
        "power",
        "bo-2020",
        "senate",
        "--absent",
        "cc=x",
    ): "--absent takes LIST=N, a whole number of members, and “x” is none",
    ("power", "bo-2020", "--quota", "half"): "Give a whole number of at least 1",
    ("power", "bo-2020", "--quota", "0"): "--quota is 0. Give a whole number of at least 1.",
    ("power", "bo-2020", "--quota", "5", "--majority", "two-thirds"): "are both asked for. Ask for one of them.",
    ("power", "bo-2020", "--kind", "connected"): "Give an axis of all players.",
    ("indices", "bo-2021"): "no election is called “bo-2021”",
    ("indices", "bo-2020", "deputies", "--ballot", "presidnt"): "Did you mean president?",
    ("indices", "bo-2020", "--people", "populaton"): "Did you mean registered, valid?",
    ("indices", "bo-2020", "-o", "x.txt"): "End its name in .csv, .json or .parquet",
    ("change", "bo-2014"): "Missing argument 'NEW'",
    ("change", "bo-2014", "bo-2020", "senat"): "Did you mean senate?",
    ("change", "bo-2014", "bo-2020", "--same", "CREEMO=PDC"): "the later election has no list “CREEMO”",
    ("change", "bo-2014", "bo-2020", "--same", "x"): "--same takes NEW=OLD, and “x” is not of that form.",
    ("change", "bo-2014", "de-2025"): "which votes are to be compared?",
    ("margins", "bo-2020", "deputies", "--list", "XX"): "the election has no list “XX”",
    ("margins", "bo-2020", "deputies", "--seats", "3"): "whose seats? Name a list, or several together.",
    ("margins", "bo-2020", "deputies", "--list", "cc", "--seats", "x"): "--seats takes a number of seats such as 12",
    ("margins", "bo-2020", "deputies", "--list", "cc", "--seats", "+0"): "--seats takes a number of seats such as 12",
    ("margins", "bo-2020", "president", "--list", "cc", "--seats", "2"): "“president” is an office with one seat",
    ("margins", "bo-2020", "senate", "--run-off"): "“senate” is no office, and has no run-off to ask for.",
    ("margins", "gb-2019"): "“commons” is filled in 650 areas",
    ("margins", "bo-2020", "assembly", "--list", "mas", "--majority", "two-thrids"): "It knows: absolute-majority",
    ("margins", "bo-2020", "senate", "--save", "x.yaml"): "--save writes the votes of one answer, and there are 9.",
}


@pytest.mark.parametrize("typed", MISTYPED, ids=" ".join)
def test_what_is_mistyped_is_told_in_one_message(run, tmp_path, monkeypatch, typed) -> None:
    """What is wrong and what to do; nothing on standard output, no traceback, exit status 2."""
    monkeypatch.chdir(tmp_path)
    result = run(*typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert MISTYPED[typed] in flat(result.stderr)
    assert "defect" not in result.stderr
