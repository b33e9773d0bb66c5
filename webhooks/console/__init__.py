"""The console: a shop's figures, approvals, book, rules, messages and team in a browser."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, request

from bot.languages import FALLBACK
from bot.replies.console import WORDS
from engine.runtime import Runtime
from webhooks.api.openapi import PREFIX
from webhooks.errors import problem


def doors(rt: Runtime) -> Blueprint:
    """`/console`, its files and its words; what it shows it asks of the API."""
    blueprint = Blueprint(
        "console",
        __name__,
        url_prefix="/console",
        template_folder="templates",
        static_folder="static",
    )
    translations = rt.languages.translations

    @blueprint.get("")
    def show() -> str:
        spoken = request.accept_languages.best_match([*translations], default=FALLBACK)
        return render_template(
            "console.html", api=PREFIX, language=spoken, languages=sorted(translations)
        )

    @blueprint.get("/words/<language>.json")
    def words(language: str) -> Response:
        if language not in translations:
            return problem(404)
        catalogue = translations[language]
        said = {key: catalogue.gettext(text) for key, text in WORDS.items()}
        return Response(json.dumps(said), content_type="application/json")

    return blueprint
