"""Twilio's side of a call: the phone that rings, what it hears, the keys that are pressed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as Xml

from tests.channels.twilio_fakes import ACCOUNT_SID
from tests.end_to_end.signed_shop import SignedShop
from tests.webhooks.doors import STATUS, twilio_posts


@dataclass
class PhoneCall:
    """A call that was made: `heard` is what it says, in order, `onward` where keys go."""

    shop: SignedShop
    form: dict[str, Any]
    call: str
    heard: list[str] = field(default_factory=list)
    onward: str = ""
    ended: bool = False

    def answers(self, **form: str) -> list[str]:
        """Somebody, or something, takes it."""
        self.onward = self.form["Url"]
        return self._ask(**{"AnsweredBy": "human", **form})

    def presses(self, digits: str) -> list[str]:
        """What is said behind these keys."""
        return self._ask(Digits=digits)

    def says_nothing(self) -> list[str]:
        """What is said when nobody presses anything."""
        return self._ask()

    def ends(self, status: str, **form: str) -> None:
        """What Twilio reports when it is over."""
        path = urlsplit(self.form["StatusCallback"])
        about = {**self._about(), "CallStatus": status, **form}
        answer = twilio_posts(self.shop.client, about, path=f"{STATUS}?{path.query}")
        assert answer.status_code == 200

    def _ask(self, **form: str) -> list[str]:
        assert not self.ended, "the call is over"
        parts = urlsplit(self.onward)
        about = {**self._about(), "CallStatus": "in-progress", **form}
        answer = twilio_posts(self.shop.client, about, path=f"{parts.path}?{parts.query}")
        assert (answer.status_code, answer.mimetype) == (200, "text/xml")
        document = Xml.fromstring(answer.text)  # noqa: S314 -- Our own.
        self.heard = [one.text or "" for one in document.iter() if one.tag in {"Say", "Play"}]
        gather = document.find("Gather")
        self.ended = gather is None
        self.onward = "" if gather is None else str(gather.get("action"))
        return self.heard

    def _about(self) -> dict[str, str]:
        return {
            "AccountSid": ACCOUNT_SID,
            "CallSid": self.call,
            "From": self.form["From"],
            "To": self.form["To"],
        }


def calls(shop: SignedShop) -> list[PhoneCall]:
    """The calls that were made, in order."""
    made = [form for _, path, form in shop.twilio.calls if path.endswith("/Calls.json")]
    rows = shop.rows(
        "select provider_reference from outbound_messages where channel = 'voice'"
        " and provider_reference is not null order by id"
    )
    return [PhoneCall(shop, form, str(row[0])) for form, row in zip(made, rows, strict=True)]
