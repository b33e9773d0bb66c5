"""How long a sale takes from the webhook to the reply at the provider, through `karani up`."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.product import start_product
from tests.provider import Phone, Provider, provider

AMINA = "+254711000001"
REGISTRATION = ("Hi", "English", "yes", "Amina", "Duka la Amina")
SALES = 100
AIM_MS, LIMIT_MS = 60, 150


def main() -> None:
    with (
        provider() as twilio,
        start_product(**twilio.environment) as product,
    ):
        phone = Phone(AMINA, product.url)
        for words in REGISTRATION:
            say(phone, twilio, words)
        waits = sorted(say(phone, twilio, "sold bread 50") for _ in range(SALES))
    assert f"{SALES * 50:,}" in twilio.sent[-1].body, "the day's total is wrong"
    report(waits)


def say(phone: Phone, twilio: Provider, words: str) -> float:
    """Milliseconds from posting a message until its reply arrives at the provider."""
    before, began = len(twilio.sent), time.monotonic()
    assert phone.says(words) == 200
    return (twilio.wait_for(before + 1, 15)[-1].at - began) * 1000


def report(waits: list[float]) -> None:
    median = statistics.median(waits)
    print(
        f"sale to reply, {len(waits)} one after the other: median {median:.0f} ms,"
        f" p95 {waits[int(len(waits) * 0.95)]:.0f} ms, slowest {waits[-1]:.0f} ms"
        f" (aim {AIM_MS} ms, explain above {LIMIT_MS} ms)"
    )


if __name__ == "__main__":
    main()
