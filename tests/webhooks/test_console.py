"""The console: its page, its words, and nothing that a browser could be tricked by."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.replies.console import WORDS
from engine.runtime import Runtime
from karani.languages import translations
from tests.webhooks.doors import with_settings
from webhooks import create_app

STATIC = Path(__file__).parents[2] / "webhooks/console/static"
SCRIPTS = sorted(STATIC.rglob("*.js"))
RISKY = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\("
SAID = re.compile(r"""\b(?:say|label)\(\s*"([\w.]+)\"""")


@pytest.fixture(name="console")
def _console(rt: Runtime) -> FlaskClient:
    return create_app(with_settings(rt, secret_key="k" * 32)).test_client()


def test_the_page_runs_only_scripts_of_its_own(console: FlaskClient) -> None:
    answer = console.get("/console")

    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "script-src 'self'" in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=", answer.text)


@pytest.mark.parametrize(
    ("wanted", "spoken"), [("sw-KE,sw;q=0.9,en;q=0.5", "sw"), ("fr", "en"), ("en-GB", "en")]
)
def test_it_speaks_what_the_browser_asks_for(
    console: FlaskClient, wanted: str, spoken: str
) -> None:
    answer = console.get("/console", headers={"Accept-Language": wanted})

    assert f'<html lang="{spoken}">' in answer.text


@pytest.mark.parametrize("language", sorted(translations()))
def test_every_word_is_there_in_every_language(console: FlaskClient, language: str) -> None:
    answer = console.get(f"/console/words/{language}.json")

    assert answer.get_json().keys() == WORDS.keys()
    assert all(answer.get_json().values())


def test_another_language_is_not_there(console: FlaskClient) -> None:
    assert console.get("/console/words/xx.json").status_code == 404


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_say_only_what_the_catalogues_have(script: Path) -> None:
    source = script.read_text("utf-8")

    assert set(SAID.findall(source)) <= WORDS.keys()
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", source
    )


@pytest.mark.parametrize("path", [*SCRIPTS, *STATIC.glob("*.css")], ids=lambda path: path.name)
def test_no_file_of_it_is_longer_than_300_lines(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= 300


def test_without_a_secret_key_there_is_no_console(client: FlaskClient) -> None:
    assert client.get("/console").status_code == 404
