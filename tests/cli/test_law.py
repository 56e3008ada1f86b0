"""The commands on laws: list, show, graph, check, new."""

from __future__ import annotations

import json

import pytest

from escrutinio.law import available


def test_laws_are_listed(run) -> None:
    """`law` alone and `law list` say the same; the document has every law."""
    assert run("law").stdout == run("law", "list").stdout
    listed = json.loads(run("law", "list", "--json").stdout)["laws"]
    assert [each["id"] for each in listed] == list(available())
    assert next(each["since"] for each in listed if each["id"] == "bo") == "1994-08-12"


def test_elections_of_one_country(run) -> None:
    """Only its own; a country that is not there is told."""
    assert {line.split()[0][:3] for line in run("elections", "--country", "de").stdout.splitlines()[2:]} == {"de-"}
    result = run("elections", "--country", "bolivia")
    assert (result.exit_code, "there is no election of “bolivia”" in result.stderr) == (2, True)
    assert "no hay ninguna elección de «bolivia»" in run("elections", "--country", "bolivia", lang="es").stderr


def test_a_law_is_drawn(run, tmp_path) -> None:
    """Mermaid on standard output; a file by its ending, whole or not at all."""
    assert run("law", "graph", "de", "--day", "2021-09-26", lang="es").stdout.startswith("flowchart TD\n")
    file = tmp_path / "de.svg"
    assert run("law", "graph", "de", "-o", file).exit_code == 0
    assert file.read_text(encoding="utf-8").endswith("</svg>\n")
    refused = run("law", "graph", "de", "-o", tmp_path / "de.pdf", lang="es")
    assert (refused.exit_code, "no dice cómo dibujarlo" in refused.stderr) == (2, True)
    assert [each.name for each in tmp_path.iterdir()] == ["de.svg"]


def test_errors_leave_with_2_and_warnings_with_0(run, isle) -> None:
    """Errors go to standard error, all of them, with the files that are in order told as well."""
    law = isle / "isle.yaml"
    text = law.read_text(encoding="utf-8")
    law.write_text(text.replace("texts:\n", "texts:\n  old: {title: Old}\n"), encoding="utf-8")
    warned = run("law", "check", law)
    assert (warned.exit_code, "no rule cites the text “old”" in warned.stdout, warned.stderr) == (0, True, "")
    bad = isle / "bad.yaml"
    bad.write_text(
        text.replace("divisors: dhondt", "divisors: dhont").replace("members: 5", "members: 6"), encoding="utf-8"
    )
    result = run("law", "check", bad, law, lang="es")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 2
    assert f"{law}: en orden." in result.stdout
    document = json.loads(run("law", "check", bad, "--json").stdout)
    assert (len(document["laws"][0]["errors"]), run("law", "check", bad, "--json").exit_code) == (2, 2)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_law_is_begun(run, tmp_path, lang) -> None:
    """To standard output, to a file, to a folder; each can be checked at once."""
    text = run("law", "new", "xx", lang=lang).stdout
    file = tmp_path / "xx.yaml"
    file.write_text(text, encoding="utf-8")
    assert run("law", "check", file).stdout == f"{file}: in order.\n"
    told = run("law", "new", "yy", "-o", tmp_path / "yy", lang=lang).stdout
    assert f"ESCRUTINIO_COUNTRIES={tmp_path} escrutinio law check yy" in told
    again = run("law", "new", "yy", "-o", tmp_path / "yy", lang=lang)
    assert again.exit_code == 2
    assert run("law", "new", "No!", lang=lang).exit_code == 2
