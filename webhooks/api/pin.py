"""The PIN of whoever calls, before something grave is done over the API."""

from __future__ import annotations

from flask import request

from bot.pin_book import Checked
from bot.pins import is_one
from engine.access import pins
from webhooks.api.route import Call
from webhooks.errors import ProblemError

HEADER = "X-Pin"
MISSING = "You have a PIN, chosen in a chat with SET PIN: send it in the header X-Pin."
WRONG = "This PIN is wrong. After 5 wrong ones none counts for a while."
LOCKED = "There were too many wrong PINs: none counts for a while. Try again later."


def refusal(call: Call) -> ProblemError | None:
    """Why a person may not do it yet; None where their PIN is right, or they have none.

    Tries are bounded together with those in chats; they count, so what comes back must be
    handed on and not raised.
    """
    person_id = call.caller.person_id
    said = request.headers.get(HEADER)
    if said is None:
        return ProblemError(403, MISSING) if pins.is_set(call.tx, person_id) else None
    if not is_one(said):
        return ProblemError(422, fields={HEADER: "must be the 4 to 6 digits of a PIN"})
    match pins.check(call.tx, person_id, said):
        case Checked.WRONG:
            return ProblemError(403, WRONG)
        case Checked.LOCKED:
            return ProblemError(403, LOCKED)
        case _:
            return None
