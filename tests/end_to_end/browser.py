"""A real browser without a window, and the phone page as a person uses it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_S = 60


@dataclass
class Counter:
    """The page with its two phones."""

    driver: webdriver.Chrome

    def open(self, url: str, *, width: int, height: int = 800) -> None:
        """Come to the page with a screen of this size."""
        size: dict[str, object] = {
            "width": width,
            "height": height,
            "deviceScaleFactor": 1,
            "mobile": width < 500,
        }
        self._devtools("Emulation.setDeviceMetricsOverride", size)
        self.driver.get(url)
        self.wait(lambda: self.css("main"))

    def says(self, phone: str, words: str) -> str:
        """Type a message and press Enter; what Karani answers, without a reload."""
        before = len(self.answers(phone))
        box = self.css(f"#{phone} textarea")[0]
        box.send_keys(words)
        box.send_keys(Keys.ENTER)
        self.wait(lambda: len(self.answers(phone)) > before)
        return self.answers(phone)[-1]

    def registers(self, phone: str, *answers: str) -> str:
        """Answer what a newcomer is asked; Karani's last words."""
        return [self.says(phone, words) for words in answers][-1]

    def answers(self, phone: str) -> list[str]:
        """Everything on the screen that Karani said."""
        return [bubble.text for bubble in self.css(f"#{phone} .bubble.out .words")]

    def css(self, selector: str) -> list[WebElement]:
        """The elements of a selector."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def wait(self, holds: Callable[[], object]) -> None:
        """Look until it holds; what the page replaces meanwhile is looked for again."""
        patient = WebDriverWait(self.driver, PATIENCE_S, 0.1, [StaleElementReferenceException])
        patient.until(lambda _: holds())

    def too_wide(self) -> list[str]:
        """What reaches over an edge of the window: nothing may, but what scrolls."""
        found: list[str] = self.driver.execute_script(_TOO_WIDE)
        return found

    def goes_offline(self, offline: bool) -> None:
        """Take the network away from the page, or give it back."""
        none = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self._devtools("Network.enable", {})
        self._devtools("Network.emulateNetworkConditions", {"offline": offline, **none})

    def complaints(self) -> list[str]:
        """What the browser's console holds against the page."""
        entries = self.driver.get_log("browser")  # type: ignore[no-untyped-call] # Selenium's.
        return [str(entry["message"]) for entry in entries]

    def _devtools(self, command: str, values: dict[str, object]) -> None:
        self.driver.execute_cdp_cmd(command, values)


_TOO_WIDE = """
const width = document.documentElement.clientWidth;
const scrolls = (element) => element.closest(".chips, .away") !== null;
const over = [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && !scrolls(element) && (box.right > width + 0.5 || box.left < -0.5);
});
const page = document.documentElement.scrollWidth > width ? ["the page"] : [];
return page.concat(over.map((element) => element.outerHTML.slice(0, 80)));
"""


@contextmanager
def browser() -> Iterator[Counter]:
    """Chromium with a profile of its own; skips where there is none."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    chromedriver = shutil.which("chromedriver")
    if not (chromium and chromedriver):
        pytest.skip("needs Chromium and chromedriver: apt-get install chromium chromium-driver")
    profile = tempfile.mkdtemp(prefix="karani-chromium-")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(chromedriver))
    try:
        yield Counter(driver)
    finally:
        driver.quit()
        shutil.rmtree(Path(profile), ignore_errors=True)
