"""Draw a chart as a small PNG: bars per day, and the items that brought most."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT, DPI = 720, 900, 100
LEFT, RIGHT, ROW = 0.045, 0.955, 0.074
"""Edges, and the height of an item, as shares of the picture."""
COLOURS = 32
"""Enough for smooth letters; each doubling costs some kilobytes."""
PAPER, INK, FAINT, LINE = "#fffdf8", "#1f2933", "#5f6b76", "#d9dde1"
BAR, BEST, TRACK = "#0072b2", "#d55e00", "#e8edf1"
"""Blue and vermilion of Okabe and Ito: told apart by every eye, and by their darkness too."""
HEADING, LARGE, SMALL = 22, 38, 20.5
"""Type sizes in points: the smallest is 14 pixels high where the picture is 360 wide."""
LONGEST_NAME = 24
LABELS = 8
"""As many days as can be named under the bars."""
_PER_MILLE = 1000
_one_at_a_time = Lock()  # The font renderer is shared by all threads.


@dataclass(frozen=True, slots=True)
class _Pen:
    """How words are written; `leftwards` ends them at their place instead of beginning."""

    size: float
    colour: str = INK
    bold: bool = False
    leftwards: bool = False


_HEADING = _Pen(HEADING, FAINT)


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount: its label, the words for the amount, and the amount itself."""

    label: str
    words: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows, all in the reader's language."""

    title: str
    total: str
    bars: Sequence[Bar]
    items_title: str
    items: Sequence[Bar]


def draw(chart: Chart) -> bytes:
    """The chart as a PNG of 720 by 900."""
    # Imported by who draws only: some 30 MB that no other process should carry.
    from matplotlib.figure import Figure

    with _one_at_a_time:
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=PAPER)
        _write(figure, (LEFT, 0.945), chart.title, _HEADING)
        _write(figure, (LEFT, 0.878), chart.total, _Pen(LARGE, bold=True))
        # The fewer items there are to name, the higher the bars.
        heading = 0.029 + ROW * len(chart.items)
        bottom = heading + 0.105 if chart.items else 0.08
        _days(figure.add_axes((LEFT, bottom, RIGHT - LEFT, 0.845 - bottom)), chart.bars)
        if chart.items:
            _items(figure, chart, heading)
        return _png(figure)


def _days(axes: Axes, bars: Sequence[Bar]) -> None:
    """A bar for each day; the best one stands out and says how much it was."""
    heights = _heights(bars)
    best = heights.index(max(heights))
    axes.bar(
        range(len(bars)),
        heights,
        width=0.72,
        color=[BEST if place == best else BAR for place in range(len(bars))],
    )
    axes.set_ylim(0, 1150)
    axes.set_xlim(-0.6, len(bars) - 0.4)
    axes.set_facecolor(PAPER)
    axes.set_yticks([])
    axes.tick_params(length=0, pad=8, labelcolor=INK, labelsize=SMALL)
    shown = _labelled(len(bars))
    axes.set_xticks(shown, [bars[place].label for place in shown])
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(LINE)
    _over_the_best(axes, bars, best)


def _over_the_best(axes: Axes, bars: Sequence[Bar], best: int) -> None:
    share = (best + 0.5) / len(bars)
    side = "left" if share < 0.3 else "right" if share > 0.7 else "center"
    edge = {"left": best - 0.36, "right": best + 0.36, "center": best}[side]
    axes.text(
        edge,
        _PER_MILLE + 40,
        _plain(bars[best].words),
        ha=side,
        va="bottom",
        size=SMALL,
        color=BEST,
        weight="bold",
        parse_math=False,
    )


def _items(figure: Figure, chart: Chart, heading: float) -> None:
    """The items, each with its name, its amount and a bar as long as its share."""
    _write(figure, (LEFT, heading), chart.items_title, _HEADING)
    for row, (item, length) in enumerate(zip(chart.items, _heights(chart.items), strict=True)):
        y = heading - 0.057 - row * ROW
        _write(figure, (LEFT, y), _cut(item.label), _Pen(SMALL))
        _write(figure, (RIGHT, y), item.words, _Pen(SMALL, bold=True, leftwards=True))
        axes = figure.add_axes((LEFT, y - 0.025, RIGHT - LEFT, 0.012))
        axes.barh(0, _PER_MILLE, color=TRACK)
        axes.barh(0, length, color=BAR)
        axes.set_xlim(0, _PER_MILLE)
        axes.axis("off")


def _write(figure: Figure, place: tuple[float, float], text: str, pen: _Pen) -> None:
    figure.text(
        *place,
        _plain(text),
        size=pen.size,
        color=pen.colour,
        weight="bold" if pen.bold else "normal",
        ha="right" if pen.leftwards else "left",
        va="baseline",
        parse_math=False,  # A name may hold a dollar sign.
    )


def _cut(name: str) -> str:
    """A name that leaves room for the amount beside it."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def _heights(bars: Sequence[Bar]) -> list[int]:
    """The amounts in thousandths of the largest: whole numbers, money stays exact."""
    top = max((bar.amount for bar in bars), default=Decimal())
    if top <= 0:
        return [0] * len(bars)
    return [max(int(bar.amount * _PER_MILLE / top), 0) for bar in bars]


def _labelled(count: int) -> list[int]:
    step = math.ceil(count / LABELS)
    return list(range(0, count, step))


def _plain(text: str) -> str:
    """The text without what the font has no sign for: emoji, other scripts."""
    from matplotlib.font_manager import findfont, get_font

    known = get_font(findfont("DejaVu Sans")).get_charmap()
    return "".join(sign for sign in text if ord(sign) in known).strip()


def _png(figure: Figure) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call] # This part of Matplotlib has no types.
    pixels = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call] # Nor this.
    picture = Image.frombytes("RGBA", (WIDTH, HEIGHT), pixels)
    out = io.BytesIO()
    picture.convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
