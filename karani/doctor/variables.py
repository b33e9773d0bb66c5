"""The environment's names: wrong settings, and names that only look like one."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from engine.settings import Settings
from karani.doctor.findings import Finding, Findings, note, warning, well, wrong
from karani.doctor.installation import Installation

SETTINGS = frozenset(name.upper() for name in Settings.model_fields)
KNOWN = SETTINGS | {f"{name}_FILE" for name in SETTINGS}
OURS = ("TWILIO_", "WHATSAPP_", "AFRICASTALKING_", "MPESA_", "SMTP_", "EMAIL_", "OPENAI_")
"""How names begin that others than Karani hardly set."""
_PREFIX = "KARANI_"
_SHORTEST = 8
"""Of shorter names too many are alike."""
_SLIPS = 2
_VERBS = ("must ", "is ", "names ", "holds ")
"""How a reason begins that is said of the variable itself."""


def look(at: Installation) -> Findings:
    """Every setting that is wrong, and every name that looks like a setting and is none."""
    for complaint in at.complaints:
        yield _told(complaint)
    if not at.complaints:
        yield well("settings", "can be read, all that are set")
    for name in sorted(at.environment):
        yield from _of_name(name)
        if name in SETTINGS and at.environment.get(f"{name}_FILE"):
            yield warning(
                name, f"is set twice: {name}_FILE goes before it", "unset one of the two"
            )


def meant(name: str) -> str | None:
    """The setting that a name was probably meant to be; None if it is one, or like none."""
    upper = name.upper()
    if upper in KNOWN or len(upper) < _SHORTEST:
        return None
    if upper.startswith(_PREFIX) and upper.removeprefix(_PREFIX) in KNOWN:
        return upper.removeprefix(_PREFIX)
    most = _SLIPS if len(upper) > _SHORTEST else 1
    found = [(OSA.distance(upper, known), known) for known in sorted(KNOWN) if _is_long(known)]
    slips, nearest = min(found)
    return nearest if slips <= most else None


def _is_long(name: str) -> bool:
    return len(name) >= _SHORTEST


def _of_name(name: str) -> Iterator[Finding]:
    if likely := meant(name):
        says = f"is no setting of Karani's, and is read by nobody; {likely} is one"
        yield warning(name, says, f"name it {likely}, or unset it")
    elif name.upper() not in KNOWN and name.upper().startswith(OURS):
        says = "is no setting of Karani's: nothing here reads it"
        yield note(name, says, "every setting is in docs/configuration.md")


def _told(complaint: str) -> Finding:
    """A complaint begins with its variable: "NAME: reason", or "NAME is missing: reason"."""
    name, colon, reason = complaint.partition(": ")
    if " " in name or not colon:
        name, _, reason = complaint.partition(" ")
    elif not reason.startswith(_VERBS):
        reason = f"is wrong: {reason}"
    return wrong(name, reason, f"mend {name}; docs/configuration.md explains it")
