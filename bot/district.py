"""The demo's district: who lives and works there, and what the phones page shows of it. Placeholder people only."""

from math import hypot
from typing import Any

from cases.model import ChatRef, PostCode
from cases.org import Org
from cases.registry import Grid, Level, Registry

Json = dict[str, Any]
FIRST_RESIDENT, FIRST_WORKER, FIRST_DESK, FIRST_DEPARTMENT = 1001, 20_001, 30_001, 45_001
RESIDENTS = "甲乙丙丁戊己庚辛壬癸子丑"
HERO_PLACE = ("大寨村", 2)
HERO_WORDS = "文昌街道大寨村2组路灯坏了"
YESTERDAYS_WORDS = "文昌街道大寨村2组路口垃圾桶满了，三天没人倒"
SEED_WORDS = "大寨村2组路口井盖松了，车一过咣当响"
GRIDS_ON_MAP = 200
HINTS = {
    "居民": (HERO_WORDS, "南张村3组井盖没了", "屋里一股煤气味，头晕", "楼下垃圾桶三天没人倒了", "我那个事咋样了"),
    "网格员": ("接单", "问居民 在哪一头？", "等配件得两天", "叫环卫来", "不归我管", "办结 修好了", "/todo"),
    "督办": ("日报", "控制台", "/todo", "/help"),
}


class District:
    """The demo registry with a phone for everybody in it. The same on every run, so that tests may name its people."""

    def __init__(self, registry: Registry) -> None:
        self.registry, self._org = registry, Org(registry)
        self.workers = {worker.id: FIRST_WORKER + n for n, worker in enumerate(registry.workers)}
        self.desks = {area.code: FIRST_DESK + n for n, area in enumerate(registry.areas)}
        self.departments = {one.code: FIRST_DEPARTMENT + n for n, one in enumerate(registry.departments)}

    def people(self) -> list[Json]:
        """As the sandbox's POST /api/people takes them: all have pressed START."""
        return [*self._residents(), *self._staff(), *self._duty(), *self._called()]

    def chats(self) -> dict[PostCode, ChatRef]:
        """Every post and the private chat it answers in."""
        posts = self.workers | self.desks | self.departments
        return {PostCode(post): ChatRef(f"tg:{person}") for post, person in posts.items()}

    @property
    def hero(self) -> Grid:
        """The grid of the story that the page tells."""
        village, group = HERO_PLACE
        return next(g for g in self.registry.grids if g.group == group and self._name(g.village) == village)

    @property
    def hero_worker(self) -> int:
        return self.workers[self.hero.full_time]

    @property
    def hero_desk(self) -> int:
        return self.desks[self.registry.area[self.hero.village].parent]

    def scenario(self, today_url: str) -> Json:
        """What the page shows first, in the shape of docs/sandbox.md."""
        phones = [("居民", FIRST_RESIDENT, False), ("网格员", self.hero_worker, True), ("督办", self.hero_desk, True)]
        return {
            "title": self.registry.district.name,
            "phones": [{"role": role, "person": who, "chat": who, "follow": follow} for role, who, follow in phones],
            "map": {"grids": [self._drawn(grid) for grid in self._around()]},
            "hints": [{"role": role, "text": text} for role, texts in HINTS.items() for text in texts],
            "steps": self._steps(),
            "links": [{"title": "今日（控制台）", "url": today_url}],
        }

    def _residents(self) -> list[Json]:
        return [_person(FIRST_RESIDENT + n, f"居民{name}", "居民") for n, name in enumerate(RESIDENTS)]

    def _staff(self) -> list[Json]:
        return [
            _person(
                self.workers[worker.id], worker.name, "网格员", f"{self._name(worker.village)} {worker.role}".strip()
            )
            for worker in self.registry.workers
        ]

    def _duty(self) -> list[Json]:
        return [
            _person(self.desks[area.code], f"{self._org.label(area.code)}值班", "督办", self._name(area.parent))
            for area in sorted(self.registry.areas, key=lambda area: list(Level).index(area.level))
        ]

    def _called(self) -> list[Json]:
        return [
            _person(self.departments[one.code], f"{one.name}值班", "部门", self._name(one.unit))
            for one in self.registry.departments
        ]

    def _name(self, code: str) -> str:
        area = self.registry.area.get(code)
        return area.name if area else ""

    def _around(self) -> list[Grid]:
        """The grids nearest to the hero's: a whole district would weigh more than the page."""
        centre = self.hero
        drawn = [grid for grid in self.registry.grids if grid.code in self.registry.shapes]
        return sorted(drawn, key=lambda grid: _apart(grid, centre))[:GRIDS_ON_MAP]

    def _drawn(self, grid: Grid) -> Json:
        ring = self.registry.shapes[grid.code]
        return {"code": grid.code, "name": grid.name, "ring": [[round(x, 6), round(y, 6)] for x, y in ring]}

    def _steps(self) -> list[Json]:
        resident: Json = {"role": "居民", "person": FIRST_RESIDENT}
        worker: Json = {"role": "网格员", "person": self.hero_worker}
        desk: Json = {"role": "督办", "person": self.hero_desk}
        return [
            {"say": "村里路灯坏了。居民打开聊天，像跟人说话一样说一句。"},
            {**resident, "send": HERO_WORDS},
            {"say": "事情、地点、负责人、几点前办完，当场都有了。卡片已经到了这一格的网格员手机上。"},
            {**worker, "press_label": "接单"},
            {"say": "居民马上知道：有人接了。"},
            {**worker, "press_label": "办结"},
            {**worker, "sample": "done", "text": "换了新灯泡，已经亮了"},
            {"say": "网格员说办完了，还不算完。要居民自己说好了，才画句号。"},
            {**resident, "press_label": "1 好了"},
            {**desk, "send": "日报"},
            {"say": "值班岗每个工作日早上收到日报，随时也能要。昨天的垃圾桶超时了，就在日报里督办。"},
            {**desk, "press_label": "1 督办"},
            {"say": "主办的手机马上响了，居民也知道：上面有人盯着。"},
        ]


def _person(id: int, name: str, role: str, note: str = "") -> Json:
    return {"id": id, "name": name, "role": role, "note": note, "started": True}


def _apart(one: Grid, other: Grid) -> float:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return float("inf")
    return hypot(one.lon - other.lon, one.lat - other.lat)
