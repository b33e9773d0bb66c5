"""The whole product in processes of its own, written to through Meta."""

from __future__ import annotations

import http.client
from itertools import count
from urllib.parse import urlsplit

from tests.channels.meta_fakes import (
    SECRET,
    VERIFY,
    encoded,
    message,
    saying,
    signature,
    written_now,
)
from tests.graph import NUMBER_ID, TOKEN, Graph, graph
from tests.product import Product, start_product, wait_until

SWAHILI = ("Habari", "2", "1", "Amina", "Duka la Amina")
ENGLISH = ("Hello", "1", "1", "Chausiku", "Chausiku's Shop")
SHOPS = [
    ("254711000001", SWAHILI, "nimeuza sukari kilo 2 kwa 300", "sukari"),
    ("254733000003", ENGLISH, "sold 2 kg sugar for 300", "sugar"),
]


def environment(meta: Graph) -> dict[str, str]:
    """What an operator sets, led to the fake."""
    return {
        "WHATSAPP_TOKEN": TOKEN,
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER_ID,
        "WHATSAPP_APP_SECRET": SECRET,
        "WHATSAPP_VERIFY_TOKEN": VERIFY,
        "WHATSAPP_API_URL": meta.base,
    }


def asks(product: Product, method: str, path: str, body: bytes = b"") -> tuple[int, str]:
    """A request of Meta's; its answer."""
    connection = http.client.HTTPConnection(urlsplit(product.url).netloc, timeout=15)
    try:
        connection.request(method, path, body, {"X-Hub-Signature-256": signature(body)})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_two_shops_register_and_book_a_sale_each_in_its_language() -> None:
    numbers = count(1)
    with graph() as meta, start_product(**environment(meta)) as product:
        query = f"hub.mode=subscribe&hub.verify_token={VERIFY}&hub.challenge=77"
        assert asks(product, "GET", f"/webhooks/whatsapp?{query}") == (200, "77")
        for phone, answers, sale, item in SHOPS:
            for words in (*answers, sale):
                before = len(meta.sent)
                key = f"wamid.{next(numbers)}"
                said = {**message(id=key, timestamp=written_now()), "from": phone}
                batch = encoded(saying({**said, "text": {"body": words}}))
                for _ in range(2):  # Meta may say everything twice.
                    assert asks(product, "POST", "/webhooks/whatsapp", batch)[0] == 200
                wait_until(lambda known=before: len(meta.sent) > known)  # type: ignore[misc]
            booked = meta.sent[-1]
            assert booked["to"] == f"+{phone}"
            assert item in booked["text"]["body"]
            assert "300" in booked["text"]["body"]
        log = product.log.read_text("utf-8")

    assert len(meta.sent) == 12
    assert "Karani is ready with Meta" in log
    assert not [secret for secret in (TOKEN, SECRET, VERIFY) if secret in log]
