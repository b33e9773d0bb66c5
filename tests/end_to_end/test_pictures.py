"""A chart on the phone's page, asked for in a chat and drawn by the whole product."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.browser import Counter, browser
from tests.product import Product, start_product

pytestmark = pytest.mark.browser

NATURAL = "return arguments[0].complete && arguments[0].naturalWidth"


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with start_product() as running:
        yield running


@pytest.fixture(scope="module")
def page(product: Product) -> Iterator[Counter]:
    """Amina's phone after a week's report."""
    with browser() as counter:
        counter.open(f"{product.url}/phone", width=360)
        answers = ("Habari", "Kiswahili", "Ndiyo", "Amina", "Duka la Amina")
        counter.registers("owner", *answers, "nimeuza sukari kilo 2 kwa 300")
        counter.says("owner", "nimeuza mkate kwa 65")
        counter.says("owner", "ripoti ya wiki hii")
        yield counter


def test_the_picture_stands_over_its_words(page: Counter) -> None:
    (picture,) = page.css("#owner .bubble.out .picture img")
    page.wait(lambda: page.driver.execute_script(NATURAL, picture) == 720)

    assert (picture.get_attribute("alt") or "").startswith("Chart: Wiki hii: mauzo Ksh 365")
    assert page.answers("owner")[-1].startswith("Wiki hii: mauzo Ksh 365")
    assert page.too_wide() == []


def test_the_browser_has_nothing_against_it(page: Counter) -> None:
    assert page.complaints() == []


def test_an_sms_has_no_picture(page: Counter) -> None:
    page.css("#owner [value=sms] + span")[0].click()
    page.wait(lambda: not page.answers("owner"))

    assert page.says("owner", "ripoti ya wiki hii").startswith("Wiki hii: mauzo Ksh 365")
    assert page.css("#owner .picture") == []
