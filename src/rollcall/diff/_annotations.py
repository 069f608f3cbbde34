"""The differences of two type annotations, as unions of alternatives."""

import ast

import attrs

__all__ = ["TypeChange", "type_change"]


@attrs.frozen
class TypeChange:
    """A change of an annotation.

    Attributes:
        words: The change, as code.
        is_narrower: Whether the later one admits fewer values.
        is_wider: Whether it admits more.
    """

    words: str
    is_narrower: bool
    is_wider: bool


def type_change(before: str, after: str) -> TypeChange | None:
    """Return how an annotation changed; None if its type did not.

    >>> type_change("str | None", "int | str | None").words
    'type gains int'
    """
    if before == after or not before or not after:
        return None
    old, new = _alternatives(before), _alternatives(after)
    removed = [each for each in old if not _admits(new, each)]
    added = [each for each in new if not _admits(old, each)]
    if not removed and not added:
        return None
    if removed and added:
        words = f"type {' | '.join(removed)} → {' | '.join(added)}"
    else:
        words = f"type {'loses' if removed else 'gains'} {' | '.join(removed or added)}"
    return TypeChange(
        words, is_narrower=bool(removed) and not added, is_wider=bool(added) and not removed
    )


def _admits(alternatives: list[str], one: str) -> bool:
    """Return whether a union admits all values of a type, as a type checker sees it."""
    wider = {one, "Any", "object"}
    if one == "int":
        wider.add("float")
    if one.startswith("Literal["):
        value = ast.literal_eval(one.removeprefix("Literal[").removesuffix("]"))
        wider.add(type(value).__name__)
    return not wider.isdisjoint(alternatives)


def _alternatives(annotation: str) -> list[str]:
    """Return the alternatives of an annotation, without its constraints.

    A literal is one alternative for each value.
    """
    node: ast.expr = ast.parse(annotation, mode="eval").body
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        node = ast.parse(node.value, mode="eval").body
    return [*dict.fromkeys(_split(node))]


def _split(node: ast.expr) -> list[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _split(node.left) + _split(node.right)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple | ast.Constant):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if ast.unparse(node.value) == "Literal":
            return [f"Literal[{ast.unparse(each)}]" for each in parts]
        if ast.unparse(node.value) == "Annotated":
            return _split(parts[0])
    return [ast.unparse(_bare(node))]


class _Bare(ast.NodeTransformer):
    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """Replace an annotation with constraints by its type, within others."""
        self.generic_visit(node)
        is_annotated = ast.unparse(node.value) == "Annotated"
        if is_annotated and isinstance(node.slice, ast.Tuple):
            return node.slice.elts[0]
        return node


def _bare(node: ast.expr) -> ast.expr:
    found: ast.expr = _Bare().visit(node)
    return found
