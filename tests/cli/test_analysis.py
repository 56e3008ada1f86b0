"""`what-if` and `simulate` as they are typed: answers, files, and a message for whatever is mistyped."""

from __future__ import annotations

import csv
import json

import pytest

from escrutinio.documents import country_folders

SCENARIO = next(folder for folder in country_folders() if folder.name == "bo") / "scenarios" / "2020-right-united.yaml"
POLLS = 'house,size,MAS,CC,Creemos\nOne,1000,50,30,15\nTwo,800,"52,5",28,\n'


def test_the_right_on_one_list(run) -> None:
    """Seats before and after, what is supposed, and the place that changes hands."""
    result = run("what-if", "bo-2020", "--alliance", "CC+CREEMOS")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "· CC, CREEMOS stand together as “CC + CREEMOS”; every vote for one of them goes to it." in lines
    assert "It supposes that everybody else votes as they did." in lines
    assert not any("rounded" in line or "remainders" in line for line in lines)  # nothing is parted
    deputies = lines[lines.index("Chamber of Deputies") :]
    assert [line.split() for line in deputies[3:5]] == [
        ["MAS-IPSP", "75", "74", "−1"],
        ["CC", "+", "CREEMOS", "0", "56", "+56"],
    ]
    hands = lines[lines.index("First place changes") :]
    assert ["president", "Pando", "MAS-IPSP", "CC", "+", "CREEMOS", "29,452", "3,569"] in [
        line.split() for line in hands
    ]
    assert not any("Chuquisaca" in line for line in hands)


def test_a_scenario_is_run_saved_and_run_again(run, tmp_path) -> None:
    """From the file, and from what was typed and saved: the same answer."""
    file = tmp_path / "x.yaml"
    typed = run("what-if", "bo-2020", "--alliance", "CC+CREEMOS", "--save", file, "--json")
    again = run("what-if", "--scenario", file, "--json")
    assert json.loads(typed.stdout)["scenario"] == json.loads(again.stdout)["scenario"]
    packaged = json.loads(run("what-if", "--scenario", SCENARIO, "--json").stdout)
    assert packaged["bodies"] == json.loads(again.stdout)["bodies"]
    assert packaged["schema"] == "escrutinio/what-if/1"
    assert [each["area"] for each in packaged["first_places"] if each["ballot"] == "president" and each["changed"]] == [
        "Pando"
    ]
    assert run("what-if", "--scenario", SCENARIO, "senado", lang="es").stdout.count("Cámara de") == 1


def test_every_option_of_a_change(run, tmp_path) -> None:
    """What is typed is what the scenario's file holds."""
    typed = [
        ("--alliance", "CC:90%+CREEMOS=Right"),
        ("--split", "MAS=M1:3/5,M2:2/5"),
        ("--withdraw", "FPV=PAN-BOL:1/2"),
        ("--withdraw", "PAN-BOL"),
        ("--swing", "M1>Right=2.5%"),
        ("--move", "Right>M2=500@Pando"),
    ]
    file = tmp_path / "x.yaml"
    words = [word for pair in typed for word in pair]
    result = run("what-if", "bo-2020", "senate", *words, "--ballot", "president", "--without-abroad", "--save", file)
    assert (result.exit_code, result.stderr) == (0, "")
    from escrutinio.analysis.scenario import as_written
    from escrutinio.analysis.scenario_files import load_scenario

    here = {"ballots": ["president"]}
    assert as_written(load_scenario(file))["changes"] == [
        {"alliance": ["CC", "CREEMOS"], "name": "Right", "keeping": {"CC": "9/10"}} | here,
        {"split": "MAS", "into": {"M1": "3/5", "M2": "2/5"}} | here,
        {"withdraw": "FPV", "to": {"PAN-BOL": "1/2"}} | here,
        {"withdraw": "PAN-BOL"} | here,
        {"swing": "1/40", "losing": "M1", "gaining": "Right", "how": "uniform"} | here,
        {"move": 500, "losing": "Right", "gaining": "M2", "areas": ["Pando"]} | here,
        {"abroad": "not_counted"},
    ]


def test_changes_are_made_in_the_order_in_which_they_are_typed(run) -> None:
    """A withdrawal before an alliance, parts of a split joined again; of one option and of several."""
    typed = ["--withdraw=FPV=CC:1", "--move", "CC>MAS=5", "--alliance", "CC+CREEMOS=Right", "--without-abroad"]
    typed += ["--swing", "Right>MAS=1%", "--move", "MAS>Right=7"]
    found = json.loads(run("what-if", "bo-2020", *typed, "senate", "--ballot", "president", "--json").stdout)
    order = [
        [key for key in ("withdraw", "alliance", "abroad", "swing", "move") if key in change]
        for change in found["scenario"]["changes"]
    ]
    assert order == [["withdraw"], ["move"], ["alliance"], ["abroad"], ["swing"], ["move"]]
    assert [change["move"] for change in found["scenario"]["changes"] if "move" in change] == [5, 7]
    again = run("what-if", "bo-2020", "senate", "--split", "CC=CA:1/2,CB:1/2", "--alliance", "CA+CREEMOS")
    assert again.exit_code == 0


def test_options_that_say_how_votes_change(run) -> None:
    """What an alliance loses and to whom, swings of a list's own votes, votes abroad."""
    typed = ["--alliance", "CC:9/10+CREEMOS=Right", "--losing-to", "MAS:1/4,FPV:1/2", "--swing", "MAS>Right=10%"]
    result = run("what-if", "bo-2020", "senate", *typed, "--proportional", "--with-abroad", "--json")
    assert json.loads(result.stdout)["scenario"]["changes"] == [
        {
            "alliance": ["CC", "CREEMOS"],
            "name": "Right",
            "keeping": {"CC": "9/10"},
            "losing_to": {"MAS": "1/4", "FPV": "1/2"},
        },
        {"swing": "1/10", "losing": "MAS", "gaining": "Right", "how": "proportional"},
        {"abroad": "counted"},
    ]


def test_a_run_off_that_follows_is_said(run) -> None:
    """In the text and in JSON, whether it was held or not; also where both sides are alike."""
    typed = ("what-if", "bo-2020", "president", "--swing", "MAS-IPSP>CC=9%")
    told = run(*typed).stdout
    assert "As it was: MAS-IPSP is elected in the first round." in told
    assert "With the changes: a run-off between MAS-IPSP, CC, not held: nobody knows who wins." in told
    assert "In every area where CC stands, 9.00 % of the valid votes go to it from MAS-IPSP" in told
    assert json.loads(run(*typed, "--json").stdout)["rounds"] == {
        "president": {
            "before": {"elected": ["MAS-IPSP"], "goes_on": [], "by": "", "held": True},
            "after": {"elected": [], "goes_on": ["MAS-IPSP", "CC"], "by": "runoff", "held": False},
        }
    }
    same = run("what-if", "bo-2025", "president", "--move", "PDC>LIBRE=1", "--ballot", "president").stdout
    assert "As it was, and with the changes: a run-off between PDC, LIBRE; PDC is elected." in same


def test_a_whole_other_law(run) -> None:
    """The chamber that stands for it, by kind or as it is named."""
    told = run("what-if", "pt-2024", "--law", "es").stdout
    assert "Assembly of the Republic → Congress of Deputies" in told
    named = run("what-if", "pt-2024", "--law", "es", "--body", "congress")
    assert "Another law: es; its body “congress”." in named.stdout
    assert json.loads(run("what-if", "pt-2024", "--law", "es", "--json").stdout)["others"] == {"assembly": "congress"}


def test_another_law(run) -> None:
    """The rule of 2009-14, and a value of the law."""
    day = run("what-if", "bo-2020", "deputies", "--day", "2014-10-12").stdout
    assert [line.split() for line in day.splitlines() if line.startswith(("MAS", "CC", "CREEMOS"))][:3] == [
        ["MAS-IPSP", "75", "73", "−2"],
        ["CC", "39", "41", "+2"],
        ["CREEMOS", "16", "16", "·"],
    ]
    assert "although the law is another" in day
    value = run("what-if", "bo-2020", "deputies", "--law", "bo", "--set", "deputies.threshold.admits.share=20/100")
    assert "Another law: bo, deputies.threshold.admits.share = 20/100." in value.stdout


def test_answers_are_written_to_files(run, tmp_path) -> None:
    """CSV with a row for each seat and vote; JSON whole."""
    file = tmp_path / "x.csv"
    assert "rows written" in run("what-if", "bo-2020", "senate", "--withdraw", "FPV", "-o", file).stderr
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert {row["ballot"] for row in rows} == {"", "president"}
    assert sum(int(row["before"]) for row in rows if row["body"] == "senate" and not row["area"]) == 36
    again = tmp_path / "draws.csv"
    run("simulate", "bo-2020", "senate", "--draws", "50", "-o", again)
    draws = list(csv.DictReader(again.read_text(encoding="utf-8").splitlines()))
    assert sum(int(row["draws"]) for row in draws if row["list"] == "CC") == 50


def test_simulations(run, tmp_path) -> None:
    """Each model says how it draws; coalitions stand below the lists; the same seed says the same."""
    (tmp_path / "polls.csv").write_text(POLLS, encoding="utf-8")
    told = {
        (): "Lists swing: each list's log odds have the standard deviation 0.05 in the country",
        ("--together", "cc+creemos=0,5"): "Swing together in the country: cc + creemos, with the correlation 0.5.",
        ("--model", "votes"): "Every vote is drawn anew",
        ("--model", "shares", "--size", "500"): "as if they were known from 500 votes",
        (
            "--polls",
            tmp_path / "polls.csv",
            "--common",
            "0,2",
        ): "The country as polls see it (2): a house errs by 0.1, all houses together by 0.2",
    }
    for options, said in told.items():
        result = run("simulate", "bo-2020", "senate", "--draws", "30", "--coalition", "cc+creemos", *options)
        assert result.exit_code == 0, result.stderr
        assert said in " ".join(result.stdout.split())
        assert "CC + CREEMOS" in result.stdout
        assert "30 draws, seed 0." in result.stdout
        assert (
            result.stdout
            == run("simulate", "bo-2020", "senate", "--draws", "30", "--coalition", "cc+creemos", *options).stdout
        )
    spanish = run("simulate", "bo-2020", "senado", "--draws", "30", lang="es").stdout
    assert "no es un pronóstico" in spanish
    assert "mayoría absoluta (19)" in " ".join(spanish.split())


def test_a_simulation_as_json(run) -> None:
    """The model, the seed, how often who holds a majority."""
    found = json.loads(run("simulate", "bo-2020", "--draws", "20", "--coalition", "CC+CREEMOS", "--json").stdout)
    assert (found["schema"], found["draws"], found["seed"]) == ("escrutinio/simulate/1", 20, 0)
    assert found["model"] == {
        "kind": "LogitNormal",
        "country": 0.05,
        "region": 0.03,
        "constituency": 0.0,
        "together": [],
    }
    assert {"body": "assembly", "majority": "two-thirds", "lists": ["CC", "CREEMOS"], "draws": "0"} in found[
        "majorities"
    ]
    assert found["bodies"]["president"] == {"MAS-IPSP": {"1": "1"}}
    together = run("simulate", "bo-2020", "senate", "--draws", "9", "--together", "CC+CREEMOS=0.5", "--json").stdout
    assert json.loads(together)["model"]["together"] == [{"lists": ["CC", "CREEMOS"], "correlation": 0.5}]


def test_bodies_that_sit_together_are_simulated_as_one(run) -> None:
    """The assembly by its id, and by its name in Spanish; its chambers' tables are left out."""
    found = json.loads(run("simulate", "bo-2020", "assembly", "--draws", "9", "--json").stdout)
    assert list(found["bodies"]) == ["assembly"]
    told = run("simulate", "bo-2020", "asamblea", "--draws", "9", lang="es").stdout
    assert "Asamblea Legislativa Plurinacional" in told
    assert "Senado" not in told


def test_a_run_off_that_was_never_held_is_told(run) -> None:
    """Costa Rica 2018: where another than Carlos Alvarado goes on, nobody is elected; in text and as data."""
    asked = ("simulate", "cr-2018", "president", "--draws", "2000", "--country", "0.05", "--region", "0")
    assert "others go on than those between whom the run-off was held" in " ".join(run(*asked).stdout.split())
    found = json.loads(run(*asked, "--json").stdout)
    assert found["runoff_not_held"]["president"] == found["undecided"]["president"] != "0"
    assert list(found["bodies"]["president"]) == [
        "Carlos Alvarado Quesada", "Fabricio Alvarado Muñoz", "Antonio Álvarez Desanti",
    ]  # fmt: skip


def test_sheets_of_a_file_are_drawn_anew(run, tmp_path) -> None:
    """`--from` counts the sheets and draws their stations; another model starts from the same count."""
    run("synth", "bo-2020", "--stations", "300", "-o", tmp_path)
    sheets = ("--from", tmp_path / "sheets.parquet", "--contest", "president", "--draws", "40")
    told = run("simulate", "bo-2020", "senate", *sheets).stdout
    assert "The polling stations of each constituency are drawn anew" in told
    assert [line.split()[:2] for line in told.splitlines() if line.startswith("MAS")] == [["MAS-IPSP", "21"]]
    assert "Every vote is drawn anew" in run("simulate", "bo-2020", "senate", *sheets, "--model", "votes").stdout
    assert run("simulate", "bo-2020", *sheets, "--model", "stations", "senate").exit_code == 0


TYPED = [
    # what is typed, a part of its message in English, and in Spanish
    ("what-if", "name an election, as in “what-if bo-2020", "nombre una elección, como en «what-if bo-2020"),
    ("what-if bo-2020", "nothing is changed. Give --alliance", "no cambia nada. Dé --alliance"),
    ("what-if nope --withdraw CC", "no election is called “nope”", "ninguna elección se llama «nope»"),
    ("what-if bo-2020 sennate --withdraw CC", "Did you mean senate?", "¿Quiso decir senate?"),
    ("what-if bo-2020 --alliance CC+", "an alliance takes two lists at least", "una alianza necesita dos listas"),
    ("what-if bo-2020 --alliance CC", "an alliance takes two lists at least", "una alianza necesita dos listas"),
    ("what-if bo-2020 --alliance ''", "an alliance takes two lists at least", "una alianza necesita dos listas"),
    ("what-if bo-2020 --alliance CC+Mesa", "the election has no list “Mesa”", "no tiene la lista «Mesa»"),
    ("what-if bo-2020 --alliance CC+FPV=MAS", "“MAS-IPSP” is another list", "«MAS-IPSP» es otra lista"),
    ("what-if bo-2020 --alliance CC:110%+FPV", "add up to more than the whole", "suman más que el total"),
    ("what-if bo-2020 --split CC", "--split takes NAME=VALUE", "--split se escribe NOMBRE=VALOR"),
    ("what-if bo-2020 --split CC=A", "--split takes A:3/5,B:2/5", "--split se escribe A:3/5,B:2/5"),
    ("what-if bo-2020 --split CC=A:1/2,A:1/2", "--split takes A:3/5,B:2/5", "--split se escribe A:3/5,B:2/5"),
    ("what-if bo-2020 --split CC=A:0.5", "never a decimal", "nunca un decimal"),
    ("what-if bo-2020 --split CC=A:1/0", "“1/0” is not a share", "«1/0» no es una proporción"),
    ("what-if bo-2020 --withdraw CC=MAS:3/2", "add up to more than the whole", "suman más que el total"),
    ("what-if bo-2020 --withdraw CC=cc:1/2", "“CC” cannot gain what it loses itself", "no puede ganar lo que ella"),
    ("what-if bo-2020 --swing MAS>CC", "--swing takes NAME=VALUE", "--swing se escribe NOMBRE=VALOR"),
    ("what-if bo-2020 --swing MAS=2%", "--swing takes A>B=2/100", "--swing se escribe A>B=2/100"),
    ("what-if bo-2020 --swing >CC=2%", "--swing takes A>B=2/100", "--swing se escribe A>B=2/100"),
    ("what-if bo-2020 --swing MAS>CC=200%", "add up to more than the whole", "suman más que el total"),
    ("what-if bo-2020 --swing ADN>CC=2%", "“ADN” has no votes there", "«ADN» no tiene votos allí"),
    ("what-if bo-2020 --move MAS>CC=many", "--move takes A>B=500", "--move se escribe A>B=500"),
    ("what-if bo-2020 --move MAS>CC=-5", "--move takes A>B=500", "--move se escribe A>B=500"),
    ("what-if bo-2020 --move >=5", "--move takes A>B=500", "--move se escribe A>B=500"),
    ("what-if bo-2020 --move MAS>CC=5@Pandoo", "no area “Pandoo”. Did you mean Pando?", "¿Quiso decir Pando?"),
    (
        "what-if bo-2020 --move MAS>CC=99999999@Pando",
        "MAS-IPSP has 25883 votes there on the ballot",
        "tiene allí 25883 votos",
    ),
    ("what-if bo-2020 --move MAS>CC=5 --ballot presidnt", "Did you mean president?", "¿Quiso decir president?"),
    ("what-if bo-2020 --withdraw FPV=MAS:1/2,MAS-IPSP:1/2", "are the same list. Name it once", "son la misma lista"),
    ("what-if bo-2020 --losing-to CC:1/2", "--losing-to says where the votes go", "--losing-to dice adónde van"),
    ("what-if bo-2020 --proportional", "--proportional says how votes swing", "--proportional dice cómo"),
    ("what-if bo-2020 --body congress", "--body names a body of another law", "--body nombra"),
    ("what-if bo-2020 --law es", "no body of the law “es” stands for", "ningún cargo ni cámara de la ley «es»"),
    ("what-if bo-2020 president --law cr --with-abroad", "counts the votes abroad everywhere", "ya cuenta en todas"),
    ("what-if bo-2020 --area Pando --without-abroad", "--area and --ballot say where", "dicen dónde cambian los votos"),
    ("what-if bo-2020 --area Pando", "--area and --ballot say where votes change", "dicen dónde cambian los votos"),
    ("what-if bo-2020 --law nope", "no law is called “nope”", "ninguna ley se llama «nope»"),
    ("what-if bo-2020 --day x", "--day takes a day such as", "--day se escribe como"),
    ("what-if bo-2020 --set deputies.threshold", "--set takes NAME=VALUE", "--set se escribe NOMBRE=VALOR"),
    ("what-if bo-2020 --set nix.threshold.x=1", "has no body “nix”", "no tiene el cargo o cámara «nix»"),
    ("what-if --scenario nosuch.yaml", "nosuch.yaml cannot be read", "nosuch.yaml no se puede leer"),
    ("what-if --scenario right", "no scenario is called “right”", "ningún escenario se llama «right»"),
    ("what-if --scenario nosuch.yaml --withdraw CC", "--scenario FILE says all", "--scenario ARCHIVO dice todo"),
    ("what-if bo-2020 --withdraw CC --save /nosuch/x.yaml", "its folder is not there", "su carpeta no existe"),
    ("what-if bo-2020 --withdraw CC -o x.txt", "does not say how to write it", "no dice cómo escribirlo"),
    ("simulate", "Missing argument 'ELECTION'", "Falta el argumento ELECCIÓN"),
    ("simulate nope", "no election is called “nope”", "ninguna elección se llama «nope»"),
    ("simulate bo-2020 --draws 0", "--draws is 0. Give a whole number of at least 1", "--draws es 0"),
    ("simulate bo-2020 --draws 1e3", "--draws is 1e3", "--draws es 1e3"),
    ("simulate bo-2020 --seed x", "--seed is x", "--seed es x"),
    ("simulate bo-2020 --size 0 --model shares", "--size is 0", "--size es 0"),
    ("simulate bo-2020 --country x", "--country takes a number such as 0.05", "--country se escribe como 0.05"),
    ("simulate bo-2020 --country -1", "is no standard deviation of log odds", "no es una desviación típica"),
    ("simulate bo-2020 --country nan", "“nan” is no standard deviation", "«nan» no es una desviación típica"),
    ("simulate bo-2020 --together 0.5", "--together takes A+B=0.5, and “0.5”", "--together se escribe A+B=0.5"),
    ("simulate bo-2020 --together CC=0.5", "--together takes A+B=0.5, and “CC=0.5”", "--together se escribe A+B=0.5"),
    ("simulate bo-2020 --together CC+MAS=2", "“2.0” is no correlation", "«2.0» no es una correlación"),
    ("simulate bo-2020 --together CC+MAS+Creemos=-0.9", "contradict each other", "se contradicen"),
    (
        "simulate bo-2020 --model votes --together CC+MAS=0.5",
        "--together says nothing to --model votes",
        "no dice nada",
    ),
    ("simulate bo-2020 --size 500", "--size says nothing to --model swings", "no dice nada a"),
    ("simulate bo-2020 --model dice", "'dice' is not one of 'swings'", "'dice' no es uno de 'swings'"),
    ("simulate bo-2020 --model polls", "--model polls takes --polls FILE", "--model polls necesita --polls FILE"),
    ("simulate bo-2020 --model stations", "--model stations takes --from STORE", "--model stations necesita"),
    ("simulate bo-2020 --model votes --country 0.1", "--country says nothing to --model votes", "no dice nada a"),
    ("simulate bo-2020 --polls x.csv --model votes", "--polls goes with --model polls", "--polls va con --model polls"),
    ("simulate bo-2020 --polls x.csv", "x.csv cannot be read", "x.csv no se puede leer"),
    ("simulate bo-2020 --coalition CC+Mesa", "the election has no list “Mesa”", "no tiene la lista «Mesa»"),
    ("simulate bo-2020 --coalition ''", "the election has no list “”", "no tiene la lista «»"),
    ("simulate bo-2020 --from nosuch.csv", "nosuch.csv cannot be read", "nosuch.csv no se puede leer"),
    ("simulate bo-2020 --at 2020", "it goes with --from STORE", "--from"),
    ("simulate bo-2020 --contest president", "--contest says how sheets are read", "--from"),
]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("mistake", TYPED, ids=lambda each: each[0])
def test_a_mistake_gets_its_message(run, monkeypatch, tmp_path, mistake, lang) -> None:
    """On standard error, with status 2 and without a traceback, in the language of the machine."""
    monkeypatch.chdir(tmp_path)
    typed, english, spanish = mistake
    result = run(*("" if word == "''" else word for word in typed.split()), lang=lang)
    assert {"en": english, "es": spanish}[lang] in result.stderr
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert "changes.0" not in result.stderr


def test_a_bad_scenario_and_bad_polls_are_told_with_their_place(run, tmp_path) -> None:
    """File and line, or file, row and column."""
    (tmp_path / "x.yaml").write_text("scenario: x\nelection: bo-2020\nchanges:\n  - swng: 1\n", encoding="utf-8")
    assert "x.yaml:4: changes.0: none of the keys" in run("what-if", "--scenario", tmp_path / "x.yaml").stderr
    (tmp_path / "x.yaml").write_text("scenario: [x\n", encoding="utf-8")
    assert "this is not valid YAML" in run("what-if", "--scenario", tmp_path / "x.yaml").stderr
    (tmp_path / "polls.csv").write_text("house,size,CC\nx,1000,abc\n", encoding="utf-8")
    told = run("simulate", "bo-2020", "--polls", tmp_path / "polls.csv", lang="es").stderr
    assert "fila 2, columna CC: «abc» no es un porcentaje" in told
