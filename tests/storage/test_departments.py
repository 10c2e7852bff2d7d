"""Departments in a registry's files: an optional table, checked like the others, and kept where a source is silent about it."""

from dataclasses import replace
from pathlib import Path

import pytest

from cases.model import ChatRef, PostCode
from cases.org import Org
from storage.registry_files import RegistryFaults, demo_registry, diff, read_csv_set, read_registry, write_csv_set
from storage.registry_files.workbook import read_workbook
from storage.registry_files.workbook_write import write_workbook
from storage.store import Store
from tests.storage.workbooks import book_of, small

KNOWN = small(demo_registry())
FILE = "departments.csv"
HEADINGS = "部门编号,名称,类别,服务区划编码,别名\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_csv_set(KNOWN, tmp_path)
    return tmp_path


def test_they_come_back_from_csv_files_and_from_a_workbook(folder: Path) -> None:
    write_workbook(KNOWN, folder / "out.xlsx")
    assert KNOWN.departments
    assert read_csv_set(folder).departments == KNOWN.departments
    assert read_workbook(folder / "out.xlsx").departments == KNOWN.departments


def test_a_source_without_them_leaves_those_in_use(folder: Path) -> None:
    (folder / FILE).unlink()
    book = book_of(KNOWN, folder)
    del book.sheets["部门"]
    book.write(folder / "out.xlsx")
    assert read_registry(folder, KNOWN).registry.departments == KNOWN.departments
    assert read_registry(folder / "out.xlsx", KNOWN).registry.departments == KNOWN.departments
    assert read_csv_set(folder).departments == ()


def test_headings_alone_remove_them_and_the_comparison_says_so(folder: Path) -> None:
    (folder / FILE).write_text(HEADINGS, "utf-8")
    bare = read_registry(folder, KNOWN).registry
    assert bare.departments == ()
    assert diff(KNOWN, bare).departments.removed == tuple(KNOWN.department)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("B1,环卫,环卫,410871069999,", "第2行「服务区划编码」:服务区划编码「410871069999」不在区划表中,请核对。"),
        ("Z0102,环卫,环卫,410871062000,", "第2行「部门编号」:编号「Z0102」已经是一名人员或一个区划的,请另起一个。"),
        ("B1,,环卫,410871062000,", "第2行「名称」:此处不能为空,请补填。"),
        ("B1,环卫,环卫,410871062000,\nB1,物业,物业,410871062000,", "第3行「部门编号」:编码「B1」重复出现,请保留一行。"),
    ],
)
def test_faults_are_told_where_they_stand(folder: Path, line: str, told: str) -> None:
    (folder / FILE).write_text(HEADINGS + line, "utf-8")
    with pytest.raises(RegistryFaults) as refused:
        read_csv_set(folder)
    assert [str(fault) for fault in refused.value.faults] == [f"{FILE} {told}"]


def test_a_department_that_is_gone_loses_its_chat(store: Store) -> None:
    post = PostCode("B0001")
    store.save_registry(KNOWN)
    store.bind_desks({post: ChatRef("tg:77")})
    store.save_registry(replace(KNOWN, departments=KNOWN.departments[1:]))
    with store.unit_of_work() as uow:
        assert not uow.chats_of(post)


def test_a_department_is_a_post_and_no_desk() -> None:
    org = Org(KNOWN)
    assert org.knows("B0001")
    assert org.is_department("B0001")
    assert not org.is_desk("B0001")
    assert org.label("B0001") == "文昌环卫中心"
