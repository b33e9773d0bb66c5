"""Read a step of a USSD session as Africa's Talking posts it."""

from __future__ import annotations

import re

from engine.channels.africastalking_form import NAME, phone, texts
from engine.channels.dials import Dial

_SESSION = re.compile(r"[!-~]{1,100}")
_CODE = re.compile(r"[0-9*#]{1,30}")
LONGEST = 2000


def read(body: bytes) -> Dial | None:
    """The step: every line that was typed so far, joined by stars; None for one of nobody."""
    form = texts(body)
    number, session = phone(form.get("phoneNumber", "")), form.get("sessionId", "")
    if number is None or not _SESSION.fullmatch(session):
        return None
    code = form.get("serviceCode", "")
    typed = form.get("text", "")[-LONGEST:]
    return Dial(
        account=f"{NAME}:ussd:{code if _CODE.fullmatch(code) else ''}",
        session=session,
        phone=number,
        typed=tuple(typed.split("*")) if typed else (),
    )
