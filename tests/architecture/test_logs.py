"""Log lines have static names in the past tense and never carry what is private."""

import ast
import re

from tests_tree import parsed, product_modules, short

FORBIDDEN = re.compile(r"password|token|secret|email|phone|address|body|note\b")
LEVELS = {"debug", "info", "warning", "error", "exception"}


def test_log_lines_have_static_names():
    wrong = []
    for path in product_modules():
        for call in _log_calls(parsed(path)):
            name = call.args[0] if call.args else None
            if not (
                isinstance(name, ast.Constant)
                and re.fullmatch(r"[a-z]+(_[a-z]+)*", str(name.value))
            ):
                wrong.append(f"{short(path)}:{call.lineno}")

    assert wrong == []


def test_log_lines_carry_nothing_private():
    wrong = [
        f"{short(path)}:{call.lineno} {keyword.arg}"
        for path in product_modules()
        for call in _log_calls(parsed(path))
        for keyword in call.keywords
        if keyword.arg and FORBIDDEN.search(keyword.arg)
    ]

    assert wrong == []


def test_only_commands_print():
    printers = {
        short(path)
        for path in product_modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"
    }

    assert {path for path in printers if not path.startswith("ops/")} == set()


def _log_calls(module: ast.Module) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
        and node.func.attr in LEVELS
    ]
