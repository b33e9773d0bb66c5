"""The picture itself: small, of the right size and colours, whatever the names are."""

from __future__ import annotations

import io
import subprocess
import sys
from decimal import Decimal

import pytest
from PIL import Image

from engine.files import charts
from engine.files.charts import Bar, Chart, draw

LARGEST = 40_000


def bar(label: str, amount: int) -> Bar:
    return Bar(label, f"Ksh {amount:,}", Decimal(amount))


def chart(days: int = 30, *items: Bar) -> Chart:
    bars = [bar(str(day), 1000 + day * 7919 % 9000) for day in range(1, days + 1)]
    return Chart("Mauzo 1 Nov 2026 hadi 30 Nov 2026", "Ksh 163,450", bars, "Sold most", items)


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


ITEMS = (bar("sukari", 41200), bar("unga", 30150), bar("mkate", 22000), bar("soda", 8450))


@pytest.mark.parametrize("days", [1, 7, 31, 62])
def test_it_is_a_small_picture_for_a_phone(days: int) -> None:
    png = draw(chart(days, *ITEMS))

    assert len(png) <= LARGEST
    assert (opened(png).format, opened(png).size) == ("PNG", (720, 900))


def test_the_best_day_stands_out_in_a_colour_that_every_eye_tells_apart() -> None:
    colours = opened(draw(chart(7, *ITEMS))).convert("RGB").getcolors(720 * 900)

    assert colours is not None
    common = [rgb for count, rgb in colours if count > 2000]
    for wanted in (charts.BAR, charts.BEST):
        assert any(near(rgb, wanted) for rgb in common)


def test_the_bars_are_as_high_as_their_amounts() -> None:
    half = Chart("x", "x", [bar("1", 200), bar("2", 100)], "x", ())
    picture = opened(draw(half)).convert("RGB")

    heights = [
        sum(near(picture.getpixel((x, y)), colour) for y in range(900))
        for x, colour in ((200, charts.BEST), (520, charts.BAR))
    ]
    assert heights[0] == pytest.approx(
        heights[1] * 2, abs=16
    )  # The words over the best bar count too.


def near(pixel: object, colour: str) -> bool:
    assert isinstance(pixel, tuple)
    wanted = tuple(bytes.fromhex(colour[1:]))
    return all(abs(one - other) < 6 for one, other in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize("name", ["soda $5 $x$", "🥤", "سكر", "u" * 200, "", "a\nb"])
def test_any_name_can_be_drawn(name: str) -> None:
    assert draw(chart(3, bar(name, 50), bar("mkate", 20)))


def test_the_drawing_library_is_loaded_by_those_who_draw_only() -> None:
    code = "import engine.files.reports, engine.duties, webhooks, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert "matplotlib" not in loaded
    assert "PIL" not in loaded
