"""Talk HTTP to a provider: bounded waits, kept connections, no retries, honest errors."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    ReadTimeoutError,
    SSLError,
)

from engine.channels.base import ChannelError
from engine.channels.deadline import DeadlineAdapter

CONNECT_TIMEOUT_S, READ_TIMEOUT_S = 3.0, 10.0
"""The second bounds each piece of an answer; the whole is bounded by `deadline`."""

LONGEST_PAUSE_S = 3600
LARGEST_ANSWER = 1 << 20
LARGEST_MEDIA = 16 << 20
CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider said: HTTP status, headers in any case, body of bounded size."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Line:
    """A line to one provider, shared by the threads of a process.

    `most` is how many bytes an answer may have before it is given up.
    """

    def __init__(self, most: int = LARGEST_ANSWER) -> None:
        self._most = most
        self._session = requests.Session()
        self._session.trust_env = False  # Only the settings say where we call.
        adapter = DeadlineAdapter(pool_maxsize=CONNECTIONS, max_retries=0)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def call(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, object] | None = None,
        body: Mapping[str, object] | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> Answer:
        """One request, once; `body` is a form, or bytes that its headers explain.

        Raises `ChannelError`: retryable while the request certainly never left, ambiguous
        otherwise.
        """
        request = requests.Request(
            method,
            url,
            params=_flat(params),
            data=body if isinstance(body, bytes) else _flat(body),
            headers=dict(headers or {}),
            auth=auth,
        )
        try:
            with self._session.send(
                self._session.prepare_request(request),
                timeout=(CONNECT_TIMEOUT_S, READ_TIMEOUT_S),
                allow_redirects=False,
                stream=True,
            ) as response:
                return Answer(response.status_code, response.headers, self._body(response))
        except (requests.RequestException, HTTPError) as error:
            raise _failure(error) from None  # The chain would carry the body into the logs.

    def _body(self, response: requests.Response) -> bytes:
        body = bytearray()
        while chunk := response.raw.read1(1 << 16, decode_content=True):
            body += chunk
            if len(body) > self._most:
                size = f"more than {self._most >> 20} MB"
                raise ChannelError("too_large", f"an answer of {size}", ambiguous=True)
        return bytes(body)


def retry_after(answer: Answer) -> timedelta | None:
    """How long the provider asks to be left alone, an hour at most; None if it does not."""
    asked = answer.headers.get("Retry-After", "").strip()
    if not (asked.isascii() and asked.isdigit()):
        return None  # A date needs a clock that agrees with the provider's.
    return timedelta(seconds=min(int(asked[:9]), LONGEST_PAUSE_S))


def _flat(values: Mapping[str, object] | None) -> dict[str, str]:
    return {name: str(value) for name, value in (values or {}).items()}


def _failure(error: Exception) -> ChannelError:
    if _never_left(error):
        return ChannelError("unreachable", "no connection to the provider", retryable=True)
    if isinstance(error, requests.Timeout | ReadTimeoutError):
        return ChannelError("timed_out", "no answer in time", ambiguous=True)
    return ChannelError("cut_off", f"{type(error).__name__} after connecting", ambiguous=True)


def _never_left(error: Exception) -> bool:
    """Whether the request certainly was not sent: no connection, or none we may trust."""
    inner = error.args[0] if error.args else None
    if not isinstance(inner, MaxRetryError):
        return False
    reason = inner.reason
    if isinstance(reason, SSLError):
        return bool(reason.args) and isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, ConnectTimeoutError)  # Also what is refused or has no name.
