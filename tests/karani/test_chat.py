from __future__ import annotations

import http.server
import io
import json
import threading
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from karani import chat
from karani.chat import Message, Phone
from karani.folder import ServiceError

AMINA = "+254711000001"


@dataclass
class Karani:
    """Answers on loopback as the simulator does; it says "Karibu" to everything."""

    url: str = ""
    status: int = 200
    items: list[dict[str, str]] = field(default_factory=list)
    problem: dict[str, object] = field(default_factory=dict)

    def say(self, direction: str, text: str) -> None:
        number = str(len(self.items))
        self.items.append({"id": number, "direction": direction, "text": text})


@pytest.fixture
def karani() -> Iterator[Karani]:
    fake = Karani()

    class Door(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

        def do_POST(self) -> None:
            letter = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert letter["from"] == AMINA
            fake.say("in", letter["text"])
            fake.say("out", "Karibu")
            self.answer({"id": "1"})

        def do_GET(self) -> None:
            asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
            assert asked["phone"] == AMINA
            last = int(asked.get("after", 0))
            items = fake.items[max(0, last - 1) :]  # The last one again: it was delivered.
            self.answer({"items": items, "cursor": str(len(fake.items))})

        def answer(self, document: object) -> None:
            body = json.dumps(fake.problem or document).encode()
            self.send_response(fake.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        fake.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever).start()
        yield fake
        server.shutdown()


def test_each_message_is_new_once(karani: Karani) -> None:
    with Phone(karani.url, AMINA) as phone:
        phone.send("Habari")
        first, second = phone.news(), phone.news()

    assert first == [Message("Habari", is_mine=True), Message("Karibu", is_mine=False)]
    assert second == []


def test_a_typed_text_is_answered(
    karani: Karani, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Habari [bold]\n\n"))

    chat.run(karani.url, AMINA)

    assert karani.items[0]["text"] == "Habari [bold]"
    assert "Karani: Karibu" in capsys.readouterr().out


def test_earlier_messages_are_shown_first(
    karani: Karani, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    karani.say("in", "Jana [nzuri]")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))

    chat.run(karani.url, AMINA)

    assert "You: Jana [nzuri]" in capsys.readouterr().out


def test_a_simulator_that_is_off_is_explained(karani: Karani) -> None:
    karani.status = 404

    with pytest.raises(ServiceError, match="SIMULATOR=on"):
        chat.run(karani.url, AMINA)


def test_a_refusal_is_passed_on(karani: Karani) -> None:
    karani.status = 422
    karani.problem = {"errors": [{"field": "phone", "detail": "must be international"}]}

    with pytest.raises(ServiceError, match="phone must be international"):
        chat.run(karani.url, AMINA)


def test_an_answer_that_is_no_document_is_a_refusal_too(karani: Karani) -> None:
    karani.status = 500

    with pytest.raises(ServiceError, match="answered 500"):
        chat.run(karani.url, AMINA)


def test_a_picture_is_named_by_where_it_is(karani: Karani) -> None:
    karani.items.append(
        {"id": "0", "direction": "out", "text": "Wiki hii", "media_url": "/files/token"}
    )

    with Phone(karani.url, AMINA) as phone:
        (message,) = phone.news()

    assert message.text == f"Wiki hii\n{karani.url}/files/token"
