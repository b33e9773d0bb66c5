"""Read what Africa's Talking calls us with: an SMS, news of one of ours, somebody's opt-out.

Nothing of it is signed: who calls has known a secret address, and that is all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from engine.channels.addresses import PHONE
from engine.channels.africastalking_errors import trouble_of
from engine.channels.base import OptedOut, Received, Reported, StatusReport, Unreadable, Webhook

NAME = "africastalking"
STATUSES: Mapping[str, Literal["sent", "delivered", "failed"]] = {
    "Sent": "sent",
    "Submitted": "sent",
    "Buffered": "sent",
    "AbsentSubscriber": "sent",  # The network tries again: nothing is lost yet.
    "Success": "delivered",
    "Rejected": "failed",
    "Failed": "failed",
    "Expired": "failed",
}

_REFERENCE = re.compile(r"[!-~]{1,128}")
_WORD = re.compile(r"[A-Za-z]{1,64}")


def read(webhook: Webhook, account: str) -> Iterator[Reported]:
    """What a call to one of our addresses tells, by the last part of that address."""
    form = texts(webhook.body)
    match urlsplit(webhook.url).path.rpartition("/")[2]:
        case "sms":
            yield message(form, webhook.body, account)
        case "delivery":
            yield from _status(form)
        case "optout":
            yield from _opt_out(form, webhook.body)
        case _:
            return


def message(form: Mapping[str, str], raw: bytes, account: str) -> Received | Unreadable:
    """A person's SMS to our short code; its time is told without a zone, so it is not used."""
    sender, reference = phone(form.get("from", "")), form.get("id", "")
    if sender is None or not _REFERENCE.fullmatch(reference):
        return Unreadable(NAME, "without sender or id", raw)
    return Received(
        account=account,
        channel="sms",
        provider_reference=reference,
        address=sender,
        address_kind="phone",
        text=form.get("text", ""),
        raw=raw,
    )


def phone(given: str) -> str | None:
    """A phone (E.164) as it is told: some networks leave the sign out, a form eats it."""
    number = "+" + given.strip().removeprefix("+")
    return number if PHONE.fullmatch(number) else None


def texts(body: bytes) -> dict[str, str]:
    """The form as text that can be stored; of a repeated name the first value."""
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0].replace("\0", "") for name, values in fields.items()}


def _status(form: Mapping[str, str]) -> Iterator[StatusReport]:
    status, reference = STATUSES.get(form.get("status", "")), form.get("id", "")
    if status is None or not _REFERENCE.fullmatch(reference):
        return
    told = _WORD.fullmatch(form.get("failureReason", ""))
    code = told[0] if told and status == "failed" else None
    yield StatusReport(NAME, reference, status, code, trouble=trouble_of(code))


def _opt_out(form: Mapping[str, str], raw: bytes) -> Iterator[OptedOut | Unreadable]:
    number = phone(form.get("phoneNumber", ""))
    if number is None:
        yield Unreadable(NAME, "an opt-out of nobody", raw)
    else:
        yield OptedOut(NAME, "sms", number)
