"""Processes and their stages."""

import pytest
from sales.domain.errors import ProcessInvalid, StageUnfit
from sales.domain.processes import StageKind
from support.sales import NOON, a_process, a_stage


def test_a_new_organisation_starts_with_a_valid_process():
    process = a_process()

    process.check()

    assert [stage.kind for stage in process.live_stages] == ["open"] * 4 + ["won", "lost"]
    assert [stage.probability_bp for stage in process.live_stages][-2:] == [10_000, 0]


@pytest.mark.parametrize("kind", list(StageKind))
def test_a_process_needs_a_stage_of_every_kind(kind):
    process = a_process()
    process.stages = [stage for stage in process.stages if stage.kind != kind]

    with pytest.raises(ProcessInvalid) as refusal:
        process.check()

    assert [error.pointer for error in refusal.value.errors] == ["/stages"]


@pytest.mark.parametrize(
    ("kind", "probability_bp"),
    [
        (StageKind.OPEN, 0),
        (StageKind.OPEN, 10_000),
        (StageKind.OPEN, 9_901),
        (StageKind.WON, 9_900),
        (StageKind.LOST, 100),
    ],
)
def test_a_stage_has_a_probability_that_fits_its_kind(kind, probability_bp):
    stage = a_stage(kind=kind, probability_bp=probability_bp)

    assert [fault.pointer for fault in stage.faults("/stages/0")] == ["/stages/0/probability"]


@pytest.mark.parametrize("probability_bp", [100, 5_000, 9_900])
def test_an_open_stage_may_have_one_to_ninety_nine_percent(probability_bp):
    assert a_stage(probability_bp=probability_bp).faults("/stages/0") == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"names": {}}, "/names"),
        ({"names": {"nb": "  "}}, "/names/nb"),
        ({"names": {"de": "Angebot"}}, "/names/de"),
        ({"entry_requirements": ["password"]}, "/entry_requirements"),
        ({"expected_days": -1}, "/expected_days"),
    ],
)
def test_a_stage_says_what_is_wrong_with_it(changes, pointer):
    assert [fault.pointer for fault in a_stage(**changes).faults("")] == [pointer]


def test_a_used_stage_that_is_left_out_is_retired_and_an_unused_one_removed():
    process = a_process()
    inquiry, qualification, *others = process.live_stages

    process.arrange(others, used={inquiry.id}, at=NOON)

    assert inquiry.retired_at == NOON
    assert inquiry in process.stages
    assert qualification not in process.stages
    assert process.live_stages == others


def test_stages_keep_the_order_given_whatever_their_probability():
    process = a_process()
    backwards = list(reversed(process.live_stages))

    process.arrange(backwards, used=set(), at=NOON)

    assert process.live_stages == backwards
    process.check()


def test_a_retired_stage_can_come_back():
    process = a_process()
    stages = process.live_stages
    process.arrange(stages[1:], used={stages[0].id}, at=NOON)

    process.arrange(stages, used={stages[0].id}, at=NOON)

    assert process.live_stages == stages


def test_a_retired_stage_takes_no_new_case():
    process = a_process()
    first = process.live_stages[0]
    first.retired_at = NOON

    with pytest.raises(StageUnfit, match="retired"):
        process.live_stage(first.id, kind=StageKind.OPEN)


def test_a_stage_of_another_process_is_unfit():
    with pytest.raises(StageUnfit):
        a_process().live_stage(a_process().live_stages[0].id, kind=StageKind.OPEN)


def test_nobody_moves_a_case_into_a_stage_that_decides():
    process = a_process()

    with pytest.raises(StageUnfit):
        process.live_stage(process.first(StageKind.WON).id, kind=StageKind.OPEN)
