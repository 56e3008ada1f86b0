"""Laws with mistakes: one clear message each, with the file, the line and what to do; never a traceback."""

import re

import pytest

from escrutinio.documents import as_plain
from escrutinio.law import LawFile, available, in_force, load
from escrutinio.law.schema import LawFile as Shape
from escrutinio.model import Problem

MISTAKES = {
    "indentation": ("    kinds:\n", "   kinds:\n", 9, "this is not valid YAML"),
    "unclosed": ("areas: {North: {seat: 4}", "areas: {North: {seat: 4", 17, "not valid YAML"),
    "tab": ("    kinds:\n", "\tkinds:\n", 9, "not valid YAML"),
    "twice": (
        "        per: region\n",
        "        per: region\n        per: region\n",
        34,
        "not valid YAML: found duplicate",
    ),
    "unknown key": ("        divisors: dhondt", "        divisor: dhondt", 35, "divisor: is not a word of this file"),
    "missing key": ("        divisors: dhondt\n", "", 26, "divisors: is missing. Add it."),
    "stage": (
        "does: highest_averages",
        "does: higest_averages",
        26,
        r"“higest_averages” is not known here. Write one of: .*plurality.* Did you mean highest_averages?",
    ),
    "per": ("per: region", "per: regions", 33, "“regions” is not known here.*Did you mean region?"),
    "basis": ("basis: text", "basis: txt", 14, "“txt” is not known here.*Did you mean text?"),
    "decimal": (
        "share: 3/100",
        "share: 0.03",
        25,
        "“0.03” is not a share. Write a fraction such as 3/100, never a decimal",
    ),
    "percent": ("share: 3/100", "share: 3%", 25, "“3%” is not a share"),
    "by zero": ("share: 3/100", "share: 3/0", 25, "“3/0” is not a share"),
    "no condition": (
        "{share: 3/100,",
        "{part: 3/100,",
        25,
        "none of the keys share, by_size, lead, quota, minority, meets, seats, any, all stands here. Write one of them",
    ),
    "boundary": ("boundary: at_least", "boundary: at_most", 25, "“at_most” is not known here.*Did you mean at_least?"),
    "dates": (
        '        source: {text: act, article: "2"}',
        '        until: 1999-12-31\n        source: {text: act, article: "2"}',
        18,
        "it ends on 1999-12-31, not after it begins on 2000-01-01",
    ),
    "no date": ("      - from: 2000-01-01", "      - from: soon", 12, "“soon” does not fit: .*date"),
    "month": ("      - from: 2000-01-01", "      - from: 2000-13-01", 12, "“2000-13-01” does not fit: .*date"),
    "sum": ("members: 7", "members: 8", 12, "the seats of the areas add up to 7, but the body has 8 members"),
    "negative": ("South: {seat: 3}", "South: {seat: -3}", 16, "-3"),
    "half": ("members: 7", "members: 7.5", 15, "7.5"),
    "text": (
        '{text: act, article: "3"}',
        '{text: acts, article: "3"}',
        30,
        "no text of this file is called “acts”. Did you mean act",
    ),
    "among": (
        "among: threshold",
        "among: treshold",
        36,
        "no fitting stage of this body is called “treshold”. Did you mean threshold",
    ),
    "kind": ("gives: seat", "gives: chair", 26, "no kind of seat of this body is called “chair”. Did you mean seat"),
    "filled": (
        "seats: [seat]",
        "seats: [list]",
        34,
        "the distribution has no seats of the kind “list”. Did you mean seat",
    ),
    "language": ("name: {es: Umbral, en: Threshold}", "name: {es: Umbral}", 20, "the text in en is missing. Add it"),
    "divisors": ("divisors: dhondt", "divisors: dhont", 35, "dhont.*dhondt"),
    "both": ("gives: seat", "gives: seat\n        entitles: seat", 26, "write either gives .* or entitles"),
    "neither": ("        gives: seat\n", "", 26, "write either gives .* or entitles"),
    "id": ("id: seats", "id: Seats!", 26, "Seats!"),
    "nobody": ("seats: [seat]", "seats: []", 26, "nothing stands here. Add at least one"),
    "level": (
        "over: country",
        "over: constituency",
        36,
        "a share over each constituency cannot decide seats .* per region",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_one_message_with_file_and_line(spoiled, name):
    """The message says where (file and line), what is wrong and what to do."""
    before, after, line, words = MISTAKES[name]
    path = spoiled((before, after))
    with pytest.raises(Problem) as caught:
        load(path)
    told = str(caught.value)
    assert re.search(words, told), told
    assert re.search(rf"^{re.escape(str(path))}:{line}: ", told, re.MULTILINE), told


def test_several_mistakes_are_told_at_once(spoiled):
    """Three mistakes, three lines, in one message."""
    path = spoiled(
        ("share: 3/100", "share: 0.03"), ("divisors: dhondt", "divisors: dhont"), ("members: 7", "members: 9")
    )
    with pytest.raises(Problem) as caught:
        load(path)
    told = str(caught.value).splitlines()
    assert len(told) == 3
    assert sorted(int(line.split(":")[1]) for line in told) == [12, 25, 35]


def test_several_names_that_lead_nowhere_are_told_at_once(spoiled):
    """A text and a stage that are not there."""
    with pytest.raises(Problem, match=r"“acts”[^\n]*\n[^\n]*“treshold”"):
        load(
            spoiled(
                ('{text: act, article: "3"}', '{text: acts, article: "3"}'), ("among: threshold", "among: treshold")
            )
        )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", r"small.yaml:1: .*does not fit"),
        (b"# nothing yet\n", r"small.yaml:1: .*does not fit"),
        (b"- a\n- b\n", r"small.yaml:1: .*does not fit"),
        ("name: {es: Cámara}".encode("latin-1"), r"small.yaml is not UTF-8 text \(byte 12\). Save it as UTF-8"),
        (b"\xff\xfel\x00a\x00w\x00", r"not UTF-8 text"),
        (b"law: \x00", r"small.yaml:1: this is not valid YAML"),
        (b"? [a, b]\n: c\n", r"small.yaml:1: "),
        (b"law: !!python/object:os.system x", r"small.yaml:1: "),
        (b"a: &a [*a]\n", r"small.yaml:1: "),
    ],
)
def test_what_is_no_law_file(tmp_path, content, words):
    """Empty, another shape, Latin-1, UTF-16, control characters, odd keys, tags that name code: told, never run."""
    path = tmp_path / "small.yaml"
    path.write_bytes(content)
    with pytest.raises(Problem, match=words):
        load(path)


def test_a_byte_order_mark_is_accepted(spoiled):
    """Windows editors put one before the first word."""
    path = spoiled()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(path).law == "small"


def test_a_file_that_is_not_there(tmp_path):
    """The path and why."""
    with pytest.raises(Problem, match=r"none.yaml cannot be read \(No such file or directory\). Check the name"):
        load(tmp_path / "none.yaml")
    with pytest.raises(Problem, match=r"cannot be read \(Is a directory\)"):
        load(tmp_path)


def test_an_unknown_law():
    """The laws at hand are named."""
    with pytest.raises(
        Problem, match=r"no law is called “bolivia”. Did you mean bo\? Give an id, or the path of a .yaml file"
    ):
        load("bolivia")


@pytest.mark.parametrize("name", available())
def test_a_law_round_trips(name):
    """Written out as plain values and read again, it is the same law."""
    from escrutinio.documents import check

    law = load(name)
    assert check(as_plain(law), Shape) == law
    assert isinstance(law, LawFile)


@pytest.mark.parametrize("name", available())
def test_every_day_of_a_law_holds_together(name):
    """On the first day of each version every stage finds the stages it names, and each body at most one of each id."""
    law = load(name)
    days = {each.since for body in law.bodies.values() for each in (*body.stages, *body.distribution)}
    days |= {each.until for body in law.bodies.values() for each in body.stages if each.until}
    for day in sorted(days):
        if not any(stage.in_force(day) for body in law.bodies.values() for stage in body.stages):
            continue  # a court annulled the rules, and the next ones came later
        for body in in_force(law, day).bodies.values():
            assert len({stage.id for stage in body.stages}) == len(body.stages)


def test_a_stage_that_needs_one_not_in_force(spoiled):
    """A threshold that begins later than the seats it admits to: the day, the stage and what it needs."""
    law = load(
        spoiled(
            (
                '        from: 2000-01-01\n        source: {text: act, article: "2"}',
                '        from: 2010-01-01\n        source: {text: act, article: "2"}',
            )
        )
    )
    from datetime import date

    assert in_force(law, date(2011, 1, 1)).bodies["house"].stages[0].id == "threshold"
    with pytest.raises(Problem, match=r"on 2005-01-01 the stage “seats” of “house” needs “threshold” before it"):
        in_force(law, date(2005, 1, 1))


def test_a_stage_that_stands_after_the_one_that_needs_it(spoiled):
    """Stages run in the file's order."""
    from datetime import date

    path = spoiled()
    head, first, second = re.split(r"(?=      - id: )", path.read_text(encoding="utf-8"))
    path.write_text(head + second + first, encoding="utf-8")
    with pytest.raises(Problem, match=r"needs “threshold” before it.*Correct its dates, or its place in the file"):
        in_force(load(path), date(2005, 1, 1))
