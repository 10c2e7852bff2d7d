"""The synthetic district that comes with the data sets reads without a fault."""

from pathlib import Path

import pytest

from cases.registry import Role
from storage.registry_files import read_csv_set

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "registry"


@pytest.mark.shared
@pytest.mark.skipif(not FOLDER.exists(), reason="没有 ../shared/data/registry:跳过")
def test_the_shared_registry_reads_whole() -> None:
    registry = read_csv_set(FOLDER)
    assert (len(registry.areas), len(registry.grids), len(registry.workers)) == (115, 1407, 1101)
    assert (len(registry.compounds), len(registry.micro_grids), len(registry.shapes)) == (27, 2638, 1407)
    assert registry.grid["410871060001001"].buildings == tuple(range(1, 10))
    assert registry.worker["L0001"].role is Role.LEADER
