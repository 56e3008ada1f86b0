"""Both engines side by side: the embedded one, and a real Spark Connect server where one is named."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from escrutinio.canvass.engine import Embedded, connect
from escrutinio.canvass.making.marks import KINDS
from escrutinio.canvass.making.synthetic import anomaly, synth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from escrutinio.canvass.engine import Engine
    from escrutinio.canvass.making.synthetic import Synthetic


@pytest.fixture(scope="session")
def spark() -> Iterator[Engine]:
    """The server that ESCRUTINIO_SPARK names."""
    url = os.environ.get("ESCRUTINIO_SPARK")
    if not url:
        pytest.skip("no Spark Connect server is named by ESCRUTINIO_SPARK; `make test-spark` starts one")
    engine = connect(url)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def both(spark: Engine) -> tuple[Embedded, Engine]:
    """The embedded engine and Spark."""
    return Embedded(), spark


@pytest.fixture
def same(both: tuple[Embedded, Engine]) -> Callable[[Callable[[Engine], Any]], Any]:
    """Asks both engines, and gives the answer where it is one."""

    def ask(question: Callable[[Engine], Any]) -> Any:
        answers = [question(engine) for engine in both]
        assert answers[0] == answers[1]
        return answers[0]

    return ask


@pytest.fixture(scope="session")
def made(both: tuple[Embedded, Engine], tmp_path_factory: pytest.TempPathFactory) -> Synthetic:
    """An election with everything wrong that can be ordered; its last two snapshots are ``before`` and ``sheets``."""
    folder: Path = tmp_path_factory.mktemp("synthetic")
    orders = [anomaly(f"{kind}:4") for kind in KINDS]
    found = synth("bo-2020", folder, stations=2_500, seed=17, anomalies=orders, snapshots=4)
    for engine in both:
        engine.view("before", [str(found.files[-2])])
        engine.view("sheets", [str(found.files[-1])])
        engine.view("all", [str(each) for each in found.files])
    return found
