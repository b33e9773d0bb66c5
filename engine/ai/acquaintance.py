"""Ask a model server whether it knows us and a model, without asking the model anything."""

from __future__ import annotations

from contextlib import closing

import openai

from engine.ai.base import AIError
from engine.ai.line import connect
from engine.ai.troubles import trouble

PATIENCE_S = 5


def greet(key: str, model: str, base_url: str) -> None:
    """Have a model described, which costs nothing. Raises `AIError`."""
    with closing(connect(key, base_url)) as client:
        try:
            client.models.with_raw_response.retrieve(model, timeout=PATIENCE_S)
        except openai.OpenAIError as error:
            raise trouble(error) from None
        except ValueError:  # A name of a model that can be in no address.
            raise AIError("not_found", "no such model") from None
