"""What a mail server refuses, and where it breaks off."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from engine.channels import smtp_line
from engine.channels.base import Trouble
from tests.channels.emails import channel, letter, refusal
from tests.channels.smtp_server import PASSWORD, USER, Office, office


@pytest.fixture
def there() -> Iterator[Office]:
    with office() as running:
        yield running


@pytest.mark.parametrize(
    ("at", "answer", "code", "trouble", "retryable"),
    [
        ("rcpt", "550 5.1.1 No such user", "smtp_550_5.1.1", Trouble.ADDRESS, False),
        ("rcpt", "553 no mailbox", "smtp_553", Trouble.ADDRESS, False),
        ("rcpt", "550 5.7.1 Relaying denied", "smtp_550_5.7.1", Trouble.OTHER, False),
        ("rcpt", "450 4.2.1 Greylisted", "smtp_450_4.2.1", Trouble.BUSY, True),
        ("rcpt", "452 4.2.2 Mailbox full", "smtp_452_4.2.2", Trouble.BUSY, True),
        ("rcpt", "530 5.7.0 Sign in first", "smtp_530_5.7.0", Trouble.ACCOUNT, False),
        ("mail", "550 5.7.1 Not your address", "smtp_550_5.7.1", Trouble.ACCOUNT, False),
        ("mail", "451 4.3.0 Later", "smtp_451_4.3.0", Trouble.BUSY, True),
        ("data", "554 5.6.0 Spam", "smtp_554_5.6.0", Trouble.CONTENT, False),
        ("data", "550 5.1.1 No such user", "smtp_550_5.1.1", Trouble.ADDRESS, False),
        ("data", "552 5.2.2 Mailbox full", "smtp_552_5.2.2", Trouble.ADDRESS, False),
        ("data", "451 4.3.0 Later", "smtp_451_4.3.0", Trouble.BUSY, True),
        ("data", "421 4.3.2 Going down", "smtp_421_4.3.2", Trouble.BUSY, True),
    ],
)
def test_a_refusal_says_what_to_do(
    there: Office, at: str, answer: str, code: str, trouble: Trouble, retryable: bool
) -> None:
    setattr(there, at, answer)

    error = refusal(there)

    assert (error.code, error.trouble) == (code, trouble)
    assert (error.retryable, error.ambiguous) == (retryable, False)


def test_a_refusal_repeats_no_words_of_the_server(there: Office) -> None:
    there.rcpt = "550 5.1.1 asha@example.com has left"

    assert "asha" not in str(refusal(there))


def test_a_connection_lost_before_the_message_may_be_tried_again(there: Office) -> None:
    there.hangs_up = "RCPT"

    error = refusal(there)

    assert (error.code, error.retryable, error.ambiguous) == ("unreachable", True, False)


def test_a_connection_lost_behind_the_message_leaves_it_open(there: Office) -> None:
    there.hangs_up = "DATA"

    error = refusal(there)

    assert (error.code, error.retryable, error.ambiguous) == ("lost", False, True)


@pytest.mark.parametrize("answer", ["what?", "354 Go on"])
def test_an_answer_that_is_none_leaves_it_open(there: Office, answer: str) -> None:
    there.data = answer

    error = refusal(there)

    assert (error.code, error.retryable, error.ambiguous) == ("unreadable", False, True)


def test_no_answer_in_time_leaves_it_open(
    there: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_line, "ANSWER_S", 0.2)
    there.sleeps = 1

    assert refusal(there).ambiguous


def test_the_whole_talk_has_an_end(there: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_line, "WHOLE_TALK_S", 0.3)
    there.sleeps = 2

    assert refusal(there).ambiguous


def test_nobody_there_may_be_tried_again() -> None:
    with office() as gone:
        pass

    assert refusal(gone).retryable


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_it_signs_in() -> None:
    with office(signs_in=True) as there:
        url = f"smtp://{USER}:{quote(PASSWORD)}@127.0.0.1:{there.port}"
        channel(there, url).send(letter())

        assert len(there.got) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("who", [f"{USER}:wrong@", ""])
def test_a_server_that_does_not_know_us_stops_the_account(who: str) -> None:
    with office(signs_in=True) as there:
        error = refusal(there, url=f"smtp://{who}127.0.0.1:{there.port}")

    assert (error.trouble, error.retryable) == (Trouble.ACCOUNT, False)
