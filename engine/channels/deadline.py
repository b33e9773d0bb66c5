"""Give an HTTP answer one deadline for all of it: a time-out alone bounds each piece."""

from __future__ import annotations

import http.client
import io
import socket
import time
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

WHOLE_ANSWER_S = 15.0
"""From the end of the request to the last byte of the answer, status line and headers too."""


class DeadlineAdapter(HTTPAdapter):
    """Connections whose answers, headers and body, are read before a deadline or given up."""

    def init_poolmanager(self, *args: Any, **values: Any) -> None:
        """Make the pools with connections of ours."""
        super().init_poolmanager(*args, **values)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


class _Pieces(io.RawIOBase):
    """What comes in on a socket; the wait for each piece ends with the whole answer's time."""

    def __init__(self, pieces: io.RawIOBase, line: socket.socket) -> None:
        self._pieces, self._line = pieces, line
        self._end = time.monotonic() + WHOLE_ANSWER_S

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("an answer without an end")
        per_piece = self._line.gettimeout()
        self._line.settimeout(left if per_piece is None else min(left, per_piece))
        return self._pieces.readinto(buffer)

    def close(self) -> None:
        self._pieces.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **values: Any) -> None:
        super().__init__(sock, *args, **values)
        self.fp = io.BufferedReader(_Pieces(self.fp.detach(), sock))


class _Connection(HTTPConnection):
    response_class = _Answer


class _SecureConnection(HTTPSConnection):
    response_class = _Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection
