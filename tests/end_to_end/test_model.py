"""The whole product asks a model where its rules are lost, and goes on where it fails."""

from __future__ import annotations

from tests.ai.model_server import CUT, KEY, model_server, said
from tests.product import start_product
from tests.provider import Phone, provider

AMINA = "+254711000001"
LOST = "biashara vipi leo kanarihariri"


def test_a_shop_with_a_model() -> None:
    with provider() as twilio, model_server() as models:
        models.answer = lambda path, body: said({"acts": [{"intent": "summary"}]})
        settings = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": models.url}
        with start_product(**twilio.environment, **settings) as product:
            amina = Phone(AMINA, product.url)

            def hears(text: str) -> str:
                before = len(twilio.sent)
                assert amina.says(text) == 200
                return twilio.wait_for(before + 1, 40)[before].body

            for text in ("Hi", "1", "1", "Amina", "Duka la Amina"):
                hears(text)
            hears("sold sugar 300")

            assert "300" in hears(LOST)
            models.answer = lambda path, body: CUT
            assert hears(LOST).startswith("I did not understand")
            assert "65" in hears("sold bread 65")

            logged = product.log.read_text("utf-8")
            assert "The model did not answer" in logged
            assert [one for one in ("kanarihariri", KEY, AMINA) if one in logged] == []
        assert models.wrong == []
