"""What a message was understood to say, with the words that made each choice."""

from dataclasses import dataclass, field
from enum import StrEnum

TO_SPEAK = "想跟人说"
"""What a matter is called of which only that is known."""
VOICE_ONLY = "语音件，待人工听"
"""What a matter is called that was told in a voice message and in no words: a result, not a failure."""
VEILED, VEILED_PLACE = "举报件", "请私聊查看"
"""What a group reads instead of the matter and the place of a complaint about staff."""
UNSURE = "不确定"
"""The topic of a message that no topic claims clearly enough: a result, not a failure."""
TOPICS = (
    "城乡建设",
    "环境保护",
    "交通运输",
    "农村农业",
    "国土资源",
    "民政",
    "政法",
    "卫生计生",
    "教育文体",
    "劳动和社会保障",
    "商贸旅游",
    "经济管理",
    "科技与信息产业",
    "党务政务",
    "纪检监察",
)
"""First-level topics of the national classification of petitions, the commonest first."""


BUSINESS = "经营主体"
"""What evidence argues for whose word is that of a business, not of a resident."""


class Severity(StrEnum):
    CRITICAL = "特急"
    URGENT = "紧急"
    NORMAL = "一般"

    @property
    def rank(self) -> int:
        """The more pressing, the higher."""
        return (Severity.NORMAL, Severity.URGENT, Severity.CRITICAL).index(self)


class Intent(StrEnum):
    COMPLAINT = "诉求"
    QUESTION = "咨询"
    SUGGESTION = "建议"
    PRAISE = "表扬"
    ACCUSATION = "举报"
    PROGRESS = "查进度"
    URGE = "催办"
    DISSATISFIED = "不满意"
    SMALL_TALK = "闲聊"
    SPAM = "广告"
    ABUSE = "辱骂"
    VISIT = "上门"
    """An errand for which somebody has to come to the house; asked for by a button, never read from words."""


class Beyond(StrEnum):
    """What no desk of a district can settle, whoever asks."""

    COURT = "court"
    ARBITRATION = "arbitration"
    REVIEW = "review"
    """行政复议: the reviewing authority's."""
    WEATHER = "weather"
    OTHER = "other"
    """Jokes, lottery numbers, share prices."""

    @property
    def is_chat(self) -> bool:
        return self in {Beyond.WEATHER, Beyond.OTHER}


class Complexity(StrEnum):
    """How hard a matter is; a second axis beside urgency (the seed district's five classes)."""

    SIMPLE = "简单"
    ORDINARY = "一般"
    COMPLEX = "复杂"
    HISTORICAL = "历史遗留"
    MAJOR = "重大疑难"


class Danger(StrEnum):
    """Which safety advice comes first when a message is 特急."""

    GAS = "gas"
    FIRE = "fire"
    ELECTRIC = "electric"
    COLLAPSE = "collapse"
    TRAPPED = "trapped"
    WATER = "water"
    VIOLENCE = "violence"
    SELF_HARM = "self_harm"
    MISSING = "missing"
    MEDICAL = "medical"
    MANHOLE = "manhole"
    OTHER = "other"


class PlaceKind(StrEnum):
    GRID = "grid"
    """One grid owns the place: file it there."""
    PLACE = "place"
    """A village, community or compound is known; its 组 or building is not."""
    ASK = "ask"
    """A few candidates: ask with at most six options."""
    NONE = "none"
    """No place was found."""
    OUT = "out"
    """The place lies outside the district."""


@dataclass(frozen=True, slots=True)
class Option:
    """One candidate place, as a button shows it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """Where the matter is. `code` is a grid for GRID, a village, community or street for PLACE, else empty."""

    kind: PlaceKind
    code: str = ""
    codes: tuple[str, ...] = ()
    """Every grid the text may mean (GRID: just the one), in order of likelihood."""
    options: tuple[Option, ...] = ()
    """For ASK, and for PLACE where few grids remain: at most six."""
    said: str = ""
    """The place in clean words, to be repeated to the resident: 大寨村2组, 阳光里小区6号楼东侧."""
    home: bool = False
    """True when only the resident's home address was used, which needs a yes from the resident."""
    whole: bool = field(default=False, compare=False)
    """The text that it was read from is an address and says nothing else."""


NOWHERE = PlaceReading(PlaceKind.NONE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A word of the message and what it argued for. `weight` is an integer; negative argues against."""

    word: str
    argues_for: str
    weight: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as understood. Topics are named as in the official tree, or UNSURE."""

    intent: Intent
    topic: str
    topic2: str
    object: str
    """The thing (井盖), empty when none was named."""
    fault: str
    """What is wrong with it (缺失), empty when none was named."""
    severity: Severity
    doubtful: bool
    """A possible 特急 that must be asked about: 现在还有吗?"""
    danger: Danger | None
    """Set whenever severity is 特急 or doubtful, and for a missing manhole cover."""
    complexity: Complexity
    conflict: bool
    """The message is about a grid worker, cadre, 物业 or official: skip that post."""
    confidence: float
    """0 to 1, of the topic."""
    top3: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    place: PlaceReading
    over: bool = False
    """The danger is said to have gone."""
    beyond: Beyond | None = None
    """Set when nobody here can decide it: a judgment, the weather."""

    @property
    def matter(self) -> str:
        """The matter in a few words, for receipts and cards: 路灯不亮; the topic when no object was named."""
        return f"{self.object}{self.fault}" if self.object and self.fault else self.fault or self.topic2 or self.topic

    @property
    def names_matter(self) -> bool:
        """A topic claims it, or something is said to be wrong."""
        return self.topic != UNSURE or bool(self.fault)

    @property
    def is_vague(self) -> bool:
        """There is nothing in it to act on: not even a thing was named."""
        return not self.names_matter and not self.object


@dataclass(frozen=True, slots=True)
class Matter:
    """One of several matters told in one message: its own words, and where it is."""

    text: str
    reading: Reading
    place: PlaceReading
    """Its own place, or the one that the whole message names."""
