"""Every class of Twilio's errors: what is to be done, and when."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from engine.channels import twilio_errors
from engine.channels.base import Trouble
from engine.channels.http import Answer, retry_after
from engine.channels.twilio_errors import TROUBLES, refusal


@pytest.mark.parametrize(
    ("codes", "trouble"),
    [
        ("20429 21611 30001 30008 63005 63012 63017 63018", Trouble.BUSY),
        ("63016", Trouble.WINDOW),
        ("63003 63024 21211 21614 30003 30005 30006 21408 21606", Trouble.ADDRESS),
        ("21610 63033", Trouble.CONSENT),
        ("63032 63049", Trouble.SPARED),
        ("63013 63021 63027 63028 63029 63030", Trouble.CONTENT),
        ("20003 63020", Trouble.ACCOUNT),
    ],
)
def test_every_code_says_what_to_do(codes: str, trouble: Trouble) -> None:
    for code in codes.split():
        error = refusal(Answer(400, {}, json.dumps({"code": int(code)}).encode()))

        assert (error.code, error.trouble) == (code, trouble)
        assert error.retryable is (trouble is Trouble.BUSY)
        assert not error.ambiguous


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (429, Trouble.BUSY),
        (503, Trouble.BUSY),
        (500, Trouble.BUSY),
        (401, Trouble.ACCOUNT),
        (403, Trouble.ACCOUNT),
        (400, Trouble.OTHER),
    ],
)
def test_without_a_code_the_status_says_it(status: int, trouble: Trouble) -> None:
    assert refusal(Answer(status, {}, b"<html>")).trouble is trouble


def test_no_code_is_of_two_kinds() -> None:
    told = " ".join(twilio_errors._CODES.values()).split()

    assert len(told) == len(set(told)) == len(TROUBLES)


@pytest.mark.parametrize(
    ("asked", "after"),
    [
        ("7", timedelta(seconds=7)),
        (" 30 ", timedelta(seconds=30)),
        ("999999999999", timedelta(hours=1)),
        ("-1", None),
        ("", None),
        ("Fri, 27 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_it_waits_as_long_as_it_is_asked_to(asked: str, after: timedelta | None) -> None:
    answer = Answer(429, {"Retry-After": asked}, b"")

    assert retry_after(answer) == refusal(answer).after == after
