"""A line to a model server: one deadline for a whole answer, 1 MB at most, no redirects."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

import httpx2
from openai import OpenAI

TIMEOUT_S = 20.0
CONNECT_S = 5.0
LARGEST = 1 << 20
CONNECTIONS = 16
INDISCREET = ("openai", "httpx2", "httpcore2")
"""Their debug lines hold whole questions, or addresses."""


def connect(key: str, base_url: str) -> OpenAI:
    """A client of the server at `base_url`; it repeats nothing by itself."""
    for name in INDISCREET:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
    return OpenAI(
        api_key=key,
        base_url=base_url,
        timeout=TIMEOUT_S,
        max_retries=0,
        default_headers={"accept-encoding": "identity"},  # Packed, 1 MB may be a thousand.
        http_client=httpx2.Client(
            transport=_Bounded(
                httpx2.HTTPTransport(limits=httpx2.Limits(max_connections=CONNECTIONS))
            ),
            follow_redirects=False,
            trust_env=False,  # Only the settings say where we call.
            timeout=httpx2.Timeout(TIMEOUT_S, connect=CONNECT_S),
        ),
    )


class _Bounded(httpx2.BaseTransport):
    """Another transport, whose answers end in time and in size."""

    def __init__(self, inner: httpx2.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        end = time.monotonic() + TIMEOUT_S
        response = self._inner.handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise httpx2.DecodingError("a packed answer", request=request)
        assert isinstance(response.stream, httpx2.SyncByteStream)  # noqa: S101 -- We are not async.
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_Pieces(response.stream, request, end),
            request=request,
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._inner.close()


class _Pieces(httpx2.SyncByteStream):
    def __init__(
        self, inner: httpx2.SyncByteStream, request: httpx2.Request, end: float
    ) -> None:
        self._inner, self._request, self._end = inner, request, end

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._inner:
            size += len(piece)
            if size > LARGEST:
                raise httpx2.ReadError("more than 1 MB", request=self._request)
            if time.monotonic() > self._end:
                raise httpx2.ReadTimeout("an answer without an end", request=self._request)
            yield piece

    def close(self) -> None:
        self._inner.close()
