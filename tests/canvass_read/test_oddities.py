"""What officials' files do wrong: each is read right, or told; nothing is lost silently."""

from __future__ import annotations

import pytest
from made_files import (  # type: ignore[import-not-found]  # it stands beside this file
    DESCRIBED,
    HEADERS,
    ROWS,
    TOTALS,
    as_json,
    as_parquet,
    codes,
    gzipped,
    lines,
    numbered,
    totals,
    workbook,
    zipped,
)

from escrutinio.canvass.reading.findings import worded
from escrutinio.model import Problem

ANNEX = '5,Bolivia,Potosí,"Escuela Uno, anexo",100,40,20,60,1,2\n'
"""One more sheet, whose precinct has a comma: quoted, as it should be."""
WITH_ANNEX = {"registered": 780, "A": 280, "B-C": 220, "valid": 500, "blank": 20, "null": 15}


def first_finding(reading, code):
    """The first finding with a code."""
    return next(finding for finding in reading.findings if finding.code == code)


@pytest.mark.parametrize("separator", [",", ";", "|", "\t"])
def test_any_separator_is_found(made, separator):
    """The separator with which the headers fit is the right one."""
    reading = made.read(lines(separator=separator))
    assert (totals(reading), codes(reading)) == (TOTALS, [])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_any_encoding_is_found(made, encoding):
    """Names keep their accents and counts are counted, whatever the encoding."""
    reading = made.read(lines().encode(encoding))
    assert totals(reading) == TOTALS
    assert reading.engine.rows("SELECT DISTINCT department FROM sheets_president ORDER BY 1") == [
        ("La Paz",),
        ("Potosí",),
        ("Santiago",),
    ]
    assert codes(reading) == (["R001"] if encoding in {"latin-1", "cp1252"} else [])


def test_a_damaged_utf8_text_is_not_taken_for_latin1(made):
    """One broken byte among many whole signs: the rest keeps its accents, and the damage is told."""
    reading = made.read(lines().encode() + "5,Bolivia,Potosí,Pe\xf1a,1,1,0,1,0,0\n".encode("latin-1"))
    assert codes(reading) == ["R002"]
    assert reading.engine.rows("SELECT count(*) FROM sheets_president WHERE department = 'Potosí'") in ([(3,)], [(2,)])
    assert totals(reading)["A"] == TOTALS["A"] + 1


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_any_end_of_line(made, end):
    """Windows' and old Macintoshes' lines."""
    reading = made.read(lines().replace("\n", end))
    assert (totals(reading), codes(reading)) == (TOTALS, [])


def test_each_packing(made):
    """The same rows as workbook, JSON, Parquet, and packed."""
    plain = lines().encode()
    for name, content in {
        "a.xlsx": workbook({"Hoja1": numbered()}),
        "a.json": as_json(),
        "a.parquet": as_parquet(made.folder),
        "a.csv.gz": gzipped(plain),
        "a.zip": zipped(plain),
        "b.xlsx.gz": gzipped(workbook({"Hoja1": numbered()})),
        "c.zip": zipped(as_json(), "a.json"),
    }.items():
        reading = made.read(content, name)
        assert (totals(reading), codes(reading)) == (TOTALS, []), name


def test_every_row_has_its_line(made):
    """A finding has the line of the file, also after blank lines, quoted cells and lines above the headers."""
    text = (
        "Resultados\n\n"
        + lines()
        + "\n"
        + '5,Bolivia,Potosí,"Escuela\nTres",9,1,1,2,0,0\n6,Bolivia,Potosí,X,9,-1,1,2,0,0\n'
    )
    reading = made.read(text)
    rows = reading.engine.rows("SELECT station, file_row FROM sheets_president ORDER BY file_row")
    assert rows == [("1", 4), ("2", 5), ("3", 6), ("4", 7), ("5", 9), ("6", 11)]
    assert first_finding(reading, "R101").where.row == 11
    assert {"R005", "R205", "R209"} <= set(codes(reading))


@pytest.mark.parametrize(
    ("cell", "code", "words"),
    [
        ("-3", "R101", "below zero"),
        ("2.5", "R102", "a decimal"),
        ('"2,5"', "R102", "a decimal"),
        ("1" + "0" * 30, "R103", "too large"),
        ("1e30", "R103", "too large"),
        ("9999999999999", "R103", "too large"),
        ("noventa", "R104", "not a count"),
        ("9O", "R104", "not a count"),
        ("+90", "R104", "not a count"),
        ("0x1F", "R104", "not a count"),
        ("1_000", "R104", "not a count"),
        ("1e1", "R104", "not a count"),
        ("1.234", "R105", "thousands mark"),
        ('"1,234"', "R105", "thousands mark"),
        ("NaN", "R106", "no number"),
        ("#REF!", "R107", "error of the spreadsheet"),
    ],
)
def test_a_cell_that_is_no_count_is_empty_and_told(made, cell, code, words):
    """Never a number: NULL in the table, a finding with file, row, column and the raw text."""
    reading = made.read(lines().replace(",90,", f",{cell},"))
    assert totals(reading) == TOTALS | {"A": 150}
    finding = first_finding(reading, code)
    assert (finding.severity, finding.where.row, finding.facts["column"]) == ("error", 2, "A")
    assert finding.where.sha256 == reading.source.sha256 != ""
    assert words in worded(finding)
    assert cell.strip('"') in worded(finding)
    assert codes(reading) == [code]


def test_an_empty_cell_is_told(made):
    """Empty is not zero: the table has NULL, and a finding says so."""
    reading = made.read(lines().replace(",90,", ",,"))
    assert totals(reading) == TOTALS | {"A": 150}
    assert "1 cells of the column “A” of president are empty" in worded(first_finding(reading, "R108"))


def test_a_column_of_bad_cells_is_told_up_to_a_limit(made):
    """A thousand one by one, the rest as a number; the bad ones are not told again as empty."""
    row = ",".join((*ROWS[0][:5], "x", *ROWS[0][6:])) + "\n"
    reading = made.read(lines() + row * 1500)
    assert codes(reading).count("R104") == 1000
    assert "500 more cells of the column “A” are no counts" in worded(first_finding(reading, "R109"))
    assert "R108" not in codes(reading)


def test_whole_numbers_written_as_decimals(made):
    """Programs that know no empty whole number write 90.0: read, and told once."""
    reading = made.read(lines().replace(",90,", ",90.0,"))
    assert totals(reading) == TOTALS
    assert "were read as whole numbers" in worded(first_finding(reading, "R110"))


def test_blanks_around_counts_and_zeros_before_them(made):
    """They change nothing."""
    reading = made.read(lines().replace(",90,", ", 090\u00a0,").replace("Potosí,", "  Potosí  ,"))
    assert (totals(reading), codes(reading)) == (TOTALS, [])


@pytest.mark.parametrize("cell", ["9e1", "9E1", "+90", "9_0", "0x5A", "90.", "9 0"])
def test_what_a_computer_takes_for_a_number_is_no_count(made, cell):
    """A count is written in plain digits: whatever else an engine would read as one is told, and its text kept."""
    reading = made.read(lines().replace(",90,", f",{cell},"))
    assert (totals(reading)["A"], codes(reading)) == (150, ["R104"])
    assert first_finding(reading, "R104").facts["raw"] == cell


def test_a_cell_of_blanks_or_quotes_is_an_empty_cell(made):
    """It counts nothing, and is told as empty, not as a bad count."""
    for cell in ("", '""', " ", "\u00a0", '" "'):
        reading = made.read(lines().replace(",90,", f",{cell},"))
        assert (totals(reading)["A"], codes(reading)) == (150, ["R108"])


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u2007", "\u202f", "\u200b", " \u00a0 "])
def test_blanks_at_the_ends_of_names_are_taken_off(made, blank):
    """In the first column and in a later one, on either side; a blank inside a name stays."""
    text = (
        lines()
        .replace("1,Bolivia", f"{blank}1{blank},{blank}Bolivia")
        .replace("Potosí,Escuela Uno,200", f"Potosí{blank},Escuela Uno{blank},200")
    )
    reading = made.read(text)
    rows = reading.engine.rows("SELECT station, country, department, precinct, abroad FROM sheets_president LIMIT 2")
    assert rows == [("1", "Bolivia", "Potosí", "Escuela Uno", False), ("2", "Bolivia", "Potosí", "Escuela Uno", False)]


@pytest.mark.parametrize(("mark", "cell"), [(".", "1.234"), (",", '"1,234"'), (" ", "1\u00a0234"), ("'", "1'234")])
def test_a_described_thousands_mark_is_taken_off(made, mark, cell):
    """Only where it groups threes: 12.34 stays no count."""
    described = DESCRIBED + f'    thousands: "{mark}"\n'
    assert totals(made.read(lines().replace(",90,", f",{cell},"), described=described))["A"] == 1384
    reading = made.read(lines().replace(",90,", ",12.34,"), described=described)
    assert totals(reading)["A"] == 150
    assert "R102" in codes(reading)


def test_a_comma_inside_an_unquoted_name_is_repaired(made):
    """One joining makes the counts numbers and leaves known names: it is taken and told."""
    reading = made.read(lines() + ANNEX.replace('"', ""))
    assert totals(reading) == WITH_ANNEX
    assert reading.engine.rows("SELECT precinct FROM sheets_president WHERE station = '5'") == [("Escuela Uno, anexo",)]
    assert "a separator inside “Escuela Uno, anexo” was taken as part" in worded(first_finding(reading, "R201"))
    assert first_finding(reading, "R201").where.row == 6


def test_a_stray_quote_is_part_of_the_text(made):
    """A quote that never closes swallows no line."""
    reading = made.read(lines().replace("Colegio Dos", '"Colegio Dos'))
    assert totals(reading) == TOTALS
    assert "a stray quote was taken as part of the text" in worded(first_finding(reading, "R208"))


def test_names_that_could_be_cut_in_two_ways_are_left_empty(made):
    """Where the counts are certain and the names are not, the votes count and the names are empty."""
    reading = made.read(lines() + "5,Perú,Lima,Sede,Norte,100,40,20,60,1,2\n")
    assert totals(reading) == WITH_ANNEX
    assert reading.engine.rows("SELECT country, precinct FROM sheets_president WHERE station = '5'") == [(None, None)]
    assert "several names could hold the separator" in worded(first_finding(reading, "R202"))


@pytest.mark.parametrize("line", ["5,Bolivia,Potosí,X,100,40", "5,Bolivia,Potosí,X,1,000,40,20,60,1,2", "a,b"])
def test_a_line_that_cannot_be_read_is_kept_in_a_finding(made, line):
    """Too short, or too long with a number that a comma cut: not counted, and told with its text."""
    reading = made.read(f"{lines()}{line}\n")
    assert totals(reading) == TOTALS
    finding = first_finding(reading, "R203")
    assert (finding.severity, finding.where.row, finding.facts["raw"]) == ("error", 6, line)
    assert "the line cannot be read and is not counted" in worded(finding)


def test_a_line_wholly_in_quotes(made):
    """It is the line inside them, also where every line is so."""
    reading = made.read(lines() + '"' + ANNEX.strip().replace('"', '""') + '"\n')
    assert totals(reading) == WITH_ANNEX
    assert "the whole line stands in quotes" in worded(first_finding(reading, "R204"))
    assert totals(made.read("".join(f'"{line}"\n' for line in lines().splitlines()))) == TOTALS


def test_separators_after_the_last_cell(made):
    """They hold nothing and change nothing; where the file is read line by line, they are told once."""
    head, *rest = lines().splitlines()
    text = "\n".join([head, *(f"{line},," for line in rest)]) + "\n"
    assert totals(made.read(text)) == TOTALS
    reading = made.read(f"{text}\n")
    assert totals(reading) == TOTALS
    assert "4 lines end in more separators" in worded(first_finding(reading, "R210"))


@pytest.mark.parametrize(
    "line",
    [
        "TOTAL,,,,680,240,200,440,19,13",
        ",,,Total general,680,240,200,440,19,13",
        "Total Bolivia,,,,600,210,190,400,19,9",
    ],
)
def test_a_row_of_totals_is_set_apart(made, line):
    """It is told and not counted, whether it stands at the end or between."""
    reading = made.read(f"{lines()}{line}\n5,Bolivia,Potosí,X,100,40,20,60,1,2\n")
    assert totals(reading) == WITH_ANNEX
    assert "this is a row of totals" in worded(first_finding(reading, "R206"))
    assert first_finding(reading, "R206").where.row == 6


def test_a_last_row_that_is_the_sum_of_all_is_a_row_of_totals(made):
    """Also without a word for it, where ten rows or more stand above."""
    rows = "".join(f"{n},Bolivia,Potosí,X,10,{n},2,{n + 2},1,0\n" for n in range(1, 13))
    reading = made.read(f"{','.join(HEADERS)}\n{rows}999,,,,120,78,24,102,12,0\n")
    assert totals(reading)["A"] == 78
    assert codes(reading) == ["R206"]


def test_headers_repeated_below_are_set_apart(made):
    """Files put one below the other: the second headers are told, the rows counted."""
    reading = made.read(lines() + lines(rows=(("5", *ROWS[0][1:]),)))
    assert totals(reading)["A"] == 330
    assert "the headers are repeated here" in worded(first_finding(reading, "R207"))


def test_a_row_without_a_station_is_counted_and_told(made):
    """Nothing is left out because its name is missing."""
    reading = made.read(lines() + ANNEX.replace("5,", ",", 1))
    assert totals(reading) == WITH_ANNEX
    assert "this row names no station" in worded(first_finding(reading, "R304"))


def test_rows_that_repeat_are_kept(made):
    """Whether they may is for a check to say."""
    reading = made.read(lines() + lines().splitlines()[1] + "\n")
    assert (totals(reading)["A"], reading.rows["president"]) == (330, 5)


def test_columns_in_any_order(made):
    """Columns are found by their headers, with or without accents, in any case."""
    turned = [",".join(reversed(line.split(","))) for line in lines().splitlines()]
    text = "\n".join([turned[0].upper().replace("Á", "A"), *turned[1:]]) + "\n"
    reading = made.read(text)
    assert (totals(reading), codes(reading)) == (TOTALS, [])


def test_a_missing_and_a_renamed_column_are_refused(made):
    """The message names the column, and the one that was perhaps meant."""
    with pytest.raises(Problem, match=r"has no column “inscritos”. Did you mean inscriptos\?"):
        made.read(lines().replace("inscritos", "inscriptos"))
    cut = "".join(",".join(line.split(",")[:-1]) + "\n" for line in lines().splitlines())
    with pytest.raises(Problem, match=r"looks like “made” but has no column “nulos”. Ask for the whole file"):
        made.read(cut)


def test_a_column_named_twice_is_refused(made):
    """Neither is guessed to be the right one."""
    with pytest.raises(Problem, match=r"names the column “A” twice \(columns 6, 10\)"):
        made.read(lines().replace("nulos", "a"))


def test_columns_nobody_described_are_told(made):
    """One that holds numbers could be a list; also one without a header."""
    text = "".join(
        f"{line},{more}\n" for line, more in zip(lines().splitlines(), ("NUEVA,nota,", *["7,x,3"] * 4), strict=True)
    )
    reading = made.read(text)
    assert totals(reading) == TOTALS
    assert "“NUEVA” holds numbers and is not described: it could be a list" in worded(first_finding(reading, "R301"))
    assert "the column “nota” is not described" in worded(first_finding(reading, "R302"))
    assert "column 13 has no header and holds numbers" in worded(first_finding(reading, "R311"))


def test_a_last_line_without_an_end_is_told(made):
    """A file cut off inside its last number looks whole but for this."""
    reading = made.read(lines()[:-2])
    assert "the file may have been cut off there" in worded(first_finding(reading, "R003"))


def test_nul_bytes_are_told(made):
    """A count with one is no count."""
    reading = made.read(lines().replace(",90,", ",9\x000,"))
    assert totals(reading) == TOTALS | {"A": 150}
    assert "1 NUL bytes were found" in worded(first_finding(reading, "R004"))


def test_abroad_is_told_by_the_country(made):
    """All but the home country, whatever its case and accents; empty where nothing stands."""
    reading = made.read(lines().replace("1,Bolivia", "1,BOLIVIA ").replace("2,Bolivia", "2,"))
    assert reading.engine.rows("SELECT abroad FROM sheets_president ORDER BY file_row") == [
        (False,),
        (None,),
        (False,),
        (True,),
    ]


def test_abroad_is_told_by_a_mark(made):
    """True and false in several words; another word is told."""
    described = DESCRIBED.replace("{column: país, home: Bolivia}", "{column: país}")
    text = lines(
        rows=tuple((row[0], mark, *row[2:]) for row, mark in zip(ROWS, ("sí", "NO", "1", "quizás"), strict=True))
    )
    reading = made.read(text, described=described)
    assert reading.engine.rows("SELECT abroad FROM sheets_president ORDER BY file_row") == [
        (True,),
        (False,),
        (True,),
        (None,),
    ]
    assert "“quizás” in the column “país” does not say whether 1 rows are abroad" in worded(
        first_finding(reading, "R309")
    )


def test_rows_above_the_headers_are_told(made):
    """Where the headers slipped below rows with numbers; the first line like headers counts, even a spoilt one."""
    head, first, *rest = lines().splitlines()
    reading = made.read("\n".join([first, head, *rest]) + "\n")
    assert "1 lines stand above the headers and hold numbers" in worded(first_finding(reading, "R012"))
    with pytest.raises(Problem, match="Did you mean inscridos"):
        made.read("\n".join([head.replace("inscritos", "inscridos"), first, head, *rest]) + "\n")
