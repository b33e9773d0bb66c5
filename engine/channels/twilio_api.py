"""Twilio's REST API: the SDK on our line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from logging import getLogger
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from twilio.base.exceptions import (  # type: ignore[import-untyped] # The SDK has no types.
    TwilioException,
)
from twilio.http import HttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from engine.channels.http import Line
from engine.channels.twilio_errors import refusal, unreadable
from engine.settings import TWILIO_API

SAME_MOMENT = timedelta(minutes=2)
"""Between our claim and Twilio's date of creation."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose calls they are; `base` is Twilio's address, or a test server's in its place."""

    sid: str
    token: str = field(repr=False)
    base: str = TWILIO_API

    def reach(self, url: str) -> str:
        """The address to call for one of Twilio's: a test server stands in for all hosts."""
        if self.base == TWILIO_API:
            return url
        base = urlsplit(self.base)
        return urlunsplit(urlsplit(url)._replace(scheme=base.scheme, netloc=base.netloc))


class _HttpClient(HttpClient):  # type: ignore[misc] # Untyped: the SDK's port for HTTP.
    """The SDK's HTTP client on our line."""

    def __init__(self, line: Line, account: Account) -> None:
        super().__init__(getLogger("twilio.http_client"), is_async=False)
        self._line, self._account = line, account

    def request(  # noqa: PLR0913 -- The SDK's signature.
        self,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # Ours hold.
        allow_redirects: bool = False,  # Never: the token would go along.
    ) -> Response:
        is_json = (headers or {}).get("Content-Type") == "application/json"
        answer = self._line.call(
            method,
            self._account.reach(url),
            params=params,
            body=json.dumps(data).encode() if is_json else data,
            headers=headers,
            auth=auth,
        )
        if not 200 <= answer.status < 300:
            raise refusal(answer)  # The SDK's own exceptions forget the headers.
        return Response(answer.status, answer.body.decode("utf-8", "replace"), answer.headers)


def connect(account: Account) -> Any:
    """The SDK's client."""
    # Unless it is given an environment the SDK looks into the process's.
    own = {"TWILIO_ACCOUNT_SID": account.sid, "TWILIO_AUTH_TOKEN": account.token}
    return Client(environment=own, http_client=_HttpClient(Line(), account))


def is_of_then(made: datetime | None, claimed_at: datetime) -> bool:
    """Whether something of Twilio's was made when we claimed it, as far as clocks agree."""
    return made is not None and abs(made - claimed_at) <= SAME_MOMENT


def ask(question: Callable[[], Any]) -> Any:
    """The answer of an SDK call. Raises `ChannelError` without a word of the message."""
    try:
        return question()
    except (TwilioException, AttributeError, KeyError, TypeError, ValueError):
        # The SDK takes an answer apart as if it were always well-formed.
        raise unreadable() from None
