"""A small server on 127.0.0.1 that behaves as badly as it is told to, and an election whose files lie there."""

from __future__ import annotations

import hashlib
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

sys.path.insert(0, str(Path(__file__).parent))  # tests of fetch share how they fetch, imported by name

BODY = bytes(range(256)) * 800
"""What the server has: 204,800 bytes."""


@dataclass
class Manners:
    """How the server answers, and what it was asked.

    ``cut`` is how many bytes it sends before it hangs up, ``cuts`` how often; ``statuses`` are answered first, one a
    request.
    """

    body: bytes = BODY
    ranges: bool = True
    cut: int = 0
    cuts: int = 0
    statuses: list[int] = field(default_factory=list)
    tag: str = '"one"'
    lies: bool = False
    hangs: float = 0.0
    asked: list[str] = field(default_factory=list)
    url: str = ""


def handler(manners: Manners) -> type[BaseHTTPRequestHandler]:
    """A handler with these manners."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            manners.asked.append(asked)
            if manners.hangs:
                threading.Event().wait(manners.hangs)
            if manners.statuses:
                self.send_response(manners.statuses.pop(0))
                self.send_header("Retry-After", "0")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self._answer(int(asked[6:-1]) if asked and manners.ranges and self._unchanged() else 0)

        def _unchanged(self) -> bool:
            return self.headers.get("If-Range", manners.tag) == manners.tag

        def _answer(self, begin: int) -> None:
            if begin and begin >= len(manners.body):
                self.send_error(416)
                return
            body = manners.body[begin:]
            self.send_response(206 if begin else 200)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", manners.tag)
            if begin:
                start = 0 if manners.lies else begin
                self.send_header("Content-Range", f"bytes {start}-{len(manners.body) - 1}/{len(manners.body)}")
            self.end_headers()
            if manners.cuts:
                manners.cuts -= 1
                body = body[: manners.cut]
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def server() -> Iterator[Manners]:
    """A server with good manners; a test spoils them."""
    manners = Manners()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), handler(manners))
    listening.daemon_threads = True
    manners.url = f"http://127.0.0.1:{listening.server_port}/counts.csv"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield manners
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.fixture
def toy(tmp_path: Path, server: Manners) -> Callable[..., Path]:
    """Makes an election that lists files: at the server, with the right SHA-256, unless it is told otherwise."""

    def make(*names: str, url: str = "", sha256: str = hashlib.sha256(BODY).hexdigest()) -> Path:
        folder = tmp_path / "election"
        folder.mkdir(exist_ok=True)
        about = "election: toy\ndate: 2020-01-01\nname: {es: Prueba, en: Toy}\nlists: [{id: A}]\n"
        files = [
            f'  - {{url: "{url or server.url}", name: {name}, sha256: "{sha256}", licence: CC0-1.0}}\n'
            for name in names
        ]
        (folder / "election.yaml").write_text(about + "".join(["files:\n"] * bool(files) + files), encoding="utf-8")
        return folder

    return make


@pytest.fixture
def election(toy: Callable[..., Path]) -> Path:
    """An election whose one file lies on the server."""
    return toy("counts.csv")
