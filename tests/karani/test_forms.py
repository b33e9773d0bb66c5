"""Templates on the command line: from shipped drafts to what a provider has approved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from karani import forms
from karani.__main__ import _parser
from karani.errors import NotAsItShouldBeError
from tests.engine.world import AMINA, World, world

KEY = ("meta", "news", "sw")


@pytest.fixture(name="installed")
def _installed(database_url: str, redis_url: str) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        yield made


def listed(installed: World, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    forms.list_all(installed.rt, None)
    return capsys.readouterr().out


def test_drafts_are_added_once(installed: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert "There are no templates." in listed(installed, capsys)

    for added in (20, 0):
        forms.keep_drafts(installed.rt, "meta")
        assert f"Drafts added: {added}." in capsys.readouterr().out

    assert listed(installed, capsys).count("draft") == 20


def test_what_a_provider_approves_has_its_name(
    installed: World, capsys: pytest.CaptureFixture[str]
) -> None:
    forms.keep_drafts(installed.rt, "meta")

    forms.settle(installed.rt, None, KEY, "approved", "karani_news")
    assert "karani_news" in listed(installed, capsys)

    forms.settle(installed.rt, None, KEY, "rejected", None)
    assert "rejected" in listed(installed, capsys)


def test_what_is_wrong_is_said_by_its_field(installed: World) -> None:
    with pytest.raises(NotAsItShouldBeError, match="body may not begin with a variable"):
        forms.reword(installed.rt, None, KEY, "{{1}} has news for you, so read it.", ["shop"])
    with pytest.raises(NotAsItShouldBeError, match="no template meta news sw"):
        forms.settle(installed.rt, None, KEY, "approved", "karani_news")


def test_a_shop_has_its_own(installed: World, capsys: pytest.CaptureFixture[str]) -> None:
    shop = installed.registers(AMINA, "Duka la Amina")

    forms.reword(installed.rt, shop, KEY, "Una habari mpya dukani leo. Jibu FUNGUA.", [])

    assert "There are no templates." in listed(installed, capsys)
    forms.list_all(installed.rt, shop)
    assert "Una habari mpya" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("templates", "list"),
        ("templates drafts meta", "drafts"),
        ("templates add meta news sw TEXT shop", "add"),
        ("templates approve meta news sw REF", "approve"),
        ("templates reject meta news sw", "reject"),
    ],
)
def test_the_command_line_knows_each(words: str, what: str) -> None:
    assert _parser().parse_args(words.split()).what == what
