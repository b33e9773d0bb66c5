"""The page that explains the API: whole, offline, and true to the description."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from tests.webhooks.api.shops import World
from webhooks.api import ROUTES, openapi, reference


@pytest.fixture(name="page")
def _page(api: World) -> str:
    answer = api.client.get("/api/v1/docs")
    assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
    return answer.text


def test_it_shows_every_operation_with_who_may_call_it(page: str) -> None:
    articles = re.findall(r'<article id="[a-z_]+">.*?</article>', page, re.DOTALL)

    assert len(articles) == len(ROUTES)
    assert all('class="who"' in article for article in articles)


def test_each_of_its_links_leads_somewhere(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_it_needs_nothing_from_elsewhere_and_holds_no_script(page: str) -> None:
    loaded = re.findall(r'(?:src|href)="([^"#]+)"', page)

    assert all(one.startswith("/") for one in loaded)
    assert "<script" not in page
    assert "style=" not in page


def test_its_styles_are_there(api: World, page: str) -> None:
    for style in re.findall(r'rel="stylesheet" href="([^"]+)"', page):
        with api.client.get(style) as answer:
            assert answer.status_code == 200


def test_the_bodies_that_it_shows_are_json(page: str) -> None:
    bodies = re.findall(r"<figcaption>Body</figcaption>\s*<pre[^>]*><code>(.*?)</code>", page,
                        re.DOTALL)  # fmt: skip

    assert len(bodies) == len([route for route in ROUTES if route.body])
    assert all(isinstance(json.loads(unescape(body)), dict) for body in bodies)


def test_the_first_page_leads_to_it(api: World) -> None:
    assert 'href="/api/v1/docs"' in api.client.get("/").text


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "format": "uuid"}, "id"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text, or null"),
        ({"type": "integer", "minimum": 1, "maximum": 200}, "whole number, 1 to 200"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Run"}}, "list of Run"),
        ({"enum": ["open", "approved"]}, "open · approved"),
        ({"const": True}, "true"),
        ({"type": "string", "maxLength": 500}, "text, up to 500 signs"),
        ({"type": "array", "minItems": 1, "items": {"type": "string"}}, "list of text"),
    ],
)
def test_a_kind_of_value_is_told_in_words(schema: dict[str, object], words: str) -> None:
    assert reference.kind(schema)[0] == words


def test_each_noun_has_its_written_title(page: str) -> None:
    titles = re.findall(r'<section id="[^"]+" class="noun">\s*<h1>(.*?)</h1>', page)

    assert {"AI", "API keys", "Signing in", "Workflows"} <= set(titles)
    assert {route.noun for route in ROUTES} == openapi.TITLES.keys()
    assert not any("_" in title for title in titles)
