"""What Africa's Talking's codes and reasons ask of us."""

from __future__ import annotations

from collections.abc import Mapping

from engine.channels.base import ChannelError, Trouble
from engine.channels.http import Answer, retry_after

ACCEPTED = frozenset({100, 101, 102})
"""Processed, sent, queued."""

CODES: Mapping[int, tuple[str, Trouble]] = {
    401: ("RiskHold", Trouble.ACCOUNT),
    402: ("InvalidSenderId", Trouble.ACCOUNT),
    403: ("InvalidPhoneNumber", Trouble.ADDRESS),
    404: ("UnsupportedNumberType", Trouble.ADDRESS),
    405: ("InsufficientBalance", Trouble.ACCOUNT),
    406: ("UserInBlacklist", Trouble.CONSENT),
    407: ("CouldNotRoute", Trouble.ADDRESS),
    409: ("DoNotDisturbRejection", Trouble.CONSENT),
    500: ("InternalServerError", Trouble.BUSY),
    501: ("GatewayError", Trouble.BUSY),
    502: ("RejectedByGateway", Trouble.OTHER),
}
"""Of one receiver, inside an answer that is a success as a whole."""

REASONS: Mapping[str, Trouble] = {
    "InsufficientCredit": Trouble.ACCOUNT,
    "InvalidLinkId": Trouble.CONTENT,
    "UserIsInactive": Trouble.ADDRESS,
    "UserInBlackList": Trouble.CONSENT,
    "UserAccountSuspended": Trouble.ADDRESS,
    "NotNetworkSubcriber": Trouble.ADDRESS,
    "NotNetworkSubscriber": Trouble.ADDRESS,
    "UserNotSubscribedToProduct": Trouble.CONSENT,
    "UserDoesNotExist": Trouble.ADDRESS,
    "DeliveryFailure": Trouble.OTHER,
    "DoNotDisturbRejection": Trouble.CONSENT,
}
"""Why a delivery failed. The second spelling of a network's is right, the first is theirs."""


def trouble_of(reason: str | None) -> Trouble:
    """The kind of trouble that a reason names."""
    return REASONS.get(reason or "", Trouble.OTHER)


def of_receiver(code: int) -> ChannelError:
    """What the code of one receiver means for the message; it certainly was not taken."""
    word, trouble = CODES.get(code, (f"code_{code}", Trouble.OTHER))
    may_pass = trouble is Trouble.BUSY
    return ChannelError(word, f"code {code}", retryable=may_pass, trouble=trouble)


def of_answer(answer: Answer) -> ChannelError:
    """What an answer that is no success means for the message."""
    status = answer.status
    word, detail = f"http_{status}", f"HTTP {status}"
    if status in {429, 503}:
        after = retry_after(answer)
        return ChannelError(word, detail, retryable=True, trouble=Trouble.BUSY, after=after)
    if status >= 500:
        return ChannelError(word, detail, ambiguous=True, trouble=Trouble.BUSY)
    trouble = Trouble.ACCOUNT if status in {401, 403} else Trouble.OTHER
    return ChannelError(word, detail, trouble=trouble)
