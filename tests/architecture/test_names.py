"""Names: of modules, classes, events, tables, migrations and error codes."""

import ast
import importlib
import re

import pytest
from shared.contracts.declare import EVENTS, type_of
from tests_tree import (
    ROOT,
    SERVICES,
    classes,
    folder_of,
    functions,
    modules_of_tests,
    package_of,
    parsed,
    product_modules,
    short,
)

DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "tools"}
SUFFIXES = re.compile(r"(Manager|Helper|Utils?|Processor|Impl|Info|Object)$")
VERBS = "create|add|backfill|index|tighten|drop"
PAST = re.compile(
    r"(ed|sent|won|lost|paid|made|withdrawn|begun|left|due|done)$"
)  # the last word of an event name: past tense, means one thing


def test_no_module_is_a_drawer():
    assert [short(path) for path in product_modules() if path.stem in DRAWERS] == []


def test_no_class_has_an_empty_name():
    found = {
        f"{short(path)}:{node.name}"
        for path in product_modules()
        for node in classes(path)
        if SUFFIXES.search(node.name)
    }

    assert found == set()


def test_every_module_says_what_it_is_for():
    silent = [
        short(path)
        for path in product_modules()
        if path.name != "__init__.py" and not ast.get_docstring(parsed(path))
    ]

    assert silent == []


@pytest.mark.parametrize("service", SERVICES)
def test_events_are_named_by_owner_entity_and_past_tense(service):
    importlib.import_module(f"shared.contracts.{service}.events")

    for full_name, event in EVENTS.items():
        declared = type_of(event)
        entity, verb = declared.name.split(".")
        assert PAST.search(verb), full_name
        words = [*entity.split("_"), *verb.split("_")]
        assert event.__name__.endswith(f"{''.join(map(str.title, words))}V{declared.version}")


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_are_numbered_in_a_row_and_named_by_verb(service):
    names = sorted(path.stem for path in (folder_of(service) / "migrations/versions").glob("*.py"))

    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert [
        name for name in names if not re.fullmatch(rf"\d{{4}}_({VERBS})_[a-z0-9_]+", name)
    ] == []


def test_decisions_are_numbered_in_a_row_and_short():
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))

    assert [int(each.name[:4]) for each in records] == list(range(1, len(records) + 1))
    for each in records:
        lines = each.read_text().splitlines()
        assert lines[0].startswith(f"# {each.name[:4]} "), each.name
        assert len(lines) <= 60, each.name


@pytest.mark.parametrize("service", SERVICES)
def test_error_codes_begin_with_their_service(service):
    wrong = [
        f"{short(path)}: {code}"
        for path in package_of(service).rglob("*.py")
        for code in re.findall(r"code\s*=\s*\"([^\"]+)\"", path.read_text())
        if "." in code and not re.fullmatch(rf"({service}|platform)\.[a-z_]+", code)
    ]

    assert wrong == []


def test_handlers_of_one_event_are_named_after_it():
    wrong = {
        f"{short(path)}:{node.name}"
        for path in product_modules()
        if path.match("entrypoints/events.py")
        for node in functions(path)
        for events in _events_handled(node)
        if not re.fullmatch(
            r"on_[a-z_]+" + (r"_v\d+" if _is_one(events) else r"(_v\d+)?"), node.name
        )
    }

    assert wrong == set()


def _is_one(events: list[ast.expr]) -> bool:
    return len(events) == 1 and not isinstance(events[0], ast.Starred)


def _events_handled(node: ast.FunctionDef) -> list[list[ast.expr]]:
    marks = [mark for mark in node.decorator_list if isinstance(mark, ast.Call)]
    return [mark.args for mark in marks if getattr(mark.func, "id", "") == "on"]


def test_tests_are_sentences():
    short_names = {
        f"{short(path)}:{node.name}"
        for path in modules_of_tests()
        for node in functions(path)
        if node.name.startswith("test_") and len(node.name.split("_")) < 4
    }

    assert short_names == set()


def test_no_place_is_left_for_later():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b(?! #\d)")
    places = [*product_modules(), *modules_of_tests()]

    assert [
        short(path)
        for path in places
        if marks.search(path.read_text()) and path.name != "test_names.py"
    ] == []


def test_only_entry_modules_read_the_environment():
    allowed = {"__main__.py", "main.py", "host.py", "processes.py", "run.py"}
    readers = [
        short(path)
        for path in product_modules()
        if "os.environ" in path.read_text()
        and path.name not in allowed
        and not path.is_relative_to(ROOT / "ops")
        and not path.is_relative_to(ROOT / "shared/shared/testing")
    ]

    assert readers == []
