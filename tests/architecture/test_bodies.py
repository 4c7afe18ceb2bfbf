import ast
from collections.abc import Iterator

import pytest

from tests.architecture.tree import PACKAGES, ROOT, python_files, shown, syntax

# Here the two kinds of bodies are made; a job's payload and a setting are not bodies.
HOME = ROOT / "libs/shared/http/schemas.py"


def bare_bodies_in(tree: ast.AST) -> Iterator[str]:
    """Yield each class that is a pydantic model directly, and so takes unknown fields."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(
            ast.unparse(base).rpartition(".")[2] == "BaseModel" for base in node.bases
        ):
            yield node.name


def test_every_body_is_a_request_body_or_a_response_body() -> None:
    bare = [
        f"{shown(path)} {name}"
        for path in python_files(*PACKAGES)
        if path != HOME
        for name in bare_bodies_in(syntax(path))
    ]
    assert bare == [], "\n".join(bare)


@pytest.mark.parametrize("base", ["BaseModel", "pydantic.BaseModel"])
def test_a_bare_model_is_seen(base: str) -> None:
    assert list(bare_bodies_in(ast.parse(f"class Body({base}): ..."))) == ["Body"]
