"""What a registry's tables are called and which columns they have: the workbook's sheets and the CSV files alike."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cases.registry import Area, Level

_ASIDE = re.compile(r"\([^)]*\)|[\s*:_]+")
_NAME_AND_PHONE = re.compile(r"姓名.*(?:电话|手机|联系)")


@dataclass(frozen=True, slots=True)
class Column:
    """`also`: other headings people write, between blanks. `note` is shown beside the heading of a template."""

    key: str
    heading: str
    required: bool = False
    note: str = ""
    choices: tuple[str, ...] = ()
    also: str = ""
    number: bool = False
    """Written as a number; everything else is text, so that a spreadsheet program leaves it alone."""
    extra: bool = False
    """Not in the template: only an export has it, so that what goes out comes back equal."""


@dataclass(frozen=True)
class Layout:
    """`name` of a sheet or file, and `kind`: what its codes are called in messages."""

    name: str
    kind: str
    columns: tuple[Column, ...]
    also_there: tuple[str, ...] = ()
    """Columns that must be there although their cells may be blank."""
    optional: bool = False
    """The whole table may be missing."""

    @cached_property
    def required(self) -> frozenset[str]:
        return frozenset(column.key for column in self.columns if column.required)

    @property
    def there(self) -> list[str]:
        """The columns without which the table cannot be read, in order."""
        return [c.key for c in self.columns if c.required or c.key in self.also_there]

    @cached_property
    def heading(self) -> dict[str, str]:
        return {column.key: column.heading for column in self.columns}

    @cached_property
    def _keys(self) -> dict[str, str]:
        known = {_bare(word): c.key for c in self.columns for word in c.also.split()}
        return known | {_bare(word): c.key for c in self.columns for word in (c.heading, c.key)}

    def key(self, heading: str) -> str:
        """Our name of a column, whatever stars, blanks and remarks its heading has; "" for one we do not know."""
        return self._keys.get(_bare(heading), "")

    def keys(self, headings: Iterable[str]) -> list[str]:
        """As `key`; of two columns with the same meaning only the first counts."""
        found: list[str] = []
        for heading in headings:
            key = self.key(heading) or ("name" if self.has_phones(heading) else "")
            found.append("" if key in found else key)
        return found

    def has_phones(self, heading: str) -> bool:
        """姓名及电话: names and telephone numbers in one column."""
        return "phone" in self.heading and bool(_NAME_AND_PHONE.search(heading))


def level_word(area: Area) -> str:
    """As people fill it in: 乡镇 and 社区 too."""
    if area.level is Level.STREET and area.name.endswith(("乡", "镇")):
        return "乡镇"
    return "社区" if area.level is Level.VILLAGE and area.name.endswith("社区") else area.level.value


def _bare(heading: str) -> str:
    return _ASIDE.sub("", unicodedata.normalize("NFKC", heading)).lower()


LEVEL_WORDS = ("区", "街道", "乡镇", "社区", "村")
KINDS = ("农村", "城市", "专属")
DATUM_WORDS = ("CGCS2000", "WGS-84", "GCJ-02", "BD-09")
ROLE_WORDS = ("网格长", "专职网格员", "兼职网格员", "网格指导员", "网格联户党员", "其他")
LANDMARK_KINDS = ("道路", "学校", "医院", "市场", "路口", "河渠", "其他")
TRADES = ("环卫", "物业", "住建", "城管", "公安", "司法", "燃气", "电力", "供水", "卫健")
"""To choose from; any other word may be written."""
YES_NO_WORDS = ("是", "否")
STATUS_WORDS = ("启用", "停用")
ALL = "全部"
"""Instead of building numbers: the whole compound."""
NOTHING = "无"
"""Instead of grid codes: a worker who serves none."""

_ALIASES = Column("aliases", "别名", note="俗名、旧名、常见错写，用 | 分隔", also="俗名 又名")
_GRID = Column("grid_code", "网格编码", True, "必须在「网格」表中", also="网格编号 网格代码 所属网格编码 编码")
_HOUSEHOLDS = Column("households", "户数", note="整数", also="总户数 住户数", number=True)
_VILLAGE = "所属村编码 所属社区编码 所属村社区 村社区编码 所属村/社区编码 所属区划编码"

AREAS = Layout(
    "区划",
    "区划",
    (
        Column("code", "区划编码", True, "12 位数字，文本格式", also="编码 区划代码 行政区划代码 代码"),
        Column("name", "名称", True, "官方全称", also="区划名称 全称"),
        Column("level", "级别", True, "从下拉中选", LEVEL_WORDS, also="层级"),
        Column("parent", "上级编码", note="区留空，其余必填", also="上级区划编码 上级代码"),
        Column("civil_code", "民政编码", note="与统计编码不同的另一套编码，可空", also="民政代码"),
        _ALIASES,
    ),
    also_there=("parent",),
)
GRIDS = Layout(
    "网格",
    "网格",
    (
        Column("grid_code", "网格编码", True, "村社区 12 位编码 + 3 位顺序号", also="网格编号 网格代码 编码"),
        Column("name", "网格名称", True, "同一村社区内不重名", also="名称"),
        Column("kind", "网格类型", True, "从下拉中选", KINDS, also="类型 网格类别"),
        Column("parent_code12", "所属村社区编码", True, "必须在「区划」表中", also=_VILLAGE),
        Column("group_no", "村民小组", note="组号；几个组写 1,3-5", also="小组 组 组号 村民组"),
        Column("households", "户数", note="整数；城市网格 200 到 600 户为宜", also="总户数 住户数", number=True),
        Column("scope", "管辖范围", note="文字描述", also="范围"),
        Column("east", "东至"),
        Column("west", "西至"),
        Column("south", "南至"),
        Column("north", "北至"),
        Column("lon", "代表点经度", note="十进制度数，如 113.30571", also="经度", number=True),
        Column("lat", "代表点纬度", note="十进制度数，如 35.18151", also="纬度", number=True),
        Column("datum", "坐标系", note="填了经纬度就必填", choices=DATUM_WORDS, also="坐标系统"),
        _ALIASES,
        Column("status", "状态", note="不填就是启用；停用的网格不导入", choices=STATUS_WORDS),
    ),
)
HOLDINGS = Layout(
    "小区楼栋",
    "小区",
    (
        _GRID,
        Column("name", "小区名称", True, also="小区 名称"),
        Column("aliases", "小区别名", note="用 | 分隔", also="别名"),
        Column("building_no", "楼栋", True, "如 1-6,8；整个小区写 全部", also="楼号 楼栋号 楼幢 幢号 栋号"),
        Column("unit_no", "单元", note="一栋楼分给两个网格时才填", also="单元号"),
        _HOUSEHOLDS,
        Column("compound_id", "小区编号", note="导出时带上，不必改", extra=True),
    ),
)
WORKERS = Layout(
    "人员",
    "人员",
    (
        Column("worker_id", "人员编号", True, "不重复", also="编号 工号 人员编码"),
        Column("name", "姓名", True, also="名字 网格员姓名 人员姓名"),
        Column("role", "岗位", True, "从下拉中选", ROLE_WORDS, also="职务 岗位类别 人员类别"),
        Column("phone", "手机号", True, "11 位手机号，文本格式", also="手机 电话 联系电话 手机号码 联系方式"),
        Column(
            "grids",
            "负责网格编码",
            True,
            "几个网格用 | 分隔；写村社区编码表示全村",
            also="网格编码 负责网格 所管网格编码",
        ),
        Column("main", "主责", True, "每个网格有且只有一名主责", YES_NO_WORDS, also="是否主责"),
        Column("cover", "代班人员编号", note="可空", also="代班人 代班人员"),
        Column("backup", "备用联系", note="可空", also="备用电话 备用联系方式"),
        Column("on_duty", "在岗", note="不填就是 是", choices=YES_NO_WORDS, also="是否在岗"),
        Column("skills", "技能", note="可空；如 电工、调解，用顿号分开", also="特长 专长"),
        Column("parent_code12", "所属村社区编码", note="可空", also=_VILLAGE, extra=True),
        Column("telegram_user_id", "聊天编号", note="本人绑定后自动带上，不必填", extra=True),
    ),
)
MICRO_GRIDS = Layout(
    "微网格",
    "微网格",
    (
        Column("micro_code", "微网格编码", True, "网格编码 + 2 位顺序号", also="编码 微网格编号"),
        Column("grid_code", "网格编码", True, "必须在「网格」表中", also="所属网格编码 网格编号"),
        Column("name", "微网格名称", True, also="名称"),
        Column("scope", "范围", also="管辖范围"),
        Column("contact", "联户人", note="可空", also="联户员 联户长"),
        _HOUSEHOLDS,
    ),
)
LANDMARKS = Layout(
    "地标",
    "地标",
    (
        Column("name", "名称", True, "学校、超市、路口、桥等大家常说的地方", also="地标名称 地标"),
        Column("kind", "类型", note="道路、学校、医院等", also="地标类型", choices=LANDMARK_KINDS),
        Column("grids", "网格编码", note="跨几个网格用 | 分隔，机器人会再问", also="所属网格编码 网格"),
        _ALIASES,
    ),
)
DEPARTMENTS = Layout(
    "部门",
    "部门",
    (
        Column("department_id", "部门编号", True, "不重复，如 B0001", also="编号 部门编码 编码"),
        Column("name", "名称", True, "如 示例街道环卫中心", also="部门名称 单位名称"),
        Column(
            "trade", "类别", True, "大家怎么叫它这一类：环卫、物业、住建、公安、司法、燃气……", TRADES, also="类型 行业"
        ),
        Column(
            "parent_code", "服务区划编码", True, "管哪个村社区、街道或区的事", also="所属区划编码 区划编码 上级编码"
        ),
        _ALIASES,
    ),
    optional=True,
)
SHEETS = (AREAS, GRIDS, HOLDINGS, WORKERS, MICRO_GRIDS, LANDMARKS, DEPARTMENTS)
"""In the order in which they are checked: each may point to those before it."""
