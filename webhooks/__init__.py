"""The doors: HTTP in, HTTP out; they decide nothing."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.runtime import Runtime
from webhooks import (
    africastalking,
    api,
    console,
    errors,
    files,
    guards,
    health,
    home,
    metrics,
    mpesa,
    receive,
    simulator,
    twilio_voice,
    unsubscribe,
    whatsapp,
)
from webhooks.routing import IncomingRule

LARGEST_BODY = 256 * 1024


class Doors(Flask):
    """An application whose routes are made fast."""

    url_rule_class = IncomingRule


def create_app(rt: Runtime) -> Flask:
    """The application with every door this installation opens."""
    app = Doors(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    if proxies := rt.settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # The documented way.
            app.wsgi_app, x_for=proxies, x_proto=proxies
        )
    guards.stand_at(app)
    errors.explain_in(app)
    metrics.count_in(app)
    app.register_blueprint(home.doors(rt))
    app.register_blueprint(health.doors(rt))
    app.register_blueprint(metrics.doors(rt))
    app.register_blueprint(files.doors(rt))
    app.register_blueprint(unsubscribe.doors(rt))
    if rt.settings.secret_key:
        api.open_in(app, rt)
        app.register_blueprint(console.doors(rt))
    if "twilio" in rt.channels:
        app.register_blueprint(receive.twilio(rt))
        app.register_blueprint(twilio_voice.doors(rt))
    if "meta" in rt.channels:
        app.register_blueprint(whatsapp.doors(rt))
    if secret := rt.settings.africastalking_webhook_secret:
        app.register_blueprint(africastalking.doors(rt, secret))
    if secret := rt.settings.mpesa_webhook_secret:
        app.register_blueprint(mpesa.doors(rt, secret))
    if "simulator" in rt.channels:
        app.register_blueprint(receive.simulator(rt))
        app.register_blueprint(simulator.doors(rt))
    return app
