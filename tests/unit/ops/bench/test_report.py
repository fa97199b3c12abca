"""The tables of a benchmark."""

import json

from ops.bench.processes import difference
from ops.bench.report import as_json, memory_table, table, verdicts
from ops.bench.samples import Measured
from ops.bench.starting import Started


def a_row(case, *, at_once=16, milliseconds=5.0, count=1000, seconds=4.0):
    return Measured(
        case=case,
        at_once=at_once,
        seconds=seconds,
        latencies_ms=(milliseconds,) * count,
        cpu_ms={"rpc": 2.5, "gateway": 3.5},
    )


def test_a_row_names_the_busiest_process_first():
    line = list(table([a_row("create customer")]))[-1]

    assert line.startswith("| create customer | 16 | 250 | 5.0 | 5.0 | 5.0 | 0 |")
    assert line.endswith("gateway 3.50, rpc 2.50 |")


def test_an_aim_is_judged_at_its_own_number_of_clients():
    rows = [
        a_row("customer overview", at_once=1, milliseconds=25.0),
        a_row("customer overview", at_once=16, milliseconds=60.0),
    ]

    assert list(verdicts(rows, []))[2:] == [
        "| customer overview: p50 ≤ 20 ms | 25.0 | **not met** |",
        "| customer overview: ≥ 120/s | 250.0 | met |",
    ]


def test_only_the_commit_of_an_import_is_judged():
    rows = [a_row("import 10 rows: check", at_once=1), a_row("import 10 rows: commit", at_once=1)]

    assert len(list(verdicts(rows, []))) == 3


def test_each_profile_has_its_own_memory_aim():
    started = [
        Started(profile="compact", seconds=12.0, mib={"rpc": 800.0}),
        Started(profile="full", seconds=30.0, mib={"crm-rpc": 800.0}),
    ]

    lines = list(verdicts([], started))[2:]

    assert [line.rsplit("| ", 1)[1] for line in lines] == ["**not met** |", "met |", "met |"]


def test_memory_is_added_up_for_each_moment():
    lines = list(memory_table({"before": {"rpc": 100.0}, "after": {"rpc": 110.0, "sync": 5.0}}))

    assert lines[-1] == "| **together** | 100 | 115 |"
    assert "| sync | 0 | 5 |" in lines


def test_processor_time_is_shared_out_over_requests():
    before, after = {"rpc": 1.0, "sync": 2.0}, {"rpc": 1.5, "sync": 2.0, "worker": 0.1}

    assert difference(before, after, requests=100) == {"rpc": 5.0, "worker": 1.0}


def test_a_program_gets_the_figures_without_every_single_latency():
    read = json.loads(as_json([a_row("search")], []))

    assert read["cases"][0]["p95_ms"] == 5.0
    assert "latencies_ms" not in read["cases"][0]
