"""Words after closing: two questions to the resident, what their answers come to, and who must not be told what."""

from typing import assert_never

from cases.messages import AskRating, ContestAsked, Ranked, Ranking, RatingPressed, Ratings, Todo, Unranked
from cases.scores import FEWEST, Pressed, Satisfied, Solved
from cases.taps import Verb
from texts.quoting import clean, quoted
from texts.saying import Saying, button, lines, row
from texts.scene import Scene

SOLVED = {Solved.SOLVED: "解决", Solved.PARTLY: "部分", Solved.UNSOLVED: "没解决"}
SATISFIED = {Satisfied.SATISFIED: "满意", Satisfied.FAIRLY: "基本满意", Satisfied.DISSATISFIED: "不满意"}
SORRY = "没让您满意，对不起。还差什么，再说一句，我马上登记。"
MAX_RANKED, MAX_LEFT_OUT = 40, 20


def ratings(message: Ratings, scene: Scene) -> Saying:
    match message:
        case AskRating():
            return ask_rating(message)
        case RatingPressed():
            return rating_pressed(message)
        case ContestAsked():
            return contest_asked(message)
        case Ranking():
            return ranking(message, scene)
        case _:
            assert_never(message)


def ask_rating(message: AskRating) -> Saying:
    if message.pressed:
        told = f"已请{message.told}核实，" if message.told else ""
        return Saying(f"{message.number}：谢谢您告诉我们。这次评价不算数；{told}办事的人看不到是谁说的。")
    if message.solved is None:
        return _question(_opening(message), "事情解决了吗？", SOLVED, message)
    if message.satisfied is None:
        return _question(_so_far(message), "办得满意吗？", SATISFIED, message)
    return _thanks(message)


def _opening(message: AskRating) -> str:
    if message.satisfied is not None:
        return _so_far(message)
    return f"{message.number} 画句号了，谢谢您。还有两个问题，各点一下；不想答就不用管。"


def _so_far(message: AskRating) -> str:
    return f"{message.number}：记下了「{'，'.join(_answered(message))}」。还有一个问题："


def _answered(message: AskRating) -> list[str]:
    solved = [SOLVED[message.solved]] if message.solved else []
    return solved + ([SATISFIED[message.satisfied]] if message.satisfied else [])


def _question(lead: str, asked: str, choices: dict[Solved, str] | dict[Satisfied, str], message: AskRating) -> Saying:
    labels = [f"{number} {label}" for number, label in enumerate(choices.values(), 1)]
    buttons = (button(label, Verb.RATE, message.case, value) for label, value in zip(labels, choices, strict=True))
    return Saying(
        lines(lead, asked, "　".join(labels), "回复数字或这几个字也行。网格员看不到是谁打的分，只看合计。"),
        (row(*buttons),),
    )


def _thanks(message: AskRating) -> Saying:
    badly = message.solved is Solved.UNSOLVED or message.satisfied is Satisfied.DISSATISFIED
    return Saying(
        lines(
            f"{message.number}：谢谢，记下了「{'，'.join(_answered(message))}」。",
            SORRY if badly else "想多说一句可以直接发；要夸人就写「表扬」；又坏了再说一句，我马上登记。",
            "有人催您打好评，就点下面，或回复「有人催我」，这次评价就不算数。",
            "想收本村（社区）的通知，点下面或发「订阅」；不点就不发。",
        ),
        (
            row(button("有人催我打好评", Verb.RATE, message.case, Pressed.PRESSED)),
            row(button("订阅本村通知", Verb.SUBSCRIBE, message.case)),
        ),
    )


def rating_pressed(message: RatingPressed) -> Saying:
    return Saying(
        lines(
            f"🔔 {message.number}　居民说有人催打好评",
            f"主办：{message.owner}",
            "这次评价不计入。请核实，不要向主办透露是谁说的，也不要追问居民。",
        ),
        (row(button("看", Verb.SHOW, message.case)),),
    )


def contest_asked(message: ContestAsked) -> Saying:
    return Saying(
        lines(
            f"🖊 {message.number}　{message.who}申诉",
            f"{clean(message.matter, 40)}　{clean(message.place, 40)}".strip(),
            f"理由：{quoted(message.reason)}",
            f"同意了，评价和超时不计入统计，事实照样列出。点下面，或发「同意申诉 {message.number}」「驳回申诉 {message.number}」。",
        ),
        (
            row(
                button("同意申诉", Verb.CONTEST_YES, message.case),
                button("驳回申诉", Verb.CONTEST_NO, message.case),
                button("看", Verb.SHOW, message.case),
            ),
        ),
    )


# --- what ratings come to ---


def own_ratings(message: Todo) -> str:
    """A worker sees sums of five or more, never one answer."""
    if not message.rated:
        return f"本月评价：不足 {FEWEST} 件，暂不显示"
    sums = f"解决 {message.solved}，满意 {message.satisfied}"
    return f"本月 {message.rated} 件评价：{sums}（到昨天；新来的满 {FEWEST} 件才加进来）"


def ranking(message: Ranking, scene: Scene) -> Saying:
    until = f"，到{scene.dated(message.until)}" if message.until else ""
    return Saying(
        lines(
            f"排名　{message.post}　{message.year} 年 {message.month} 月{until}",
            *(map(_line, message.ranked[:MAX_RANKED]) if message.ranked else ("还没有够数的，排不出来。",)),
            _rest(len(message.ranked) - MAX_RANKED),
            _left_out(message),
            _praised(message),
            *_formula(message),
        )
    )


def _line(one: Ranked) -> str:
    rates = f"响应 {_percent(one.contacted)}　解决 {_percent(one.solved)}　满意 {_percent(one.satisfied)}"
    return f"{one.place}　{clean(one.unit, 40)}　{one.score:.1f} 分　{rates}　{one.rated} 件{_exempt(one)}"


def _exempt(one: Ranked | Unranked) -> str:
    return f"（另免责 {one.exempt} 件）" if one.exempt else ""


def _besides(one: Unranked) -> str:
    return f"，另免责 {one.exempt} 件" if one.exempt else ""


def _rest(count: int) -> str:
    return f"另有 {count} 个没有列出。" if count > 0 else ""


def _left_out(message: Ranking) -> str:
    some = [one for one in message.left_out if one.rated or one.exempt]
    listed = "、".join(f"{clean(one.unit, 40)}（{one.rated} 件{_besides(one)}）" for one in some[:MAX_LEFT_OUT])
    more = f" 等 {len(some)} 个" if len(some) > MAX_LEFT_OUT else ""
    none = len(message.left_out) - len(some)
    return lines(
        f"不足 {message.fewest} 件，不排名：{listed}{more}" if some else "",
        f"还没有评价的：{none} 个单位" if none else "",
    )


def _praised(message: Ranking) -> str:
    if not message.praised:
        return ""
    listed = "、".join(f"{clean(one.unit, 40)} {one.times}" for one in message.praised[:MAX_LEFT_OUT])
    more = f" 等 {len(message.praised)} 个" if len(message.praised) > MAX_LEFT_OUT else ""
    return f"🌷 表扬（单独计数，不算分）：{listed}{more}"


def _formula(message: Ranking) -> tuple[str, ...]:
    contacted, solved, satisfied = (f"{weight:g}" for weight in message.weights)
    return (
        "怎么算：件数是居民两个问题都答了的；沉默、没答完、说有人催的都不算。",
        f"响应＝办结前接过单或到过场；解决＝答「解决」；满意＝答「满意」，加 {message.fairly:g}×「基本满意」；都除以件数。",
        f"得分＝100×（{contacted}×响应＋{solved}×解决＋{satisfied}×满意）；得分相同，名次相同。",
        "对某件有异议，值班室发「申诉 编号 理由」，由区里定；成立的列在免责里，不计入。",
    )


def _percent(rate: float) -> str:
    return f"{100 * rate:.1f}".removesuffix(".0") + "%"
