"""Each way in which a model may fail, and what is made of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.ai.base import AIError, RequestType
from tests.ai import model_server as server
from tests.ai.model_server import (
    ModelServer,
    chatted,
    question,
    refused,
    reply,
    said,
    summarized,
    whole,
)


def trouble(models: ModelServer, **chosen: Any) -> AIError:
    with pytest.raises(AIError) as caught:
        models.model(**chosen).answer(question(RequestType.SUMMARIZATION))
    assert "canary" not in str(caught.value)
    assert caught.value.__cause__ is None
    return caught.value


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply("no json"), "unreadable"),
        (reply('{"answer": {"summary": NaN}, "confidence": 1}'), "unreadable"),
        (reply("[" * 100_000), "unreadable"),
        (reply('{"confidence": 1}'), "unreadable"),
        (said({"other": "x"}), "unfit"),
        (said({"summary": 5}), "unfit"),
        (whole({"status": "incomplete", "output": []}), "truncated"),
        (
            whole(
                {
                    "status": "incomplete",
                    "incomplete_details": {"reason": "content_filter"},
                    "output": [],
                }
            ),
            "refused",
        ),
        (
            whole({"output": [{"type": "message", "content": [{"type": "refusal"}]}]}),
            "refused",
        ),
        (whole({"output": [{"type": "function_call", "name": "approve"}]}), "tool_call"),
        (whole({"status": "failed", "output": []}), "failed"),
        (whole({"output": "{{7*7}}", "usage": "many"}), "unreadable"),
        ((200, b"<html>", {"Content-Type": "text/html"}), "unreadable"),
        ((200, b"[" * 5_000, {"Content-Type": "application/json"}), "unreadable"),
        ((302, b"", {"Location": "http://169.254.169.254/"}), "http_302"),
        (refused(401), "not_allowed"),
        (refused(404), "not_found"),
    ],
)
def test_what_is_no_answer_is_said_in_our_words(
    models: ModelServer, answer: server.Answer, code: str
) -> None:
    models.answer = lambda path, body: answer

    assert trouble(models).code == code


def test_a_broken_answer_has_cost_all_the_same(models: ModelServer) -> None:
    models.answer = lambda path, body: reply("no json")

    assert trouble(models).spent.cost == Decimal("0.000205")


@pytest.mark.parametrize(
    ("ended", "message", "code"),
    [
        ("length", {}, "truncated"),
        ("content_filter", {}, "refused"),
        ("stop", {"refusal": "no"}, "refused"),
        ("tool_calls", {"tool_calls": [{"id": "1"}]}, "tool_call"),
    ],
)
def test_chat_completions_may_be_no_answer_either(
    models: ModelServer, ended: str, message: dict[str, Any], code: str
) -> None:
    def answer(path: str, body: dict[str, Any]) -> server.Answer:
        return refused(405) if path.endswith("/responses") else chatted("{}", ended, **message)

    models.answer = answer

    assert trouble(models).code == code


def test_an_answer_of_more_than_a_megabyte_is_not_read(models: ModelServer) -> None:
    models.answer = lambda path, body: reply("x" * (1 << 20))

    assert trouble(models).code == "unreachable"


def test_a_packed_answer_is_not_unpacked(models: ModelServer) -> None:
    models.answer = lambda path, body: (200, b"x", {"Content-Encoding": "gzip"})

    assert trouble(models).code == "unreachable"
    assert models.headers[0]["accept-encoding"] == "identity"


def test_a_failure_that_passes_is_tried_once_more(models: ModelServer) -> None:
    answers = iter([refused(500), said({"summary": "x"})])
    models.answer = lambda path, body: next(answers)

    assert summarized(models).output == {"summary": "x"}
    assert len(models.asked) == 2


def test_a_failure_that_stays_is_tried_no_third_time(models: ModelServer) -> None:
    models.answer = lambda path, body: server.CUT

    error = trouble(models)

    assert (error.code, error.retryable) == ("unreachable", True)
    assert len(models.asked) == 2


def test_who_is_told_to_come_back_in_an_hour_does_not_wait(models: ModelServer) -> None:
    models.answer = lambda path, body: refused(429, **{"Retry-After": "3600"})

    error = trouble(models)

    assert (error.code, error.retry_after_s) == ("rate_limited", 3600)
    assert len(models.asked) == 1


def test_an_account_without_money_is_left_alone_for_long(models: ModelServer) -> None:
    models.answer = lambda path, body: refused(429, "insufficient_quota")

    assert trouble(models).retry_after_s == 3600
