"""The stages of reading that whoever waits is told of."""

import pytest

from components.data_load_progress import REACHED
from data.intake import register_service
from data.intake.stages import RegisterStage, Stage
from data.texts import text
from domain.registers.fields import Kind

FILE = "Mã xã,Mức công nhận,Ngày quyết định,Công nhận cho năm\n24562,Đạt chuẩn,15/03/2020,2019\n"


def test_a_register_tells_each_stage_as_it_begins(own_store):
    told = []
    found = register_service.examine_register(
        FILE.encode(), "qd.csv", kind=Kind.RECOGNITION, province_code="66", tell=told.append
    )
    assert told == list(RegisterStage)
    assert len(found.reading.rows) == 1


@pytest.mark.parametrize(("kind", "stages"), [("marks", Stage), ("register", RegisterStage)])
def test_the_bar_knows_every_stage_in_its_order_and_has_words_for_it(kind, stages):
    assert list(REACHED[kind]) == list(stages)
    shares = list(REACHED[kind].values())
    assert shares[0] == 0
    assert shares == sorted(set(shares))
    assert shares[-1] < 1
    for language in ("vi", "en"):
        words = {text(f"load.stage.{stage}", language) for stage in stages}
        assert len(words) == len(stages)
