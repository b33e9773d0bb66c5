from __future__ import annotations

import json
import subprocess
import sys

import pytest

from karani import logs


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("from whatsapp:+254712345678 to us", "from whatsapp:+2547****678 to us"),
        ("+254 712 345 678", "+2547****678"),
        ("From=%2B254712345678&x=1", "From=%2B2547****678&x=1"),
        ("call 0712345678", "call 0712****678"),
        ("254712345678", "2547****678"),
    ],
)
def test_the_middle_of_a_phone_number_is_hidden(said: str, shown: str) -> None:
    assert logs.mask_phones(None, "info", {"event": said}) == {"event": shown}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("POST /webhooks/mpesa/s3cret-word/validation", "POST /webhooks/mpesa/***/validation"),
        ("'/webhooks/africastalking/x?y'", "'/webhooks/africastalking/***?y'"),
        ("/webhooks/twilio/messages", "/webhooks/twilio/messages"),
    ],
)
def test_a_secret_part_of_an_address_is_hidden(said: str, shown: str) -> None:
    assert logs.mask_phones(None, "info", {"event": said}) == {"event": shown}


@pytest.mark.parametrize(
    "said",
    [
        "0192f3c4-1234-7678-9012-123456789012",
        "2026-11-24T09:43:33.853503Z",
        "127.0.0.1:8000",
        "sold 2 for 12000",
    ],
)
def test_ids_times_and_amounts_stay_readable(said: str) -> None:
    assert logs.mask_phones(None, "info", {"event": said}) == {"event": said}


def test_numbers_are_hidden_wherever_they_stand() -> None:
    event = {
        "people": [{"+254712345678": ("0712345678", 3)}],
        "error": ValueError("0712345678"),
    }

    assert logs.mask_phones(None, "info", event) == {
        "people": [{"+2547****678": ["0712****678", 3]}],
        "error": "0712****678",
    }


def test_our_lines_and_those_of_libraries_are_json_without_numbers() -> None:
    script = (
        "import logging, structlog\n"
        "from karani import logs\n"
        "logs.set_up('INFO')\n"
        "structlog.get_logger('ours').info('Sent', to='+254712345678')\n"
        "try: raise ValueError('+254712345678')\n"
        "except ValueError: logging.getLogger('theirs').exception('No %s', '0712345678')\n"
        "logging.getLogger('theirs').debug('too much')\n"
    )

    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    ours, theirs = map(json.loads, said.stderr.splitlines())
    assert (ours["event"], ours["to"], ours["logger"]) == ("Sent", "+2547****678", "ours")
    assert (theirs["event"], theirs["level"]) == ("No 0712****678", "error")
    assert theirs["exception"].endswith("ValueError: +2547****678")
