"""The mistakes of a long night, with files of counts: one clear message each, in both languages, status 2."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

NIGHT, MORNING = "count_20240303_200000.csv", "count_20240304_090000.csv"
F = f"{MORNING} --format count.yaml"

TYPED = [
    # what was typed, what is said in English, what is said in Spanish
    ("read nothere.csv", "nothere.csv cannot be read (No such file", "nothere.csv no se puede leer (no existe)"),
    ("read .", "(Is a directory)", "(es una carpeta)"),
    (f"read {NIGHT} --format bo-2002", "no file format is called “bo-2002”", "ningún formato de archivo se llama"),
    (f"read {NIGHT} --format no.yaml", "no.yaml cannot be read", "no.yaml no se puede leer"),
    (f"read {NIGHT}", "fit no file description known here", "no corresponden a ninguna descripción"),
    (f"read {F} --contest mayor", "counts no contest “mayor”. It counts: ballot", "no cuenta el cargo «mayor»"),
    (f"read {F} {NIGHT} --time 2024-03-03T20:00:00Z", "--time goes with one file, and there are 2", "--time va con"),
    (f"read {F} {NIGHT} -o x.csv", "--output goes with one file, and there are 2", "--output va con un solo archivo"),
    (f"read {F} --into s.duckdb --time 20:00", "“20:00” is not a time", "«20:00» no es una hora"),
    (
        f"read {F} --into s.duckdb --time 2024-03-03",
        "does not say its offset from UTC",
        "no dice su diferencia con UTC",
    ),
    (f"read {F} --into {NIGHT}", "is not a store: it is no DuckDB database", "no es un almacén"),
    (f"read {F} --into no/s.duckdb", "cannot be made: its folder is not there", "no se puede crear: su carpeta"),
    (f"read {F} -o x.xlsx", "x.xlsx does not say how to write it", "x.xlsx no dice cómo escribirlo"),
    (f"read {F} -o no/x.csv", "no/x.csv cannot be written: its folder", "no/x.csv no se puede escribir: su carpeta"),
    (f"read {F} --limit 0", "--limit is 0. Give a whole number of at least 1", "--limit es 0. Indique un número"),
    ("read", "Missing argument 'FILE...'.", "Falta el argumento ARCHIVO...."),
    ("describe empty.csv", "empty.csv is empty: it has no bytes", "empty.csv está vacío: no tiene ni un byte"),
    (f"check {F} --codes C999", "no check has the code “C999”", "ninguna comprobación tiene el código «C999»"),
    (f"check {F} --at 2024-03-03T20:00:00Z", "is one file and has no other snapshots", "es un solo archivo y no tiene"),
    (f"check {F} --official {NIGHT}", "has no column “level”", "no tiene la columna «level»"),
    (f"check {F} --register nothere.csv", "nothere.csv cannot be read", "nothere.csv no se puede leer"),
    (f"tally {F} --by nonsense", "not told apart by “nonsense”", "no se distinguen por «nonsense»"),
    (f"tally {F} --by departmnt", "Did you mean department?", "¿Quiso decir department?"),
    (f"tally {F} --where department", "--where takes NAME=VALUE", "--where se escribe NOMBRE=VALOR"),
    (f"tally {F} --where department=Suoth", "Did you mean South?", "¿Quiso decir South?"),
    (f"tally {F} --set-aside C406", "C406 is not about one sheet", "C406 no se refiere a un acta"),
    (f"tally {F} --engine spark://x", "names no engine", "no nombra ningún motor"),
    (f"tally {F} --abroad maybe", "'maybe' is not one of 'yes', 'no'.", "'maybe' no es uno de 'yes', 'no'."),
    ("tally .", "nothing is published in .: it has no index.json", "en . no hay nada publicado"),
    ("tally count.duckdb --at yesterday", "“yesterday” is not a time", "«yesterday» no es una hora"),
    ("tally count.duckdb --contest balot", "Did you mean ballot?", "¿Quiso decir ballot?"),
    ("compare count.duckdb@dusk count.duckdb", "“dusk” is not a time", "«dusk» no es una hora"),
    (f"compare {F} nothere.csv", "nothere.csv cannot be read", "nothere.csv no se puede leer"),
    (
        f"compare {F} {NIGHT} --by dwelling",
        "has no column “dwelling” to tell stations by",
        "no tiene la columna «dwelling»",
    ),
    (f"compare {F} {NIGHT} --status correctd", "Did you mean corrected?", "¿Quiso decir corrected?"),
    ("elect . --law isle.yaml --format count.yaml", "--format says how sheets are read", "--format dice cómo se leen"),
    ("explain . council --law isle.yaml --contest x", "--contest says how sheets", "--contest dice cómo se leen"),
    ("elect . --law isle.yaml --set-aside C101", "it goes with --from FILE", "va con --from ARCHIVO"),
    (f"elect . --law isle.yaml --from {F} --contest mayor", "counts no contest “mayor”", "no cuenta el cargo «mayor»"),
    ("history nothere.duckdb 101", "there is no store at", "no hay ningún almacén en"),
    (f"history {NIGHT} 101", "is not a store", "no es un almacén"),
    ("history count.duckdb 1O1", "Did you mean 101?", "¿Quiso decir 101?"),
    ("history count.duckdb 101 --contest mayor", "only of ballot", "solo de ballot"),
    ("publish nothere.duckdb public", "there is no store at", "no hay ningún almacén en"),
    ("fetch bo-2005", "no public files are listed for bo-2005", "no figuran archivos públicos de bo-2005"),
    ("fetch bo-2020 --only x.csv", "bo-2020 lists no file “x.csv”", "bo-2020 no tiene en su lista el archivo «x.csv»"),
    ("synth bo-2019 --stations", "'--stations' requires an argument", "'--stations' necesita un valor"),
    ("synth bo-2019 --stations ten", "--stations is ten. Give a whole number", "--stations es ten. Indique un número"),
    ("synth bo-2019 --stations 90 --anomaly ghosts", "“ghosts” is not known here", "«ghosts» no se conoce aquí"),
    ("synth bo-2019 --stations 90 --anomaly 5", "“5” is no anomaly", "«5» no es una anomalía"),
    ("elect . --law isle.yaml --at 2024-03-03T20:00:00Z", "it goes with --from STORE", "va con --from ALMACÉN"),
    (
        "elect bo-2020 --from count.duckdb",
        "no sheets of any contest of bo-2020",
        "no hay actas de ningún cargo de bo-2020",
    ),
    (
        "elect . --law isle.yaml --from count.duckdb --at 2024-03-01T00:00:00Z",
        "nothing of “ballot” had been published at 2024-03-01T00:00:00Z",
        "2024-03-01T00:00:00Z",
    ),
]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("typed", TYPED, ids=lambda each: each[0])
def test_a_mistake_gets_its_message(full, run, monkeypatch, typed, lang) -> None:
    """On standard error, without a traceback, nothing on standard output."""
    monkeypatch.chdir(full)
    result = run(*typed[0].split(), lang=lang)
    assert typed[{"en": 1, "es": 2}[lang]] in " ".join(result.stderr.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("lang", "said"), [("en", "of different elections"), ("es", "de elecciones distintas")])
def test_counts_of_different_elections_are_not_compared(isle, run, lang, said) -> None:
    """Other lists with votes on both sides, and the same station numbers."""
    other = (isle / MORNING).read_text(encoding="utf-8").replace(";A;B;C;", ";X;Y;C;")
    (isle / "other.csv").write_text(other, encoding="utf-8")
    (isle / "count.yaml").write_text(
        (isle / "count.yaml").read_text(encoding="utf-8").replace("lists: [A, B, C]", "other_columns: lists"),
        encoding="utf-8",
    )
    result = run("compare", MORNING, "other.csv", "--format", "count.yaml", lang=lang)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert "A, B" in result.stderr
    assert "X, Y" in result.stderr


@pytest.mark.parametrize(("lang", "said"), [("en", "no station in common"), ("es", "ninguna mesa en común")])
def test_counts_without_a_station_in_common_are_not_compared(isle, run, lang, said) -> None:
    """Two numberings of stations would make all of them withdrawn and added."""
    text = (isle / MORNING).read_text(encoding="utf-8")
    (isle / "other.csv").write_text(text.replace("\n1", "\nM1").replace("\n2", "\nM2"), encoding="utf-8")
    result = run("compare", MORNING, "other.csv", "--format", "count.yaml", lang=lang)
    assert (result.exit_code, said in result.stderr) == (2, True)


@pytest.mark.parametrize(("lang", "said"), [("en", "no contest in common"), ("es", "ningún cargo en común")])
def test_counts_of_different_contests_are_not_compared(isle, run, lang, said) -> None:
    """One is of the ballot, the other of something else."""
    text = (isle / "count.yaml").read_text(encoding="utf-8").replace("fixed: ballot", "fixed: mayor")
    (isle / "mayor.yaml").write_text(text, encoding="utf-8")
    for name, file in (("a", "count.yaml"), ("b", "mayor.yaml")):
        run("read", MORNING, "--format", file, "--into", f"{name}.duckdb")
    result = run("compare", "a.duckdb", "b.duckdb", lang=lang)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_rows_that_are_moments_are_not_added_up(isle, run) -> None:
    """A series of totals: tally and elect refuse it, a store does not take it, check says what fell and when."""
    text = (isle / "count.yaml").read_text(encoding="utf-8").replace("    station:", "    row: moment\n    station:")
    (isle / "count.yaml").write_text(text.replace("department: Distrito", ""), encoding="utf-8")
    for words in (("tally", MORNING), ("read", MORNING, "--into", "new.duckdb")):
        result = run(*words, "--format", "count.yaml")
        assert (result.exit_code, "every vote would count many times" in result.stderr) == (2, True)
        assert "cada voto contaría muchas veces" in run(*words, "--format", "count.yaml", lang="es").stderr
    fell = run("check", MORNING, "--format", "count.yaml").stdout
    assert "A: the total was 35 and now is 10, 25 fewer. Between 102 and 201." in fell
    assert "Each row is the total at one moment" in run("read", MORNING, "--format", "count.yaml").stdout


HOLDS = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.mark.skipif(os.name == "nt", reason="another message there")
@pytest.mark.parametrize(("lang", "said"), [("en", "is being written by another program"), ("es", "otro programa")])
def test_a_store_that_is_being_written_is_told(store, run, lang, said) -> None:
    """With what to do: wait, or read what is published."""
    with subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, "-c", HOLDS, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        for words in (("tally", store), ("check", store), ("read", NIGHT, "--format", "count.yaml", "--into", store)):
            result = run(*words, lang=lang)
            assert (result.exit_code, said in result.stderr) == (2, True)
        other.communicate()


def test_a_file_that_cannot_be_written_leaves_the_old_one(isle, run) -> None:
    """A folder in its place is told; nothing half-written stays."""
    (isle / "x.csv").mkdir()
    result = run("tally", MORNING, "--format", "count.yaml", "-o", "x.csv")
    assert (result.exit_code, "x.csv is a folder. Give the name of a file." in result.stderr) == (2, True)
    assert "x.csv es una carpeta." in run("tally", MORNING, "--format", "count.yaml", "-o", "x.csv", lang="es").stderr
    assert [each.name for each in isle.iterdir() if each.name.endswith(".part")] == []


@pytest.mark.parametrize(("lang", "said"), [("en", "several contests here"), ("es", "actas de varios cargos")])
def test_several_contests_need_a_choice(isle, run, lang, said) -> None:
    """A station's history is of one contest."""
    text = (isle / "count.yaml").read_text(encoding="utf-8").replace("fixed: ballot", "fixed: mayor")
    (isle / "mayor.yaml").write_text(text, encoding="utf-8")
    for name, file in ((MORNING, "count.yaml"), (NIGHT, "mayor.yaml")):
        run("read", name, "--format", file, "--into", "both.duckdb")
    result = run("history", "both.duckdb", "101", lang=lang)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert run("history", "both.duckdb", "101", "--contest", "mayor").exit_code == 0


@pytest.mark.usefixtures("isle")
def test_options_of_the_facade_are_refused_alike() -> None:
    """What the command line refuses, Python refuses, with the same words."""
    import escrutinio as es
    from escrutinio.model import Problem

    count = es.read(MORNING, format="count.yaml")
    with pytest.raises(Problem, match="has no other snapshots"):
        es.tally(count, at="2024-03-03T20:00:00Z")
    with pytest.raises(Problem, match="there are no sheets of the contest “mayor” here, only of ballot"):
        es.check(count, contest="mayor")
    with pytest.raises(AttributeError, match=r"escrutinio\.canvass has no “reed”"):
        getattr(es.canvass, "reed")  # noqa: B009 - mypy knows that it is not there
