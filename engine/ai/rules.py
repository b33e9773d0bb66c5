"""The built-in assistant: deterministic rules, no key, no network; it answers every type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot import i18n
from bot.i18n import Translations
from bot.nlu.document import document
from bot.nlu.understanding import Outcome
from bot.reply import Reply
from engine.ai import classification, extraction, schemas, suggestions, summaries
from engine.ai.base import AIAnswer, AIError, AIRequest, RequestType
from engine.ai.finding import Finding
from engine.ai.inputs import check_size, text_of
from engine.ai.reading import Read, read

MODEL = "rules-1"
FREE = Decimal(0)


class Rules:
    """Answers from the text, the figures and the labels it is given, and nothing else."""

    name = "rules"

    def __init__(self, reader: Read, translations: Translations) -> None:
        self._reader = reader
        self._translations = translations
        self._work: Mapping[RequestType, Callable[[AIRequest], Finding]] = {
            RequestType.TEXT_UNDERSTANDING: self._understand,
            RequestType.CLASSIFICATION: self._classify,
            RequestType.SUMMARIZATION: self._summarize,
            RequestType.DECISION_SUGGESTION: self._suggest,
            RequestType.EXTRACTION: self._extract,
        }

    def answer(self, request: AIRequest) -> AIAnswer:
        """Answer one question: equal questions get equal answers. Raises `AIError`."""
        check_size(request.input)
        if request.schema is not None:
            schemas.check_schema(request.schema)
        found = self._work[request.type](request)
        output = schemas.placed(found.output, request.schema)
        schemas.check(output, request.schema)
        return AIAnswer(output, found.confidence, MODEL, tokens_in=0, tokens_out=0, cost=FREE)

    def _understand(self, request: AIRequest) -> Finding:
        understood = read(self._reader, request)
        return Finding(document(understood), Decimal(str(understood.confidence)))

    def _classify(self, request: AIRequest) -> Finding:
        understood = read(self._reader, request)
        sure = Decimal(str(understood.confidence))
        is_read = understood.outcome is Outcome.ACT
        intents = {str(act.intent): sure for act in understood.acts if is_read}
        found = classification.classify(request.input, request.schema, intents)
        if found.output["label"] == classification.UNKNOWN and not _permits_unknown(request):
            raise AIError("no_answer", "nothing fits; let the labels hold 'unknown'")
        return found

    def _summarize(self, request: AIRequest) -> Finding:
        rows = summaries.rows_of(request.input)
        if rows is None:
            text = summaries.best_sentences(text_of(request.input))
            return Finding({"summary": text}, Decimal("0.6"))
        summed = summaries.sum_up(rows)
        words = self._sentence(summed.reply, request).replace("\n", " ")
        return Finding({"summary": words, **summed.facts}, Decimal("0.95"))

    def _suggest(self, request: AIRequest) -> Finding:
        advice = suggestions.advise(request.input, request.country)
        reasons = [self._sentence(reason, request) for reason in advice.reasons]
        output = {"suggestion": str(advice.suggestion), "reasons": reasons}
        return Finding(output, advice.confidence)

    def _extract(self, request: AIRequest) -> Finding:
        return extraction.extract(self._reader, request)

    def _sentence(self, reply: Reply, request: AIRequest) -> str:
        return i18n.wording(reply, request.language, self._translations)


def _permits_unknown(request: AIRequest) -> bool:
    """Whether a schema, if there is one, has a place for the label `unknown`."""
    properties = (request.schema or {}).get("properties", {})
    parts = properties.values()
    return not properties or any(schemas.fits(classification.UNKNOWN, part) for part in parts)
