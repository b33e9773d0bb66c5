"""The console in a real browser: come in by a code, see the shop, decide, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from selenium.webdriver.common.keys import Keys

from tests.end_to_end.browser import Counter, browser
from tests.product import Product, start_product

pytestmark = pytest.mark.browser

AMINA, BARAKA = "+254711000001", "+254722000002"
SHOP = "<b onmouseover=alert(1)>Duka</b>"


class Chat:
    """What people say to a running product, and what it answers."""

    def __init__(self, product: Product, page: Counter) -> None:
        self.url, self.page = product.url, page

    def told(self, phone: str) -> list[str]:
        """Everything that Karani said to a phone."""
        address = f"{self.url}/phone/messages?phone={quote(phone)}"
        with urlopen(address, timeout=10) as answer:  # noqa: S310 -- Our own, on loopback.
            items = json.load(answer)["items"]
        return [one["text"] for one in items if one["direction"] == "out"]

    def says(self, phone: str, *texts: str) -> str:
        """What is answered to the last of these."""
        for words in texts:
            before = len(self.told(phone))
            said = {"from": phone, "text": words, "channel": "whatsapp"}
            body = json.dumps(said).encode()
            kind = {"Content-Type": "application/json"}
            request = Request(  # noqa: S310 -- Our own, on loopback.
                f"{self.url}/webhooks/simulator/messages", body, kind
            )
            urlopen(request, timeout=10).close()  # noqa: S310 -- The same.
            self.page.wait(lambda n=before: len(self.told(phone)) > n)  # type: ignore[misc]
        return self.told(phone)[-1]


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with start_product() as running:
        yield running


@pytest.fixture(scope="module")
def chat(product: Product) -> Iterator[Chat]:
    """Amina's shop has a name that no browser may run, and Baraka has sold much."""
    with browser() as page:
        chat = Chat(product, page)
        chat.says(AMINA, "Habari", "2", "Ndiyo", "Amina", SHOP)
        chat.says(AMINA, "niulize mauzo yakizidi 10,000", "1", f"ongeza mfanyakazi {BARAKA}")
        chat.says(BARAKA, "habari", "ndiyo", "nimeuza saruji mifuko 20 kwa 15000")
        page.wait(lambda: "NDIYO A1" in chat.told(AMINA)[-1])
        page.open(f"{product.url}/console", width=390)
        comes_in(chat)
        yield chat


def comes_in(chat: Chat) -> None:
    """By a code that is sent to her chat."""
    page, before = chat.page, len(chat.told(AMINA))
    page.css('[data-language="sw"]')[0].click()
    page.wait(lambda: page.css(".gate h1")[0].text == "Ingia")
    page.css(".gate input")[0].send_keys(AMINA)
    page.css(".gate .quiet")[0].click()
    page.wait(lambda: page.css('[autocomplete="one-time-code"]'))
    page.css(".gate input")[0].send_keys(code_behind(chat, before) + Keys.ENTER)
    page.wait(lambda: page.css(".cards"))


def code_behind(chat: Chat, before: int) -> str:
    """The code that her chat shows behind so many messages."""
    chat.page.wait(lambda: len(chat.told(AMINA)) > before)
    found = re.search(r"\b\d{6}\b", chat.told(AMINA)[-1])
    assert found is not None
    return found[0]


def goes_to(page: Counter, room: str) -> str:
    """What the page says there."""
    page.css(f'.rooms a[href="#{room}"]')[0].click()
    page.wait(lambda: page.css(f'.rooms a[href="#{room}"][aria-current]'))
    page.wait(lambda: not page.css("main[aria-busy]") and page.css("main h1"))
    return page.css("main")[0].text


def test_she_sees_what_was_sold(chat: Chat) -> None:
    told = goes_to(chat.page, "today")

    assert "Mauzo\nKsh 15,000" in told
    assert "saruji" in told


def test_a_shops_name_is_text_and_never_a_script(chat: Chat) -> None:
    assert SHOP in chat.page.css(".who")[0].text
    assert chat.page.css(".who b, main b[onmouseover]") == []
    assert chat.page.complaints() == []


def test_nothing_reaches_over_the_edge_of_a_phone(chat: Chat) -> None:
    for room in ("today", "approvals", "book", "rules", "messages", "team"):
        goes_to(chat.page, room)

        wide = [one for one in chat.page.too_wide() if "#" not in one]
        assert wide == []


def test_she_decides_with_two_taps_and_baraka_hears_of_it(chat: Chat) -> None:
    page = chat.page
    assert "Kubali" in goes_to(page, "approvals")

    page.css('[data-code="A1"] .yes')[0].click()
    page.css('[data-code="A1"] .main')[0].click()

    page.wait(lambda: "Imekubaliwa" in page.css("main")[0].text)
    page.wait(lambda: "Amina amekubali" in chat.told(BARAKA)[-1])
    assert page.css('[data-code="A1"]') == []


def test_the_life_of_the_rule_can_be_read(chat: Chat) -> None:
    page = chat.page
    goes_to(page, "rules")

    page.css("details.runs > summary")[0].click()
    page.wait(lambda: page.css(".runs .sheet summary"))
    page.css(".runs .sheet summary")[0].click()

    page.wait(lambda: "ask_owner" in page.css("main")[0].text)


def test_she_sets_a_new_pin_by_a_code_from_her_chat(chat: Chat) -> None:
    page, before = chat.page, len(chat.told(AMINA))
    goes_to(page, "team")
    page.css(".pin > button")[0].click()
    page.wait(lambda: page.css(".pin input"))
    code, first, second = page.css(".pin input")

    code.send_keys(code_behind(chat, before))
    first.send_keys("7305")
    second.send_keys("7306" + Keys.ENTER)
    page.wait(lambda: "hazifanani" in page.css(".pin")[0].text)
    second.send_keys("7305" + Keys.ENTER)  # Over the wrong one, which is marked.

    page.wait(lambda: "inatumika kuanzia sasa" in page.css(".pin")[0].text)
    assert page.complaints() == []


def test_the_audit_is_proved(chat: Chat) -> None:
    page = chat.page
    goes_to(page, "team")

    page.css("main > button")[0].click()

    page.wait(lambda: "yamethibitishwa" in page.css("main")[0].text)


def test_another_language_is_one_tap(chat: Chat) -> None:
    page = chat.page
    goes_to(page, "today")

    page.css('[data-language="en"]')[0].click()

    page.wait(lambda: "Sales" in page.css("main")[0].text)


def test_a_reload_is_no_sign_out_and_leaving_is_one(chat: Chat) -> None:
    page = chat.page
    page.driver.refresh()
    page.wait(lambda: page.css(".rooms a"))

    page.css(".who button")[-1].click()
    page.wait(lambda: page.css(".gate"))
    page.driver.refresh()

    page.wait(lambda: page.css(".gate"))
    assert page.css(".rooms a") == []
