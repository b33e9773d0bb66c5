"""Only what Twilio signed, over our URL and everything it carries, is genuine."""

from __future__ import annotations

import base64
import hmac
from dataclasses import replace
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import (  # type: ignore[import-untyped] # The SDK has no types.
    RequestValidator,
)

from engine.channels.base import Webhook
from engine.channels.twilio import TwilioChannel
from tests.channels.twilio_fakes import (
    ACCOUNT_SID,
    TOKEN,
    URL,
    body_hash,
    message,
    settings,
    signature,
    signed,
)

CHANNEL = TwilioChannel(settings())
GOOD = signed(message())
JSON = b'{"a": 1}'
EVENTS = f"{URL}?bodySHA256={body_hash(JSON)}"
ODD_HASH = f"{URL}?bodySHA256=é"
SHARED_KEY = "x-twilio-webhooks-signature-settings"
SHA256 = {SHARED_KEY: "key=k1,algorithm=HMAC_SHA256"}


def with_signature(given: str, **changes: str) -> Webhook:
    return replace(GOOD, headers={"x-twilio-signature": given, **changes})


def flipped(text: str) -> str:
    return ("B" if text[0] == "A" else "A") + text[1:]


def signature_of(url: str) -> dict[str, str]:
    """The signature of a URL that nothing follows."""
    return {"x-twilio-signature": signature(url, {})}


def at(url: str) -> Webhook:
    """A webhook that arrives at our URL, but was signed for another."""
    return with_signature(signature(url, message()))


def test_a_signed_message_is_genuine() -> None:
    assert CHANNEL.is_genuine(GOOD)


FORGED = {
    "one bit flipped": with_signature(flipped(signature(URL, message()))),
    "another amount": replace(GOOD, body=GOOD.body.replace(b"300", b"301")),
    "a second text": replace(GOOD, body=GOOD.body + b"&Body=YES"),
    "no blank parameter": replace(GOOD, body=GOOD.body.replace(b"&ProfileName=", b"")),
    "no body": replace(GOOD, body=b""),
    "no signature": replace(GOOD, headers={}),
    "an empty signature": with_signature(""),
    "a signature that is no ASCII": with_signature("é" * 28),
    "a shortened signature": with_signature(signature(URL, message())[:-1]),
    "another token": with_signature(signature(URL, message(), token="another shop's")),
    "an unannounced algorithm": with_signature(signature(URL, message(), digest="sha256")),
    "a weaker algorithm than announced": with_signature(signature(URL, message()), **SHA256),
    "an unknown algorithm": with_signature(
        signature(URL, message()), **{SHARED_KEY: "key=k1,algorithm=NONE"}
    ),
    "another scheme": at(URL.replace("https", "http")),
    "another port": at(URL.replace("example.com", "example.com:8443")),
    "another host": at(URL.replace("example.com", "example.org")),
    "another path": at(URL + "/"),
    "another query": at(URL + "?x=1"),
    "another account": signed(message(AccountSid="AC" + "2" * 32)),
    "JSON that the URL does not vouch for": Webhook(URL, signature_of(URL), JSON),
    "JSON that was changed": Webhook(EVENTS, signature_of(EVENTS), b'{"a": 2}'),
    "a vouching that is no hash": Webhook(ODD_HASH, signature_of(ODD_HASH), JSON),
}
GENUINE = {
    "the standard port": at(URL.replace("example.com", "example.com:443")),
    "another order": replace(GOOD, body=b"&".join(reversed(GOOD.body.split(b"&")))),
    "spaces as %20": replace(GOOD, body=GOOD.body.replace(b"+", b"%20")),
    "everything twice": replace(GOOD, body=GOOD.body + b"&" + GOOD.body),
    "an odd content type": replace(
        GOOD, headers={**GOOD.headers, "content-type": "text/plain"}
    ),
    "the stronger algorithm": with_signature(
        signature(URL, message(), digest="sha256"), **SHA256
    ),
    "an empty text": signed(message(Body="")),
    "spaces around a text": signed(message(Body="  Ndiyo  ")),
    "a text of odd signs": signed(message(Body="👍 ng’ombe\0")),
    "a parameter added without notice": signed(message(NewParameter="yes")),
    "no body at all": Webhook(URL, signature_of(URL), b""),
    "JSON that the URL vouches for": Webhook(EVENTS, signature_of(EVENTS), JSON),
}


@pytest.mark.parametrize("webhook", FORGED.values(), ids=FORGED)
def test_a_forged_webhook_is_refused(webhook: Webhook) -> None:
    assert not CHANNEL.is_genuine(webhook)


@pytest.mark.parametrize("webhook", GENUINE.values(), ids=GENUINE)
def test_what_twilio_may_spell_differently_is_genuine(webhook: Webhook) -> None:
    assert CHANNEL.is_genuine(webhook)


@pytest.mark.parametrize("port", ["", ":8000"])
def test_a_port_of_ours_may_be_signed_or_not(port: str) -> None:
    ours = "http://127.0.0.1:8000/webhooks/twilio/messages"
    theirs = ours.replace(":8000", port)

    webhook = replace(
        GOOD, url=ours, headers={"x-twilio-signature": signature(theirs, message())}
    )

    assert CHANNEL.is_genuine(webhook)


def test_bytes_that_are_no_text_are_signed_as_they_are() -> None:
    body = b"AccountSid=" + ACCOUNT_SID.encode() + b"&Body=%ED%A0%80%FF"
    words = URL.encode() + b"AccountSid" + ACCOUNT_SID.encode() + b"Body\xed\xa0\x80\xff"
    sign = base64.b64encode(hmac.digest(TOKEN.encode(), words, "sha1")).decode()

    assert CHANNEL.is_genuine(Webhook(URL, {"x-twilio-signature": sign}, body))


def test_repeated_values_are_signed_once_and_in_order() -> None:
    body = "Digits=56&Digits=12&Digits=12&Sid=CA1"
    words = {"Digits": "12Digits56", "Sid": "CA1"}

    webhook = Webhook(URL, {"x-twilio-signature": signature(URL, words)}, body.encode())

    assert CHANNEL.is_genuine(webhook)


@given(
    st.dictionaries(
        st.text(min_size=1).filter(lambda name: name != "AccountSid"), st.text(), max_size=6
    ),
    st.booleans(),
)
def test_it_agrees_with_the_sdk(form: dict[str, str], plus_for_space: bool) -> None:
    signature = RequestValidator(TOKEN).compute_signature(URL, form)
    body = urlencode(form, quote_via=quote_plus if plus_for_space else quote).encode()

    assert CHANNEL.is_genuine(Webhook(URL, {"x-twilio-signature": signature}, body))


# --- Other keys, and other spellings ---------------------------------------------------------

OLD = "the-token-until-yesterday"
SHARED = "a-key-for-webhooks-alone"
ROTATING = TwilioChannel(settings(twilio_auth_token_previous=OLD))
WITH_SHARED_KEY = TwilioChannel(settings(twilio_shared_key=SHARED))


@pytest.mark.parametrize(
    ("channel", "token", "genuine"),
    [
        (ROTATING, TOKEN, True),
        (ROTATING, OLD, True),
        (ROTATING, "another", False),
        (CHANNEL, OLD, False),
        (TwilioChannel(settings(twilio_auth_token_previous="")), "", False),
    ],
)
def test_while_the_token_is_changed_both_are_good(
    channel: TwilioChannel, token: str, genuine: bool
) -> None:
    webhook = with_signature(signature(URL, message(), token=token))

    assert channel.is_genuine(webhook) is genuine


@pytest.mark.parametrize(
    ("key", "digest", "said", "genuine"),
    [
        (SHARED, "sha256", SHA256, True),
        (SHARED, "sha1", {SHARED_KEY: "key=k1,algorithm=HMAC_SHA1"}, True),
        (SHARED, "sha256", {}, False),
        (SHARED, "sha1", {}, False),
        (TOKEN, "sha256", SHA256, False),
        (TOKEN, "sha1", {SHARED_KEY: "key=k1,algorithm=HMAC_SHA1"}, False),
        (TOKEN, "sha1", {}, True),
    ],
)
def test_what_claims_the_shared_key_is_signed_by_it(
    key: str, digest: str, said: dict[str, str], genuine: bool
) -> None:
    webhook = with_signature(signature(URL, message(), token=key, digest=digest), **said)

    assert WITH_SHARED_KEY.is_genuine(webhook) is genuine


def test_the_retries_in_an_address_may_be_signed_or_not() -> None:
    assert CHANNEL.is_genuine(at(URL + "#rc=3&rp=all"))
    assert not CHANNEL.is_genuine(at(URL + "#rc=5"))


@pytest.mark.parametrize(
    ("url", "digest", "sign"),
    [
        ("", "sha1", "G+LxtjvCwHuLbRVYlgGt2g7QBKI="),
        (":443", "sha1", "G+LxtjvCwHuLbRVYlgGt2g7QBKI="),
        ("", "sha256", "+t8gNjLIGu8/Z3VQ9pTNufWyV8inYRl45/O3k2s5Gxc="),
    ],
)
def test_signatures_that_others_computed_are_good(url: str, digest: str, sign: str) -> None:
    form = {
        "MessageSid": "SM" + "0" * 31 + "1",
        "From": "whatsapp:+254712345678",
        "To": "whatsapp:+14155238886",
        "Body": "Nimeuza sukari kilo 2 kwa 300",
        "NumMedia": "0",
        "ProfileName": "Mama Amina",
        "WaId": "254712345678",
        "ExternalUserId": "whatsapp:KE.1A2B3C4D5E",
    }
    channel = TwilioChannel(settings(twilio_auth_token="12345678901234567890123456789012"))
    headers = {"x-twilio-signature": sign, **(SHA256 if digest == "sha256" else {})}
    address = f"https://karani.example.com{url}/webhooks/twilio/inbound"

    assert channel.is_genuine(Webhook(address, headers, urlencode(form).encode()))
