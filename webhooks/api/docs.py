"""The page that explains the API: made here from the description, without the internet."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from flask import Blueprint, render_template

from webhooks.api import reference
from webhooks.api.openapi import TITLES
from webhooks.api.route import Route


def add(
    blueprint: Blueprint, routes: Sequence[Route], description: Callable[[], Mapping[str, Any]]
) -> None:
    """Put the page at `/docs`."""

    @cache
    def parts() -> dict[str, Any]:
        described = description()
        return {
            "nouns": reference.nouns(described, told(routes)),
            "shapes": reference.shapes(described),
            "version": described["info"]["version"],
            "base": described["servers"][0]["url"],
        }

    @blueprint.get("/docs")
    def explain() -> str:
        return render_template("api.html", **parts())


def told(routes: Sequence[Route]) -> Mapping[str, str]:
    """What each noun is: the first line of its module."""
    sentences: dict[str, str] = {}
    for route in routes:
        words = sys.modules[route.view.__module__].__doc__ or ""
        line = words.strip().partition("\n")[0]
        sentences[TITLES[route.noun]] = line.partition(": ")[2] or line
    return {noun: line[:1].upper() + line[1:] for noun, line in sentences.items()}
