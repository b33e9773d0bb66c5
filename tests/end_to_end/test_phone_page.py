"""The phone in the browser, against the whole product, as a newcomer meets it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.end_to_end.browser import Counter, browser
from tests.product import Product, start_product

pytestmark = pytest.mark.browser

AMINA = ("Habari", "Kiswahili", "Ndiyo", "Amina", "Duka la Amina")
BARAKA = ("Hi", "English", "Yes", "Baraka", "Baraka's Kiosk")


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with start_product() as running:
        yield running


@pytest.fixture(scope="module")
def counter(product: Product) -> Iterator[Counter]:
    """The page after both have registered, side by side, without a reload in between."""
    with browser() as page:
        page.open(f"{product.url}/phone", width=1280)
        page.registers("owner", *AMINA)
        page.registers("staff", *BARAKA)
        yield page


@pytest.fixture
def page(counter: Counter, product: Product) -> Counter:
    """The same page on a wide screen, with what was said before."""
    counter.open(f"{product.url}/phone", width=1280)
    counter.wait(lambda: counter.answers("owner") and counter.answers("staff"))
    return counter


def test_a_sale_in_swahili_is_answered(page: Counter) -> None:
    answer = page.says("owner", "nimeuza sukari kilo 2 kwa 300")

    assert "sukari" in answer
    assert "300" in answer


def test_a_sale_in_english_is_answered(page: Counter) -> None:
    answer = page.says("staff", "sold sugar 2 kg for 450")

    assert "sugar" in answer
    assert "450" in answer


def test_a_suggestion_is_one_tap(page: Counter) -> None:
    before = len(page.answers("owner"))

    page.css("#owner .chips button")[-1].click()

    page.wait(lambda: len(page.answers("owner")) > before)


def test_a_line_break_sends_nothing(page: Counter) -> None:
    box = page.css("#owner textarea")[0]
    box.send_keys("mkate", Keys.SHIFT, Keys.ENTER)

    assert box.get_attribute("value") == "mkate\n"


def test_what_was_said_is_there_after_a_reload(page: Counter) -> None:
    said = page.says("owner", "nimeuza mkate kwa 65")
    page.driver.refresh()

    page.wait(lambda: said in page.answers("owner"))


def test_each_message_shows_once(page: Counter) -> None:
    page.says("owner", "nimeuza chumvi kwa 31")
    page.says("owner", "nimeuza chumvi kwa 32")

    typed = [bubble.text for bubble in page.css("#owner .bubble.in .words")]
    assert typed.count("nimeuza chumvi kwa 31") == 1
    assert not page.css("#owner .bubble[data-pending]")


def test_a_wrong_number_is_explained(page: Counter) -> None:
    number = page.css("#staff .number input")[0]
    number.clear()
    number.send_keys("0722000002", Keys.ENTER)

    notice = page.css("#staff .notice")[0]
    page.wait(lambda: "must be international" in notice.text)
    assert number.get_attribute("aria-invalid") == "true"
    number.clear()
    number.send_keys("+254722000002", Keys.ENTER)
    page.wait(lambda: not notice.is_displayed() and page.answers("staff"))


def test_what_could_not_be_sent_can_be_sent_again(page: Counter) -> None:
    page.goes_offline(True)
    box = page.css("#owner textarea")[0]
    box.send_keys("nimeuza maziwa kwa 77", Keys.ENTER)
    page.wait(lambda: page.css("#owner .bubble.failed"))
    assert "does not answer" in page.css("#owner .notice")[0].text

    page.goes_offline(False)
    page.css("#owner .again")[-1].click()

    page.wait(lambda: "77" in page.answers("owner")[-1])
    page.wait(lambda: not page.css("#owner .bubble.failed, #owner [data-pending]"))


def test_another_channel_is_another_conversation(page: Counter) -> None:
    page.css("#owner [value=sms] + span")[0].click()
    page.wait(lambda: not page.answers("owner"))
    page.css("#owner [value=whatsapp] + span")[0].click()

    page.wait(lambda: page.answers("owner"))


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_reaches_over_the_edge(page: Counter, product: Product, width: int) -> None:
    page.open(f"{product.url}/phone", width=width)
    page.wait(lambda: page.answers("owner"))

    assert page.too_wide() == []


def test_on_a_small_screen_there_is_one_phone_at_a_time(
    page: Counter, product: Product
) -> None:
    page.open(f"{product.url}/phone", width=360)
    owner, staff = page.css("#owner")[0], page.css("#staff")[0]
    page.wait(lambda: page.answers("owner"))
    assert (owner.is_displayed(), staff.is_displayed()) == (True, False)

    page.css("[data-tab=staff]")[0].click()

    assert (owner.is_displayed(), staff.is_displayed()) == (False, True)
    assert "290" in page.says("staff", "sold bread for 290")


def test_the_browser_has_nothing_against_the_page(page: Counter) -> None:
    page.complaints()  # What came before, others did on purpose.
    page.says("owner", "Habari")
    page.says("staff", "Hello")

    assert page.complaints() == []


def test_the_first_page_fits_too(page: Counter, product: Product) -> None:
    page.open(f"{product.url}/", width=360)

    assert page.too_wide() == []
    assert page.css("a[href='/phone']")
