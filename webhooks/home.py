"""The first page: what is running here, and where to go on."""

from __future__ import annotations

from flask import Blueprint, render_template

from engine.runtime import Runtime


def doors(rt: Runtime) -> Blueprint:
    """`/`."""
    blueprint = Blueprint("home", __name__)

    @blueprint.get("/")
    def show() -> str:
        return render_template(
            "home.html",
            simulator_on="simulator" in rt.channels,
            api_on=rt.settings.secret_key is not None,
        )

    return blueprint
