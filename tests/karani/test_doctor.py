"""`karani doctor` as a whole: every look at once, and what it shows."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from karani.__main__ import main
from karani.doctor import report
from karani.doctor.findings import Findings, note, warning, well, wrong
from karani.doctor.installation import Installation
from karani.doctor.visit import CHECKS, Check, Told, visit
from karani.errors import NotAsItShouldBeError
from tests.karani.patient import KEY, installed
from tests.product import start_product
from tests.provider import Provider, provider

PHONE = "+254711000001"


@pytest.fixture(name="twilio")
def _twilio() -> Iterator[Provider]:
    with provider() as running:
        yield running


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the last command has shown, as one document."""
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def broken(_: Installation) -> Findings:
    yield well("first", "is found")
    raise RuntimeError(f"about {PHONE}")


def slow(_: Installation) -> Findings:
    threading.Event().wait(60)
    return []


def test_a_fresh_machine_is_well(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == 0

    assert capsys.readouterr().out.endswith("Nothing is wrong.\n")


def test_it_makes_nothing_on_a_fresh_machine(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    main(["doctor"])

    assert list(tmp_path.iterdir()) == []


def test_an_installation_that_works_is_well(
    env: pytest.MonkeyPatch,
    twilio: Provider,
    database_url: str,
    redis_url: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": KEY}
    for name, value in {**settings, **twilio.environment}.items():
        env.setenv(name, value)

    assert main(["doctor", "--json"]) == 0

    levels = {(one["topic"], one["about"]): one["level"] for one in told(capsys)["findings"]}
    assert levels["Providers", "Twilio"] == "ok"
    assert levels["Database", "clock"] == "ok"
    assert levels["Work", "outbox"] == "ok"
    assert twilio.sent == []


def test_a_wrong_token_is_told_and_the_code_is_1(
    env: pytest.MonkeyPatch, twilio: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {**twilio.environment, "TWILIO_AUTH_TOKEN": "not-the-token"}.items():
        env.setenv(name, value)

    assert main(["doctor"]) == 1

    said = capsys.readouterr()
    assert "WRONG    Twilio does not take our credentials" in said.out
    assert "karani: 1 thing is wrong" in said.err
    assert "not-the-token" not in said.out + said.err


def test_the_document_counts_and_names(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    env.setenv("TWILO_AUTH_TOKEN", "a-token-under-a-wrong-name")
    env.setenv("LOG_LEVEL", "LOUD")

    assert main(["doctor", "--json"]) == 1

    document = told(capsys)
    assert (document["ok"], document["wrong"], document["warnings"]) == (False, 1, 1)
    found = {one["about"]: one for one in document["findings"]}
    assert set(found["LOG_LEVEL"]) == {"topic", "level", "about", "says", "do"}
    assert found["TWILO_AUTH_TOKEN"]["do"] == "name it TWILIO_AUTH_TOKEN, or unset it"


def test_warnings_alone_are_no_failure(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    env.setenv("TWILO_AUTH_TOKEN", "a-token-under-a-wrong-name")

    assert main(["doctor"]) == 0
    assert "Wrong: 0. Warnings: 1." in capsys.readouterr().out


def test_a_look_that_breaks_is_one_line_and_the_others_go_on() -> None:
    looks = (Check("One", broken), Check("Two", lambda at: [note("second", "is found")]))

    found = [(one.topic, one.finding.about) for one in visit(installed(), looks)]

    assert found == [("One", "first"), ("One", "One"), ("Two", "second")]


def test_a_broken_look_says_nothing_of_what_it_met() -> None:
    (_, line) = visit(installed(), [Check("One", broken)])

    assert "RuntimeError" in line.finding.says
    assert PHONE not in line.finding.says


def test_a_look_without_an_end_is_given_up() -> None:
    (line,) = visit(installed(), [Check("One", slow)], patience_s=0.05)

    assert "more than 0.05 s" in line.finding.says


def test_every_look_has_a_topic_and_topics_stand_together() -> None:
    topics = [check.topic for check in CHECKS]

    assert topics == sorted(topics, key=topics.index)
    assert len({check.look for check in CHECKS}) == len(CHECKS)


def test_marks_can_be_read_without_colours(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        Told("One", well("a", "is well")),
        Told("One", warning("b", "is odd", "look")),
        Told("Two", wrong("[red]c", "is wrong", "mend it")),
    ]

    with pytest.raises(NotAsItShouldBeError, match="1 thing is wrong"):
        report.show(lines, as_json=False)

    assert capsys.readouterr().out.splitlines() == [
        "One",
        "  ok       a is well.",
        "  warning  b is odd.",
        "           -> look",
        "Two",
        "  WRONG    [red]c is wrong.",
        "           -> mend it",
        "Wrong: 1. Warnings: 1.",
    ]


def test_a_product_that_runs_is_well(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with start_product() as product:
        where = ["--data", str(product.data), "--port", str(product.port)]
        code = main(["doctor", "--json", *where])

    levels = {one["about"]: one["level"] for one in told(capsys)["findings"]}
    assert code == 0
    assert (levels["PORT"], levels["queue"], levels["outbox"]) == ("ok", "ok", "ok")
