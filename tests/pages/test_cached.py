"""What pages read is what the store holds now, also right after a load and its undoing."""

from datetime import date

from intake_files import PROVINCE, write_annex

from data import cached
from data.intake import service
from data.store.engine import begin_write, get_engine
from data.store.snapshots import undo_batch
from domain.vocabulary import Provenance

MID_2021 = date(2021, 6, 30)


def dates():
    return [period.as_of for period in cached.get_catalog().periods[PROVINCE]]


def test_a_load_and_its_undoing_are_seen_at_once(own_store, tmp_path):
    assert cached.get_situation(PROVINCE, MID_2021) is None
    assert MID_2021 not in dates()
    path = write_annex(tmp_path / "a.xlsx")
    examination = service.examine(
        path.read_bytes(), path.name, province_code=PROVINCE, as_of=MID_2021
    )
    loaded = service.accept(examination, actor="an")
    situation = cached.get_situation(PROVINCE, MID_2021)
    assert situation.as_of == MID_2021
    assert situation.provenance is Provenance.IMPORTED
    assert MID_2021 in dates()
    with begin_write(get_engine()) as connection:
        undo_batch(connection, loaded.batch_id, "an")
    assert cached.get_situation(PROVINCE, MID_2021) is None
    assert MID_2021 not in dates()


def test_a_correction_of_the_same_date_is_seen_at_once(own_store, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        path = write_annex(tmp_path / name)
        examination = service.examine(
            path.read_bytes(), path.name, province_code=PROVINCE, as_of=MID_2021
        )
        service.accept(examination, actor="an", again=True)
        assert cached.get_situation(PROVINCE, MID_2021).basis_vi.count(name) == 1


def test_another_store_is_another_version(own_store, ready_var, monkeypatch):
    here = cached.data_version()
    monkeypatch.setenv("NTM_VAR_DIR", str(ready_var))
    assert cached.data_version() != here
