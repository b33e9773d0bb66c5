"""The caller's own PIN, set anew by a one-time code that is sent to their chat."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.access import confidences, pin_resets
from engine.access.pin_resets import CODE_LASTS, PAUSE, ResetResult, Sent
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Shape
from webhooks.errors import ProblemError

NO_WAY = "There is no chat or SMS by which a code could reach you now: write to Karani first."
TOO_SOON = "A code was sent a moment ago: it is good for ten minutes."
OVER = "No code is good now: have another one sent."
WRONG = "is wrong; five wrong ones make it worthless"
TRIVIAL = "must be 4 to 6 digits that nobody would guess"


class PinCodeSent(Shape):
    """A code is on its way by the caller's chat; it is good for so many seconds."""

    expires_in: int


class PinNew(Shape):
    """The code that was sent, and the PIN that is to count."""

    code: Annotated[str, Field(pattern="^[0-9]{6}$")]
    pin: Annotated[str, Field(pattern="^[0-9]{4,6}$")]


def ask(call: Call) -> PinCodeSent:
    """Have a code sent by WhatsApp or SMS, to set a PIN with."""
    match pin_resets.request_reset(call.rt, call.tx, call.caller.person_id):
        case Sent.SENT:
            return PinCodeSent(expires_in=int(CODE_LASTS.total_seconds()))
        case Sent.NO_WAY:
            raise ProblemError(409, NO_WAY)
        case Sent.TOO_SOON:
            seconds = str(int(PAUSE.total_seconds()))
            raise ProblemError(429, TOO_SOON, headers={"Retry-After": seconds})


def choose(call: Call, body: PinNew) -> ProblemError | None:
    """Set the caller's PIN by the code that was sent; wrong tries of before are forgotten."""
    person_id = call.caller.person_id
    match pin_resets.reset(call.tx, person_id, code=body.code, pin=body.pin):
        case ResetResult.DONE:
            confidences.tell(call.tx, call.caller.organization_id, person_id, call.caller.via)
            return None
        case ResetResult.OVER:
            return ProblemError(409, OVER)
        case ResetResult.WRONG:  # Handed back, so that the try counts.
            return ProblemError(422, fields={"code": WRONG})
        case ResetResult.TRIVIAL:
            return ProblemError(422, fields={"pin": TRIVIAL})


ROUTES: Routes = (
    Route("POST", "/auth/pin/code", ask, PinCodeSent, 202, conflicts=True),
    Route("POST", "/auth/pin", choose, None, body=PinNew, conflicts=True, says_code=True),
)
