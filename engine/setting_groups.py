"""Settings that are only good together, and what to say where a part of them is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Given = Callable[[str], object]
"""What a setting is, by its public name; false where it is unset."""

_WHOLE: Mapping[str, tuple[str, ...]] = {
    "a number at Meta needs token, number id, app secret and verify token"
    " (docs/connect-whatsapp.md); or unset the others": (
        "WHATSAPP_TOKEN",
        "WHATSAPP_PHONE_NUMBER_ID",
        "WHATSAPP_APP_SECRET",
        "WHATSAPP_VERIFY_TOKEN",
    ),
    "Africa's Talking needs a username, an API key, the short code or sender name, and a"
    " secret for its calls' addresses": (
        "AFRICASTALKING_USERNAME",
        "AFRICASTALKING_API_KEY",
        "AFRICASTALKING_SENDER",
        "AFRICASTALKING_WEBHOOK_SECRET",
    ),
    "e-mail needs a mail server and the address that it writes from (docs/connect-email.md)": (
        "SMTP_URL",
        "EMAIL_FROM",
    ),
}


def complaint(given: Given) -> str | None:
    """What is missing and what to do; None where every group is whole."""
    if wrong := _of_twilio(given):
        return wrong
    if given("OPENAI_BASE_URL") and not given("OPENAI_API_KEY"):
        return "OPENAI_API_KEY is missing: a server that asks for none takes any word"
    if given("AFRICASTALKING_USSD_CODE") and not given("AFRICASTALKING_USERNAME"):
        return "AFRICASTALKING_USERNAME is missing: a USSD code leads to Africa's Talking"
    for needs, names in _WHOLE.items():
        missing = [name for name in names if not given(name)]
        if missing and len(missing) < len(names):
            return f"{missing[0]} is missing: {needs}"
    return None


def _of_twilio(given: Given) -> str | None:
    sid, token = given("TWILIO_ACCOUNT_SID"), given("TWILIO_AUTH_TOKEN")
    numbers = ("TWILIO_WHATSAPP_FROM", "TWILIO_SMS_FROM", "TWILIO_VOICE_FROM")
    number = next(filter(None, map(given, numbers)), None)
    if bool(sid) != bool(token):
        missing = "TWILIO_AUTH_TOKEN" if sid else "TWILIO_ACCOUNT_SID"
        return f"{missing} is missing: account id and token go together"
    if sid and not number:
        return (
            "TWILIO_WHATSAPP_FROM or TWILIO_SMS_FROM is missing: "
            "set the number that messages leave from"
        )
    if number and not sid:
        return "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are missing: a number needs them"
    return None
