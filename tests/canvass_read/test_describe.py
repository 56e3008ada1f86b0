"""A description proposed for a file: what each column is, told by its words, by what it holds, by sums that fit.

The files are made up, each in the style of some electoral body; what a draft must say of them was written down from
the columns, and the totals were added up by hand.
"""

# ruff: noqa: E501, RUF001 - the lines of official files are long, and written in the letters of their languages

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from made_files import totals, workbook  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.canvass.reading.describing import describe
from escrutinio.canvass.reading.describing_words import file as words_file
from escrutinio.canvass.reading.files import read
from escrutinio.canvass.reading.formats import formats
from escrutinio.canvass.reading.headers import row_of_headers
from escrutinio.model import Problem

if TYPE_CHECKING:
    from escrutinio.canvass.reading.formats import Format
    from escrutinio.canvass.sheets import Reading

NBSP, NARROW = "\u00a0", "\u202f"


def drafted(made: Any, content: str | bytes, name: str = "unknown.csv") -> tuple[Format, Reading]:
    """The draft for a file as a description, and the file read with it."""
    path = made.file(content, name)
    described = made.description(describe(path))
    return formats(described)[0], read(path, format=described)


TITLED = """ISLE ELECTIONS, 2024
COUNCIL
ISSUED|EXPECTED|SHARE
40|4|0.02

BOX_KEY|STATE|BOX_ID|BOX_TYPE|ELM|FIR|OAK|NULLS|TOTAL_VOTES_COUNTED|VOTERS_ROLL|NOTES
'001B|North|1|B|10|20|5|1|36|50|-
'002B|North|1|B|7|0|9|0|16|31|-
'003C|South|1|C|3|8|4|2|17|20|-
"""


def test_titles_and_another_table_above(made):
    """The separator and the headers are those of the table, not of the titles; a sum tells the lists from the codes."""
    how, reading = drafted(made, TITLED)
    assert (how.station, how.areas) == (("BOX_KEY",), {"department": "STATE"})
    assert how.counts == {"registered": "VOTERS_ROLL", "null": "NULLS", "cast": "TOTAL_VOTES_COUNTED"}
    assert set(how.ignore) == {"BOX_ID", "BOX_TYPE", "NOTES"}
    assert totals(reading) == {"registered": 101, "ELM": 20, "FIR": 28, "OAK": 18, "null": 3, "cast": 69}


SHARED = """Comunidad;Sección;Mesa;Censo;Votantes;%;Nulos;%;Válidos;%;ELM;%;OAK;%
Norte;001;A;2.000;1.510;75,50;10;0,66;1.500;99,34;1.100;73,33;400;26,67
Norte;001;U;900;500;55,56;0;0,00;500;100,00;250;50,00;250;50,00
Sur;002;A;1.000;805;80,50;5;0,62;800;99,38;300;37,50;500;62,50
"""


def test_a_header_that_repeats_over_shares(made):
    """Headers stay headers though one stands five times; shares are no lists; points are thousands here."""
    how, reading = drafted(made, SHARED.encode("cp1252"))
    assert (how.station, how.thousands, how.ignore) == (("Sección", "Mesa"), ".", ("%",))
    assert how.counts == {"registered": "Censo", "valid": "Válidos", "null": "Nulos", "cast": "Votantes"}
    assert totals(reading) == {"registered": 3900, "ELM": 1650, "OAK": 1150, "valid": 2800, "null": 15, "cast": 2815}


def test_a_list_that_stands_twice(made):
    """The draft names it and says so; reading refuses the file, and no row is taken for headers."""
    path = made.file("Mesa,Dep,ELM,OAK,ELM\n1,N,10,20,3\n2,S,7,9,3\n")
    text = describe(path)
    assert '    lists: ["ELM", "OAK"]' in text
    assert "“ELM” stands twice (columns 3, 5): leave one in the file, or rename it" in text
    with pytest.raises(Problem, match=r"names the column “ELM” twice \(columns 3, 5\)"):
        read(path, format=made.description(text))


def test_headers_that_are_blank(made):
    """Two columns without a header do not make the first row of data the headers."""
    how, reading = drafted(made, ",,Mesa,Dep,A,B\n0,x,101,N,3,4\n1,y,102,S,5,6\n")
    assert (how.station, how.lists, totals(reading)) == (("Mesa",), ("A", "B"), {"A": 8, "B": 10})


def test_a_near_name_is_looked_for_among_headers(made):
    """Where the headers do not fit, the message names one of them, never a cell of a row."""
    described = made.description().read_text(encoding="utf-8").replace("lists: [A, B-C]", "lists: [ELN, OAK]")
    with pytest.raises(Problem, match=r"Did you mean ELM"):
        made.read("Kode,Kode2,ELM,%,OAK,%\n1,2,30,9.1,40,8.3\n3,4,31,9.2,42,8.4\n", described=only(described))


def only(described: str) -> str:
    """A description that asks for a station and lists alone."""
    kept = [line for line in described.splitlines() if not line.strip().startswith(("areas", "abroad", "counts"))]
    return "\n".join(kept).replace("[ELN, OAK]", "[ELN]").replace("[mesa]", "[Kode]")


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["A title"], ["mesa", "A", "B"], ["1", "3", "4"]], 1),
        (
            [
                ["a"],
                ["40", "2"],
                [""],
                ["mesa", "dep", "A", "B", "C"],
                ["1", "N", "3", "4", "1"],
                ["2", "N", "3", "5", "1"],
            ],
            3,
        ),
        ([["", "", "VOTES", "", ""], ["code", "area", "A", "B", "C"], ["1", "N", "3", "4", "1"]], 1),
        ([["mesa", "1", "2", "3"], ["7", "30", "20", "10"]], 0),
        ([["name", "colour"], ["rose", "red"]], 0),
        ([], 0),
    ],
)
def test_the_row_of_headers(rows, place):
    """As full as the rows are and with fewer numbers: not a title, not a small table above, not a line of groups."""
    assert row_of_headers(rows) == place


BOOK = {
    "34B": [
        ["NATIONAL COUNT", None, None, None, None, None, None, None],
        [
            "County Name",
            "Polling Station Code",
            "Polling Station Name",
            "Registered Voters",
            "MWANGI",
            "OTIENO",
            "Valid Votes",
            "Rejected Ballots",
        ],
        ["North", "0001", "School 1", 100, 40, 30, 70, 2],
        ["North", "0002", "School 2", 90, 10, 55, 65, 0],
        ["SUB TOTAL NORTH", None, None, 190, 50, 85, 135, 2],
        ["South", "0003", "School 3", 80, 22, 33, 55, 1],
    ]
}


def test_a_workbook_with_titles_and_subtotals(made):
    """Registered, valid and rejected are no lists; a candidate is no station."""
    how, _ = drafted(made, workbook(BOOK), "unknown.xlsx")
    assert (how.station, how.lists) == (("Polling Station Code",), ("MWANGI", "OTIENO"))
    assert how.areas == {"department": "County Name", "precinct": "Polling Station Name"}
    assert how.counts == {"registered": "Registered Voters", "valid": "Valid Votes", "null": "Rejected Ballots"}


def test_several_sheets_of_one_workbook(made):
    """Each has its own contest and some lists of its own; a summary names no stations and is not one of them."""
    head = ["Mesa", "Cargo", "Inscritos"]
    sheets = {
        "P": [[*head, "ELM", "OAK", "Nulos"], ["1", "Presidente", 50, 20, 15, 3], ["2", "Presidente", 40, 10, 21, 0]],
        "S": [
            [*head, "ELM", "FIR", "YEW", "Nulos"],
            ["1", "Senado local", 50, 9, 8, 7, 6],
            ["2", "Senado local", 40, 5, 4, 3, 2],
        ],
        "Resumen": [["Cargo", "Inscritos", "ELM", "Nulos"], ["Presidente", 90, 30, 3]],
    }
    how, reading = drafted(made, workbook(sheets), "unknown.xlsx")
    assert set(how.optional) == {"OAK", "FIR", "YEW"}
    assert totals(reading, "presidente") == {"registered": 90, "ELM": 30, "OAK": 36, "null": 3}
    assert {name: number for name, number in totals(reading, "senado-local").items() if number} == {
        "registered": 90, "ELM": 14, "FIR": 12, "YEW": 10, "null": 8
    }  # fmt: skip


def test_several_lists_in_a_json_text(made):
    """The draft says which one it was made of, for without that the file cannot be read: the longest."""
    text = '{"parties": [{"id": "ELM"}], "boxes": [{"mesa": 1, "ELM": 3, "OAK": 4}, {"mesa": 2, "ELM": 5, "OAK": 6}]}'
    how, reading = drafted(made, text, "unknown.json")
    assert (how.records, how.station, how.lists) == ("boxes", ("mesa",), ("ELM", "OAK"))
    assert totals(reading) == {"ELM": 8, "OAK": 10}


def test_results_inside_each_record(made):
    """A list of options in each station's record is a long file; nothing of it is put aside."""
    text = (
        '[{"mesa": 1, "Inscritos": 20, "resultados": [{"partido": "ELM", "votos": 3}, {"partido": "OAK", "votos": 4}]},'
        ' {"mesa": 2, "Inscritos": 30, "resultados": [{"partido": "ELM", "votos": 5}, {"partido": "OAK", "votos": 9}]}]'
    )
    how, reading = drafted(made, text, "unknown.json")
    assert (how.layout, how.option, how.votes) == ("long", "resultados.partido", "resultados.votos")
    assert totals(reading) == {"registered": 50, "ELM": 8, "OAK": 13}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "rows", "figures"),
    [
        # the electoral body's final counts of 2019 and 2020, as in test_bolivia.py
        ("bolivia_2019_computo.parquet", 34_555, {"MAS-IPSP": 2_889_359, "CC": 2_240_920, "PDC": 539_081}),
        ("bolivia_2020_final_president.parquet", 35_599, {"MAS-IPSP": 3_394_052, "CC": 1_775_953, "valid": 6_159_211}),
        ("bolivia_2014_president.parquet", 28_603, {"MAS-IPSP": 3_173_304, "UD": 1_253_288, "PDC": 467_311}),
    ],
)
def test_real_files_as_if_nobody_had_described_them(made, shared, name, rows, figures):
    """The draft as it stands, without a look at it, gives the official totals."""
    path = shared / "data" / name
    reading = read(path, format=made.description(describe(path)))
    found = totals(reading)
    assert (reading.rows["president"], {each: found[each] for each in figures}) == (rows, figures)


@pytest.mark.parametrize("mark", [NBSP, NARROW, " ", "'", ",", "."])
def test_thousands_marks_are_seen(made, mark):
    """Whatever groups the thousands, lists stay lists and the draft says the mark."""
    text = "JRV;Municipio;Inscritos;ELM;OAK;Total\n1;N;1m990;1m584;62;1m646\n2;S;950;255;95;350\n".replace("m0", "m")
    how, reading = drafted(made, text.replace("1m", f"1{mark}"))
    assert (how.station, how.lists) == (("JRV",), ("ELM", "OAK"))
    assert how.thousands == (" " if mark in {NBSP, NARROW} else mark)
    assert totals(reading) == {"registered": 2940, "ELM": 1839, "OAK": 157, "valid": 1996}


def test_what_is_not_stated_does_not_undo_a_list(made):
    """N/A where a sheet is missing: the column holds counts all the same; codes with zeros in front do not."""
    rows = ["140101;N;000001;COUNTED;113;182;48;52;5;8;0", "140101;N;000002;COUNTED;110;333;71;39;0;0;0"]
    rows += ["140101;S;000003;PENDING;N/A;261;N/A;N/A;N/A;N/A;N/A"]
    head = "UBIGEO;DEPARTAMENTO;MESA_DE_VOTACION;DESCRIP_ESTADO_ACTA;N_CVAS;N_ELEC_HABIL;VOTOS_P1;VOTOS_P2;VOTOS_VB"
    how, reading = drafted(made, "\n".join([f"{head};VOTOS_VN;VOTOS_VI", *rows, ""]))
    assert (how.station, how.lists) == (("MESA_DE_VOTACION",), ("VOTOS_P1", "VOTOS_P2"))
    assert how.counts == {
        "registered": "N_ELEC_HABIL", "blank": "VOTOS_VB", "null": "VOTOS_VN", "cast": "N_CVAS"
    }  # fmt: skip
    assert set(how.ignore) == {"UBIGEO", "DESCRIP_ESTADO_ACTA", "VOTOS_VI"}
    assert totals(reading) == {"registered": 776, "VOTOS_P1": 119, "VOTOS_P2": 91, "blank": 5, "null": 8, "cast": 223}


@pytest.mark.parametrize("head", ["PCT_A", "share of A", "qqq"])
def test_shares_are_never_lists(made, head):
    """40.123 is no count of 40,123: elsewhere the file writes -17.5, and each row's shares make up a hundred."""
    columns = f"Mesa,Dep,A,{head},B,{head.replace('A', 'B')}2"
    how, reading = drafted(made, f"{columns},lat\n1,N,40,40.123,60,59.877,-16.123\n2,N,10,25.000,30,75.000,-17.5\n")
    assert (how.lists, how.thousands, totals(reading)) == (("A", "B"), "", {"A": 50, "B": 90})
    how, _ = drafted(made, f"{columns}\n1,N,40,40.123,60,59.877\n2,N,10,25.000,30,75.000\n")
    assert (how.lists, how.thousands) == (("A", "B"), "")


CANDIDATES = """Región;Local;Nro. Mesa;Tipo Mesa;Partido;Candidato;Votos TRICEL
N;E1;1;M;IND;1 ANA;73
N;E1;1;M;IND;2 EVA;15
N;E1;1;M;;VOTOS NULOS;5
N;E1;1;M;;VOTOS EN BLANCO;1
N;E2;1;M;IND;1 ANA;20
N;E2;1;M;IND;2 EVA;30
N;E2;1;M;;VOTOS NULOS;0
N;E2;1;M;;VOTOS EN BLANCO;2
S;E3;2;M;IND;1 ANA;7
S;E3;2;M;IND;2 EVA;8
S;E3;2;M;;VOTOS NULOS;1
S;E3;2;M;;VOTOS EN BLANCO;0
"""


def test_a_row_a_candidate(made):
    """Of party and candidate the one that stands once at a station; numbers that begin anew go with their place."""
    how, reading = drafted(made, CANDIDATES)
    assert (how.layout, how.option, how.votes) == ("long", "Candidato", "Votos TRICEL")
    assert (how.station, how.totals) == (("Local", "Nro. Mesa"), {"null": "VOTOS NULOS", "blank": "VOTOS EN BLANCO"})
    assert totals(reading) == {"1 ANA": 100, "2 EVA": 53, "null": 6, "blank": 3}


ONE_FOR_ALL = """año,cargo_nombre,distrito_nombre,seccion_nombre,mesa_id,mesa_tipo,mesa_electores,agrupacion_nombre,lista_numero,votos_tipo,votos_cantidad
2023,PRESIDENTE,N,N1,00001,NATIVOS,40,ELM,,POSITIVO,10
2023,PRESIDENTE,N,N1,00001,NATIVOS,40,OAK,,POSITIVO,12
2023,PRESIDENTE,N,N1,00001,NATIVOS,40,NULO,,NULO,3
2023,PRESIDENTE,S,S1,00002,NATIVOS,50,ELM,,POSITIVO,20
2023,PRESIDENTE,S,S1,00002,NATIVOS,50,OAK,,POSITIVO,9
2023,PRESIDENTE,S,S1,00002,NATIVOS,50,NULO,,NULO,0
"""


def test_columns_that_say_one_thing_in_every_row(made):
    """A year is no station; the voters of a station that stand in all its rows are counted once."""
    how, reading = drafted(made, ONE_FOR_ALL)
    assert (how.contest.column, how.station) == ("cargo_nombre", ("mesa_id",))
    assert how.areas == {"department": "distrito_nombre", "municipality": "seccion_nombre"}
    assert (how.option, how.votes, how.totals) == ("agrupacion_nombre", "votos_cantidad", {"null": "NULO"})
    assert totals(reading, "presidente") == {"registered": 90, "ELM": 30, "OAK": 21, "null": 3}


def test_elections_of_several_years_in_one_file(made):
    """Where an option stands once at a place in each year only, the year is the contest."""
    votes = ((1979, "P", 5, 6), (1979, "Q", 5, 7), (1985, "P", 8, 9), (1985, "Q", 1, 0))
    rows = [f"{year},N,{place},A,{a}\n{year},N,{place},B,{b}" for year, place, a, b in votes]
    how, reading = drafted(made, "\n".join(["year,department,municipality,option,votes", *rows, ""]))
    assert (how.contest.column, how.row, how.station) == ("year", "municipality", ("department", "municipality"))
    assert totals(reading, "1979") == {"A": 10, "B": 13}
    assert totals(reading, "1985") == {"A": 9, "B": 9}


def test_a_list_that_is_called_as_a_code_is(made):
    """ID and NR are what codes are called: where they are needed for a sum they are lists, and not otherwise."""
    rows = "1,7,30,20,10,60\n2,9,11,40,9,60\n3,4,25,25,2,52\n"
    how, reading = drafted(made, "Mesa,Cod,ELM,ID,NR,Validos\n" + rows)
    assert (how.lists, how.ignore) == (("ELM", "ID", "NR"), ("Cod",))
    assert totals(reading) == {"ELM": 66, "ID": 85, "NR": 21, "valid": 172}


def test_small_numbers_that_agree_by_chance_are_no_sum(made):
    """Where C is what A and B add up to in a few rows only, and 0 in others where they are not, nothing adds up."""
    how, _ = drafted(made, "Mesa,A,B,C\n1,1,0,1\n2,0,1,1\n3,1,1,2\n4,5,3,0\n5,9,2,0\n6,4,4,0\n")
    assert (how.lists, how.counts) == (("A", "B", "C"), {})


@pytest.mark.parametrize(("whole", "count"), [(("7", "12"), "valid"), (("8", "14"), "cast")])
def test_an_option_called_total(made, whole, count):
    """It is no list: the valid votes where it adds the lists up, the votes cast where the null ones are in it."""
    rows = "1;A;3\n1;B;4\n1;NULOS;1\n1;TOTAL;{}\n2;A;7\n2;B;5\n2;NULOS;2\n2;TOTAL;{}\n"
    how, reading = drafted(made, "Mesa;Opcion;Votos\n" + rows.format(*whole))
    assert how.totals == {"null": "NULOS", count: "TOTAL"}
    assert totals(reading) == {"A": 10, "B": 9, "null": 3, count: sum(map(int, whole))}


FRENCH = """Code du département;Libellé du département;Libellé de la commune;Code du b.vote;Inscrits;Abstentions;% Abs/Ins;Votants;% Vot/Ins;Blancs;Nuls;Exprimés;ORME;% ORME;SAPIN;% SAPIN
01;Ain;Bourg;0001;100;20;20,00;80;80,00;3;2;75;40;53,33;35,46;46,67
01;Ain;Bourg;0002;60;10;16,67;50;83,33;0;0;50;20;40,00;30;60,00
02;Aisne;Laon;0001;70;30;42,86;40;57,14;1;1;38;18;47,37;20;52,63
""".replace("35,46;", "35;")
AMERICAN = """county,precinct,office,district,party,candidate,votes
Adams,Ward 1,Governor,,DEM,Ash,120
Adams,Ward 1,Governor,,REP,Birch,80
Adams,Ward 1,Judge,2,DEM,Cedar,90
Adams,Ward 1,Judge,2,DEM,Elder,70
Adams,Ward 2,Governor,,DEM,Ash,30
Adams,Ward 2,Governor,,REP,Birch,45
Adams,Ward 2,Judge,3,DEM,Cedar,25
Adams,Ward 2,Judge,3,DEM,Elder,35
"""
POLISH = """Nr komisji;Gmina;Liczba wyborców uprawnionych do głosowania;Liczba kart ważnych;Liczba głosów nieważnych;Liczba głosów ważnych;BUK Jan;LIPA Anna
1;Gm 1;100;72;2;70;30;40
1;Gm 2;80;61;1;60;45;15
2;Gm 2;50;33;0;33;20;13
"""
NO_WORDS = """kod\tmesto\tzzq\taba\tbeb\tvub\tqol\tnim
Q1\tX1\t90\t30\t20\t50\t3\t53
Q2\tX2\t80\t11\t40\t51\t1\t52
Q3\tX2\t70\t25\t25\t50\t0\t50
"""
TURKISH = """;;;;OYLAR;;;
İl;İlçe;Sandık No;Kayıtlı Seçmen;ADA;BEY;Geçersiz;Toplam
Izmir;Konak;1001;3.000;1.200;900;10;2.110
Izmir;Buca;1002;2.500;800;1.100;0;1.900
"""


@pytest.mark.parametrize(
    ("text", "how", "sums"),
    [
        (
            FRENCH,
            {
                "station": ("Libellé de la commune", "Code du b.vote"),
                "counts": {"registered": "Inscrits", "valid": "Exprimés", "blank": "Blancs", "null": "Nuls", "cast": "Votants"},
                "areas": {"department": "Libellé du département", "municipality": "Libellé de la commune"},
                "thousands": "",
            },
            {"registered": 230, "ORME": 78, "SAPIN": 85, "valid": 163, "blank": 4, "null": 3, "cast": 170},
        ),
        (
            POLISH,
            {
                "station": ("Nr komisji", "Gmina"),
                "counts": {
                    "registered": "Liczba wyborców uprawnionych do głosowania",
                    "valid": "Liczba głosów ważnych",
                    "null": "Liczba głosów nieważnych",
                    "cast": "Liczba kart ważnych",
                },
            },
            {"registered": 230, "BUK Jan": 95, "LIPA Anna": 68, "valid": 163, "null": 3, "cast": 166},
        ),
        (
            NO_WORDS,
            {
                "station": ("kod",),
                "counts": {"registered": "zzq", "valid": "vub", "null": "qol", "cast": "nim"},
                "lists": ("aba", "beb"),
            },
            {"registered": 240, "aba": 66, "beb": 85, "valid": 151, "null": 4, "cast": 155},
        ),
        (
            TURKISH,
            {
                "station": ("Sandık No",),
                "counts": {"registered": "Kayıtlı Seçmen", "null": "Geçersiz", "cast": "Toplam"},
                "thousands": ".",
            },
            {"registered": 5500, "ADA": 2000, "BEY": 2000, "null": 10, "cast": 4010},
        ),
    ],
    ids=["french", "polish", "no-words", "turkish"],
)  # fmt: skip
def test_styles_of_the_world(made, text, how, sums):
    """Other languages, and none at all: where words say nothing, what adds up does."""
    draft, reading = drafted(made, text)
    assert {name: getattr(draft, name) for name in how} == how
    assert totals(reading) == sums


def test_an_archive_with_a_row_a_candidate_of_a_precinct(made):
    """Without stations a row stands for the smallest area; each office is a contest."""
    how, reading = drafted(made, AMERICAN)
    assert (how.row, how.station, how.option) == ("precinct", ("county", "precinct"), "candidate")
    assert totals(reading, "governor") == {"Ash": 150, "Birch": 125}
    assert totals(reading, "judge") == {"Cedar": 115, "Elder": 105}


TWO_BALLOTS = """Bezirk;Wahlberechtigte;Wähler;Ungültige 1;Gültige 1;ELM 1;OAK 1;Ungültige 2;Gültige 2;ELM 2;OAK 2
0001;90;52;2;50;30;20;1;51;11;40
0002;80;41;0;41;15;26;3;38;18;20
0003;70;30;1;29;9;20;0;30;13;17
"""


def test_a_second_ballot_is_told(made):
    """What adds up besides is not ignored and not added to the first ballot: the draft says that it is another."""
    path = made.file(TWO_BALLOTS)
    text = describe(path)
    assert '    lists: ["ELM 1", "OAK 1"]' in text
    assert "# Gültige 2 adds other columns up (ELM 2 + OAK 2): another ballot, which needs a description of" in text
    reading = read(path, format=made.description(text))
    assert totals(reading) == {"registered": 240, "ELM 1": 54, "OAK 1": 66, "valid": 120, "null": 3, "cast": 123}


@pytest.mark.parametrize("lang", ["es", "en"])
def test_comments_are_in_the_language_asked_for(made, lang):
    """Every comment of a draft is in that language and none in the other; the keys are the same."""
    told = {
        each: (made.folder / each).write_text(text) for each, text in (("a.csv", TWO_BALLOTS), ("b.csv", CANDIDATES))
    }
    comments = words_file().comments
    other = {"es": "en", "en": "es"}[lang]
    for name in told:
        text = describe(made.folder / name, lang=lang)
        assert comments["fixed"][lang] in text
        assert [
            each for each in comments if "{" not in comments[each][other] and f"# {comments[each][other]}" in text
        ] == []
        assert comments["draft"][lang].format(file=name) in text


def test_every_comment_has_both_languages():
    """None is left in English by mistake."""
    assert [name for name, text in words_file().comments.items() if set(text) != {"es", "en"}] == []
