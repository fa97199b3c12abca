"""Caps on sizes; what is larger stands in EXCEPTIONS with its reason."""

import ast

import pytest
from tests_tree import (
    ROOT,
    classes,
    functions,
    lines_of,
    modules_of_tests,
    product_modules,
    short,
)

MODULE, FUNCTION, CLASS, PARAMETERS = 300, 40, 200, 7
TEST_MODULE, TEST_FUNCTION = 500, 40
ROOM_MODULES = 15
ENTRYPOINT = 15

# Path, or path:function, and why it may be larger.
EXCEPTIONS = {
    "shared/shared/persistence/work.py": "one transaction is one concept; its parts are methods",
    "shared/shared/persistence/work.py:Work": "as its module",
}


def test_modules_are_short():
    long = {
        short(path): len(path.read_text().splitlines())
        for path in product_modules()
        if len(path.read_text().splitlines()) > MODULE and short(path) not in EXCEPTIONS
    }

    assert long == {}


def test_functions_are_short():
    long = {
        f"{short(path)}:{node.name}": lines_of(node)
        for path in product_modules()
        for node in functions(path)
        if lines_of(node) > FUNCTION
    }

    assert {name: lines for name, lines in long.items() if name not in EXCEPTIONS} == {}


def test_classes_are_short():
    long = {
        f"{short(path)}:{node.name}": lines_of(node)
        for path in product_modules()
        for node in classes(path)
        if lines_of(node) > CLASS
    }

    assert {name: lines for name, lines in long.items() if name not in EXCEPTIONS} == {}


def test_functions_take_few_parameters():
    many = {
        f"{short(path)}:{node.name}"
        for path in product_modules()
        for node in functions(path)
        if _parameters(node) > PARAMETERS
    }

    assert many - EXCEPTIONS.keys() == set()


def test_entrypoints_are_thin():
    places = [path for path in product_modules() if "/entrypoints/rpc_" in str(path)]
    long = {
        f"{short(path)}:{node.name}": lines_of(node)
        for path in places
        for node in functions(path)
        if _is_offered(node) and lines_of(node) > ENTRYPOINT
    }

    assert {name: lines for name, lines in long.items() if name not in EXCEPTIONS} == {}
    assert places, "there are entrypoints to look at"


def test_rooms_are_small():
    rooms: dict[str, int] = {}
    for path in product_modules():
        if path.name != "__init__.py":
            rooms[short(path.parent)] = rooms.get(short(path.parent), 0) + 1

    too_full = {room for room, modules in rooms.items() if modules > ROOM_MODULES}

    assert too_full - EXCEPTIONS.keys() == set()


def test_tests_are_short():
    long = {
        short(path): len(path.read_text().splitlines())
        for path in modules_of_tests()
        if len(path.read_text().splitlines()) > TEST_MODULE
    }
    long |= {
        f"{short(path)}:{node.name}": lines_of(node)
        for path in modules_of_tests()
        for node in functions(path)
        if node.name.startswith("test_") and lines_of(node) > TEST_FUNCTION
    }

    assert {name: lines for name, lines in long.items() if name not in EXCEPTIONS} == {}


@pytest.mark.parametrize("name", sorted(EXCEPTIONS))
def test_an_exception_still_names_something(name):
    path, _, inside = name.partition(":")

    assert (ROOT / path).exists()
    if inside:
        names = {
            node.name
            for node in ast.walk(ast.parse((ROOT / path).read_text()))
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }
        assert inside in names


def _parameters(node: ast.FunctionDef) -> int:
    positional = [each for each in node.args.args if each.arg not in ("self", "cls")]
    return len(positional) + len(node.args.kwonlyargs)


def _is_offered(node: ast.FunctionDef) -> bool:
    names = {
        getattr(call.func, "id", "") for call in node.decorator_list if isinstance(call, ast.Call)
    }
    return bool(names & {"command", "question"})
