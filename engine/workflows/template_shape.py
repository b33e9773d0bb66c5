"""What a text is made of: parsed, and refused where it holds more than it needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError

LONGEST_SOURCE = 8 * 1024
MOST_NODES = 500
DEEPEST = 20
NAMES = frozenset({"event", "steps", "run", "organization", "now", "appointment"})
FILTERS = frozenset({"money", "date", "time", "clock", "phone", "default", "upper", "lower"})
TESTS = frozenset({"defined", "undefined", "none"})
ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name,
    nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test,
    nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip


class ShapeError(ValueError):
    """A text outside the bounds; says what to fix."""


Path = tuple[str, ...]
"""A value's name and the fields that lead to it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The names a text uses; `pieces` where it is nothing but words and values in a row."""

    variables: frozenset[str]
    steps: frozenset[str]
    pieces: tuple[str | Path, ...] | None = None


def shape(source: str, environment: Environment) -> tuple[nodes.Template, Shape]:
    """The tree of a text and its names; ShapeError where it is out of bounds.

    Nothing is compiled before the tree was looked at: compiling works out constants.
    """
    if len(source.encode(errors="replace")) > LONGEST_SOURCE:
        raise ShapeError(f"a text has at most {LONGEST_SOURCE // 1024} kB")
    tree = _parsed(source, environment)
    seen = [*_walk(tree)]
    for node in seen:
        _check(node)
    named = {node.name for node in seen if isinstance(node, nodes.Name)}
    steps = [step for node in seen if (step := _step(node)) is not None]
    mentions = sum(isinstance(node, nodes.Name) and node.name == "steps" for node in seen)
    if mentions != len(steps):
        raise ShapeError("name the step: steps.<id>")
    return tree, Shape(frozenset(named), frozenset(steps), _pieces(tree))


def _pieces(tree: nodes.Template) -> tuple[str | Path, ...] | None:
    pieces: list[str | Path] = []
    for output in tree.body:
        for node in output.nodes if isinstance(output, nodes.Output) else (output,):
            piece = node.data if isinstance(node, nodes.TemplateData) else _path(node)
            if piece is None:
                return None
            pieces.append(piece)
    return tuple(pieces)


def _path(node: nodes.Node) -> Path | None:
    match node:
        case nodes.Name(name=name):
            return (name,)
        case nodes.Getattr(node=whole, attr=field):
            before = _path(whole)
            return None if before is None else (*before, field)
        case _:
            return None


def _parsed(source: str, environment: Environment) -> nodes.Template:
    try:
        return environment.parse(source)
    except TemplateSyntaxError as error:
        raise ShapeError(f"line {error.lineno}: {error.message}") from error
    except (RecursionError, ValueError, ArithmeticError, MemoryError) as error:
        # Brackets without end, digits without end.
        raise ShapeError(f"the text cannot be read ({type(error).__name__})") from error


def _walk(tree: nodes.Template) -> Iterator[nodes.Node]:
    """Every node, parents first; counts them, and how deep they lie."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 1)]
    count = 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if count > MOST_NODES:
            raise ShapeError(f"a text has at most {MOST_NODES} parts")
        if depth > DEEPEST:
            raise ShapeError(f"a text nests at most {DEEPEST} parts")
        yield node
        waiting.extend((child, depth + 1) for child in node.iter_child_nodes())


def _check(node: nodes.Node) -> None:
    if type(node) not in ALLOWED:
        raise ShapeError(
            f"line {node.lineno}: a text holds values, filters and if, no {type(node).__name__}"
        )
    match node:
        case nodes.Name(name=name) if name not in NAMES:
            raise ShapeError(
                f"line {node.lineno}: '{name}' is not known; "
                f"there are {', '.join(sorted(NAMES))}"
            )
        case nodes.Getitem(arg=key) if not _is_key(key):
            raise ShapeError(f"line {node.lineno}: [ ] holds a name in quotes or a number")
        case nodes.CondExpr(expr2=None):
            raise ShapeError(f"line {node.lineno}: an if inside {{{{ }}}} needs an else")
        case nodes.Filter() | nodes.Test():
            _check_call(node)
        case _:
            pass


def _is_key(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str | int)


def _check_call(node: nodes.Filter | nodes.Test) -> None:
    known = FILTERS if isinstance(node, nodes.Filter) else TESTS
    if node.name not in known:
        raise ShapeError(
            f"line {node.lineno}: '{node.name}' is not one of {', '.join(sorted(known))}"
        )
    arguments = [*node.args, *node.kwargs]
    is_default = node.name == "default" and len(arguments) == 1 and not node.kwargs
    if node.dyn_args or node.dyn_kwargs or (arguments and not is_default):
        raise ShapeError(f"line {node.lineno}: '{node.name}' takes nothing in brackets")


def _step(node: nodes.Node) -> str | None:
    """The id in `steps.<id>` or `steps['<id>']`."""
    match node:
        case nodes.Getattr(node=nodes.Name(name="steps"), attr=str(name)):
            return name
        case nodes.Getitem(node=nodes.Name(name="steps"), arg=nodes.Const(value=str(name))):
            return name
        case _:
            return None
