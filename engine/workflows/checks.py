"""Check a definition before it is published: whatever could not run is named with its step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from engine.workflows import conditions, named_templates, templating
from engine.workflows.definition import Definition, Problem, Step
from engine.workflows.named_templates import Wordings
from engine.workflows.step import END

DAY = timedelta(hours=24)
ON_ERROR = frozenset({"fail", "continue"})
ROLES = ("OWNER", "STAFF", "VIEWER")


@dataclass(frozen=True, slots=True)
class Roster:
    """Who could be asked: people's ids by role, active members only."""

    people: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def has(self, whom: str) -> bool:
        """Whether somebody answers to this role or id."""
        if whom in ROLES:
            return bool(self.people.get(whom))
        return any(whom in ids for ids in self.people.values())


def check(
    definition: Definition,
    *,
    languages: tuple[str, ...],
    roster: Roster,
    wordings: Wordings,
) -> list[Problem]:
    """Everything that keeps a definition from being published, in the order of its steps.

    `wordings` are the templates that there are; a definition that names none needs none.
    """
    return [
        *_taken_ids(definition),
        *_targets(definition),
        *_idle_timeouts(definition),
        *_languages(definition, languages),
        *_named_templates(definition, languages, wordings),
        *_names(definition),
        *_deciders(definition, roster),
        *_unreachable(definition),
        *_loops(definition),
        *_closed_windows(definition),
    ]


def _taken_ids(definition: Definition) -> Iterator[Problem]:
    """Words that `on_error` reads as something else than a step."""
    for step in definition.steps:
        if step.id in ON_ERROR:
            yield Problem(
                step.id, "id", f"'{step.id}' is a word of on_error: call it otherwise"
            )


def _idle_timeouts(definition: Definition) -> Iterator[Problem]:
    for step in definition.steps:
        if step.config.timeout is not None and not step.config.may_time_out:
            reason = f"this {step.config.type} step waits for nothing that could be late"
            yield Problem(step.id, "timeout", f"{reason}: leave it out")


def _targets(definition: Definition) -> Iterator[Problem]:
    known = {step.id for step in definition.steps} | {END}
    for step in definition.steps:
        for name, target in _named(step):
            if target not in known:
                yield Problem(step.id, name, f"there is no step '{target}'")


def _named(step: Step) -> Iterator[tuple[str, str]]:
    """The steps that a step names, by the field that does."""
    yield from step.config.targets()
    if step.config.on_error not in ON_ERROR:
        yield "on_error", step.config.on_error


def _languages(definition: Definition, languages: tuple[str, ...]) -> Iterator[Problem]:
    for step in definition.steps:
        for name, texts in step.config.texts():
            for language in languages:
                if not texts.get(language, "").strip():
                    yield Problem(step.id, name, f"has no text in '{language}'")
            for language in sorted(set(texts) - set(languages)):
                yield Problem(step.id, name, f"'{language}' is no language of this shop")


def _named_templates(
    definition: Definition, languages: tuple[str, ...], wordings: Wordings
) -> Iterator[Problem]:
    for step in definition.steps:
        use = step.config.uses
        if use is not None:
            for name, reason in named_templates.problems(use, wordings, languages):
                yield Problem(step.id, name, reason)


def _names(definition: Definition) -> Iterator[Problem]:
    """Outputs that are read before any step could have written them."""
    known = {step.id for step in definition.steps}
    yield from _arrivals(definition)
    yield from _visits(definition)
    if definition.trigger.condition:
        condition = conditions.compile(definition.trigger.condition)
        for name in sorted(condition.variables & {"arrived", "run", "appointment"}):
            yield Problem(None, "trigger.if", f"no run has begun yet, so no '{name}'")
        for missing in sorted(condition.steps):
            yield Problem(None, "trigger.if", f"no step has run yet, so no steps.{missing}")
    for step in definition.steps:
        for missing in sorted(_outputs_read(step) - known):
            yield Problem(step.id, None, f"reads steps.{missing}, and there is no such step")


def _arrivals(definition: Definition) -> Iterator[Problem]:
    """Only a wait for an event knows one that has arrived."""
    for step in definition.steps:
        expressions = [*step.config.expressions(), step.config.skipped_unless or "true"]
        seen = [conditions.compile(one).variables for one in expressions]
        seen += [templating.compile(one).variables for one in _templates(step)]
        if any("arrived" in names for names in seen):
            yield Problem(step.id, None, "only the if of a wait for an event knows 'arrived'")


def _visits(definition: Definition) -> Iterator[Problem]:
    """Only a run that an appointment began knows one."""
    trigger = definition.trigger
    types = (trigger.event or "", *trigger.others)
    if all(one.startswith("APPOINTMENT_") for one in types):
        return
    for step in definition.steps:
        if "appointment" in _variables(step):
            reason = "only a rule that APPOINTMENT_ events alone start knows 'appointment'"
            yield Problem(step.id, None, reason)


def _variables(step: Step) -> set[str]:
    """The names that a step's expressions and texts begin from."""
    expressions = [*step.config.expressions(), step.config.condition or "true"]
    seen = {name for one in expressions for name in conditions.compile(one).variables}
    return seen | {
        name for one in _templates(step) for name in templating.compile(one).variables
    }


def _outputs_read(step: Step) -> set[str]:
    config = step.config
    expressions = [*config.expressions(), *([config.condition] if config.condition else [])]
    read: set[str] = set()
    for source in expressions:
        read |= conditions.compile(source).steps
    for text in _templates(step):
        read |= templating.compile(text).steps
    return read


def _templates(step: Step) -> Iterator[str]:
    yield from step.config.templates()
    for _, texts in step.config.texts():
        yield from texts.values()


def _deciders(definition: Definition, roster: Roster) -> Iterator[Problem]:
    for step in definition.steps:
        for whom in step.config.deciders:
            if "{" not in whom and not roster.has(whom):
                yield Problem(step.id, "of", f"nobody in this shop is '{whom}': nobody decides")


def _edges(definition: Definition, step: Step) -> set[str]:
    """The steps that may come next."""
    following = {target for _, target in _named(step)}
    if step.config.goes_on or step.config.on_error == "continue":
        following.add(definition.following(step.id))
    return following & {one.id for one in definition.steps}


def _reach(definition: Definition, start: set[str]) -> set[str]:
    """Everything that may come from these steps on, themselves included."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        step_id = waiting.pop()
        if step_id not in found:
            found.add(step_id)
            waiting.extend(_edges(definition, definition.step(step_id)))
    return found


def _unreachable(definition: Definition) -> Iterator[Problem]:
    reached = _reach(definition, {definition.first})
    for step in definition.steps:
        if step.id not in reached:
            yield Problem(step.id, None, "no way leads here: name it in a go, or remove it")


def _loops(definition: Definition) -> Iterator[Problem]:
    """Circles in which nothing waits for certain would turn as fast as they can."""
    restless = {step.id for step in definition.steps if not step.config.always_waits}
    edges = {
        step_id: _edges(definition, definition.step(step_id)) & restless for step_id in restless
    }
    for step in definition.steps:
        if step.id in restless and _comes_back(step.id, edges):
            yield Problem(step.id, None, "goes in a circle without a wait: put a wait into it")
            return


def _comes_back(step_id: str, edges: Mapping[str, set[str]]) -> bool:
    found: set[str] = set()
    waiting = list(edges[step_id])
    while waiting:
        here = waiting.pop()
        if here == step_id:
            return True
        if here not in found:
            found.add(here)
            waiting.extend(edges[here])
    return False


def _closed_windows(definition: Definition) -> Iterator[Problem]:
    """Free text on WhatsApp after its window may have closed: providers refuse it."""
    after_a_day: set[str] = set()
    for step in definition.steps:
        if step.config.longest_wait >= DAY:
            after_a_day |= _reach(definition, _edges(definition, step))
    for step in definition.steps:
        is_closed = step.id in after_a_day and step.config.uses is None
        if is_closed and getattr(step.config, "channel", None) == "whatsapp":
            reason = "free text may not be sent on WhatsApp 24 hours after the person wrote"
            advice = "name a template, use 'auto', or wait less"
            yield Problem(step.id, "channel", f"{reason}: {advice}")
