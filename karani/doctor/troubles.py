"""What it means that a provider refuses to tell of our account, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from engine.channels.base import ChannelError, Trouble
from karani.doctor.findings import Finding, warning, wrong

_NO_WAY = frozenset({"unreachable"})


@dataclass(frozen=True, slots=True)
class Provider:
    """Whom we have asked: its name, the setting that names its address, and its credentials."""

    name: str
    address: str
    credentials: str
    where: str
    """Where they are looked up."""


def told(provider: Provider, error: ChannelError) -> Finding:
    """A refusal in our words; the provider's own stay out, but for its code."""
    name = provider.name
    if error.code in _NO_WAY:
        says = "cannot be reached: no such host, no way there, or no good certificate"
        do = (
            f"let this machine reach it (DNS, firewall, clock); check {provider.address} if set"
        )
        return wrong(name, says, do)
    if error.code == "bad_certificate":
        return wrong(name, "has no certificate that is good for its name", provider.where)
    if error.trouble is Trouble.ACCOUNT:
        says = f"does not take our credentials, or has stopped the account (code {error.code})"
        return wrong(name, says, f"check {provider.credentials}: {provider.where}")
    if error.ambiguous or error.retryable or error.trouble is Trouble.BUSY:
        says = f"gives no answer that can be used at the moment (code {error.code})"
        return warning(name, says, "look again in a while; see its status page")
    says = f"does not tell of our account (code {error.code})"
    return wrong(name, says, f"check {provider.credentials}: {provider.where}")
