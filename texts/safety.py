"""What keeps people safe before anybody comes: said first, without a question, without a number."""

from cases.reading import Danger
from texts.saying import lines
from texts.scene import Hotlines

ADVICE = {
    Danger.GAS: (
        "请先离开屋子，到室外再看手机。\n"
        "不要开关灯、不要打火、不要在屋里打电话。\n"
        "能顺手就关阀门、开窗，不行就直接走。\n"
        "到外面后拨 {fire}，燃气抢修 {gas}；有人头晕拨 {medical}。"
    ),
    Danger.FIRE: "请先离开，往低处、往外走，不坐电梯，捂住口鼻。\n到外面后拨 {fire}。不要回去拿东西。",
    Danger.ELECTRIC: (
        "请离开电线和积水，至少 8 米，不要碰它，也不要碰触电的人。\n"
        "提醒旁人别靠近。拨供电抢修 {power}；有人受伤拨 {medical}。"
    ),
    Danger.COLLAPSE: "请先离开房子和墙边，到空旷处，不要回去拿东西。\n有人被压住拨 {fire}，受伤拨 {medical}。",
    Danger.TRAPPED: "请不要强行扒门、跳出或自己下去救人。\n拨 {fire}；困在电梯里按轿厢里的求救铃，靠里站好。受伤拨 {medical}。",
    Danger.WATER: "请往高处走，离开水边和井口，不要蹚水，不要自己下水救人。\n有人落水或被困拨 {fire}、{police}，受伤拨 {medical}。",
    Danger.VIOLENCE: "请先离开对方，到有人、能锁门的地方。\n拨 {police}；有人受伤拨 {medical}。不方便说话，先躲好再打。",
    Danger.SELF_HARM: (
        "您现在安全吗？请先待在安全、有人陪的地方。\n"
        "难受的时候可以拨心理援助 {mind}，随时有人听；紧急时拨 {police} 或 {medical}。"
    ),
    Danger.MISSING: "请现在就拨 {police} 报走失，不用等 24 小时。\n留一个人在原地等，说清衣着、年龄、最后在哪里见到。",
    Danger.MEDICAL: "请先拨 {medical}，听电话里的指导。\n不要随便搬动病人，让他平躺、透气，派个人到路口接车。",
    Danger.MANHOLE: "请先离开井口，看好孩子；能的话放个醒目的东西提醒别人，不要自己去盖。",
    Danger.OTHER: "请先离开危险的地方，人最要紧。\n报警拨 {police}，着火或被困拨 {fire}，受伤拨 {medical}。",
}
QUESTION = {
    Danger.GAS: "现在还有煤气味吗？",
    Danger.FIRE: "现在还在冒烟或着火吗？",
    Danger.ELECTRIC: "电线现在还掉着、漏着电吗？",
    Danger.COLLAPSE: "现在还有要塌的危险吗？",
    Danger.TRAPPED: "现在还有人困着吗？",
    Danger.WATER: "现在水还在涨，或还有人困在水里吗？",
    Danger.VIOLENCE: "现在还有人在动手或威胁您吗？",
    Danger.SELF_HARM: "您或那位现在还有危险吗？",
    Danger.MISSING: "人现在还没找到吗？",
    Danger.MEDICAL: "病人现在还没有缓过来吗？",
    Danger.MANHOLE: "井口现在还敞着吗？",
    Danger.OTHER: "现在还有危险吗？",
}
ANSWERS = {
    Danger.GAS: ("还有味", "已经没味了"),
    Danger.FIRE: ("还在烧、还在冒烟", "已经灭了"),
    Danger.ELECTRIC: ("还掉着、还漏着", "已经处理好了"),
    Danger.COLLAPSE: ("还有危险", "已经没危险了"),
    Danger.TRAPPED: ("还困着", "已经出来了"),
    Danger.WATER: ("还在涨、还有人", "水退了、人没事"),
    Danger.VIOLENCE: ("还在动手、还在威胁", "已经停了"),
    Danger.SELF_HARM: ("还有危险", "已经没危险了"),
    Danger.MISSING: ("还没找到", "已经找到了"),
    Danger.MEDICAL: ("还没缓过来", "已经缓过来了"),
    Danger.MANHOLE: ("还敞着", "已经盖好了"),
    Danger.OTHER: ("还有危险", "已经没危险了"),
}
"""What answers each of the questions: still, and over. A 没有了 alone would mean the one to some and the other to others."""
KEEP_OUT = {
    Danger.GAS: "要是还有味：先出屋子，不开灯、不打火，到外面拨 {fire}，燃气抢修 {gas}。",
    Danger.FIRE: "要是还在烧：先离开，到外面拨 {fire}。",
}
"""One line for whoever says that it is over, where the whole advice would drive people out of a house."""
UNTIL_SAFE = {
    Danger.GAS: "请不要回屋，等燃气公司的人说可以。",
    Danger.FIRE: "请不要回去，等消防的人说可以。",
    Danger.COLLAPSE: "请不要回去，等来看的人说可以。",
    Danger.ELECTRIC: "请不要靠近，等供电的人处理完。",
}
FOR_STAFF = {
    Danger.GAS: "先确认人都到了室外；联系燃气抢修 {gas} 和 {fire}，不要带火种、不要按门铃。",
    Danger.FIRE: "先确认已拨 {fire}、人已撤离，再去现场引导。",
    Danger.ELECTRIC: "先围住现场，联系供电 {power}，不要碰线。",
    Danger.COLLAPSE: "先把人疏散、围起来，再报 {fire}。",
    Danger.TRAPPED: "先联系 {fire}，和被困的人保持通话。",
    Danger.WATER: "先救人：联系 {fire}，不要单独下水。",
    Danger.VIOLENCE: "先联系 {police}，不要单独到场。",
    Danger.SELF_HARM: "现在就给本人打电话，说话要慢、要听；同时联系 {police}。",
    Danger.MISSING: "先确认家属已报 {police}，再组织附近查找。",
    Danger.MEDICAL: "先确认已拨 {medical}，派人到路口接车。",
    Danger.MANHOLE: "先到场围挡、放警示，再找权属单位补盖。",
    Danger.OTHER: "先打电话确认人的安全。",
}


def advice(danger: Danger | None, numbers: Hotlines) -> str:
    """What to do now; empty where there is no danger."""
    return lines(_with(ADVICE[danger], numbers), "————") if danger else ""


def reminder(danger: Danger | None, numbers: Hotlines) -> str:
    """The first line of the advice, for when the whole was said a moment ago."""
    return _with(ADVICE[danger], numbers).splitlines()[0] if danger else ""


def until_safe(danger: Danger | None) -> str:
    """What to keep to until somebody says otherwise, for whoever is outside already."""
    return UNTIL_SAFE.get(danger, "") if danger else ""


def in_short(danger: Danger, numbers: Hotlines) -> str:
    """For a danger that is said to be over."""
    return _with(KEEP_OUT[danger], numbers) if danger in KEEP_OUT else advice(danger, numbers)


def question(danger: Danger) -> str:
    return QUESTION[danger]


def answers(danger: Danger) -> tuple[str, str]:
    """Still, and over."""
    return ANSWERS[danger]


def for_staff(danger: Danger | None, numbers: Hotlines) -> str:
    return "安全：" + _with(FOR_STAFF[danger], numbers) if danger else ""


def _with(text: str, numbers: Hotlines) -> str:
    return text.format(**{name: getattr(numbers, name) for name in numbers.__slots__})
