"""What `minhu evaluate` and `minhu train` say."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from nlp.learning.labelled import BadFile, Fault, Kind

FOLDS_ONLY_FOR_TOPICS = "--cross-validate 只用于带主题的表格（CSV 或 .xlsx，有内容和类别两列）。"
TABLE_OR_FOLDS = "--cross-validate 会自己学词表，不能同时用 --topics 指定词表。"
FOLD = "交叉验证"
LEARNING = "学词"
NO_STANDARD = "文件里没有 teams_at_least 不小于 2 的行，没有可对照的标准。"
TRAIN_NEEDS_A_TABLE = "训练要用表格：CSV 或 .xlsx，有内容和类别两列（标题可有可无）；短消息的词要用每行一个 JSON，有 text 和 conflict、severity。"
NAME_COLUMNS = 18
_FAULTS = {
    Fault.NOT_TEXT: "读不出来：请存成 UTF-8 的 CSV、.xlsx 或每行一个 JSON。",
    Fault.BAD_JSON: "不是完整的 JSON 对象。",
    Fault.NO_COLUMN: "缺少「{what}」。",
    Fault.NOTHING_LABELLED: "没有一行既有内容又有类别。",
    Fault.UNKNOWN_KIND: "看不出要评什么：每行要有 severity、intent、topic、conflict 之一，或者 expect（地点）。",
}
_NAMES = {
    "intent": "意图",
    "severity": "紧急程度",
    "topic": "主题（一级）",
    "topic2": "主题（二级）",
    "object": "部件",
    "fault": "毛病",
}


def bad_file(name: str, error: BadFile) -> str:
    where = f"{name} 第{error.line}行" if error.line else name
    return f"{where}：{_FAULTS[error.fault].format(what=error.what)}"


def bad_table(path: Path | None, line: int) -> str:
    return f"{path} 第{line}行：词表要有 word、level1、weight 三列，weight 是整数。用 minhu train 写出来的就行。"


def unreadable(name: str, error: Exception) -> str:
    if isinstance(error, ImportError):
        return "训练要用 scikit-learn：在程序目录运行 pip install -r requirements-train.txt，再试一次。"
    return f"{name} 读写不了：{error}"


def too_few(topics: Sequence[str], least: int) -> str:
    return f"每个类别至少要有 {least} 条、至少两个类别才学得出东西，现在不够的有：{'、'.join(topics)}。"


def too_few_short(least: int) -> str:
    return f"要学的（conflict 为 true，或 severity 为特急、紧急）和不是的短消息各至少要有 {least} 条，意图至少三种、每种 {least} 条，才学得出东西。"


def trained_short(out: Path, messages: int, rows: int) -> str:
    return (
        f"从 {messages} 条短消息里学到 {rows} 行权重，写到 {out}。里面没有任何原文。\n"
        "启用：放到 nlp/lexicon/short_learnt.csv，再用 minhu evaluate 另一份文件 看效果。"
    )


def trained(out: Path, messages: int, words: int, rows: int) -> str:
    return (
        f"从 {messages} 条里学到 {words} 个词、{rows} 行权重，写到 {out}。里面没有任何原文。\n"
        f"先看效果：minhu evaluate 另一份文件 --topics {out}；启用：在 .env 写 MINHU_LEARNT_TOPICS={out}。"
    )


def report(kind: Kind, figures: Mapping[str, Any]) -> str:
    show: Callable[[Mapping[str, Any]], list[str]] = {
        Kind.TOPICS: _topics,
        Kind.READINGS: _readings,
        Kind.PLACES: _places,
        Kind.SAME_ISSUE: _same_issue,
    }[kind]
    return "\n".join(show(figures))


def _topics(figures: Mapping[str, Any]) -> list[str]:
    lines = []
    if "folds" in figures:
        lines.append(f"{figures['folds']} 折交叉验证，每折词表 {figures['words in a table']} 个词")
    for name, label in (("messages", "标题+正文"), ("titles alone", "只看标题")):
        if figures[name]["count"]:
            lines += ["", f"【{label}】", *_classes(figures[name]), *_sureness(figures[name])]
    return lines


def _classes(one: Mapping[str, Any]) -> list[str]:
    head = f"{one['count']} 条  macro-F1 {one['macro-F1']:.4f}  正确率 {one['accuracy']:.4f}"
    if "top 3" in one:
        head += f"  前三含正确 {one['top 3']:.4f}"
    lines = [head, f"  {_wide('类别')}{'条数':>4}{'精确率':>5}{'召回率':>5}{'F1':>8}"]
    lines += [
        f"  {_wide(row['name'])}{row['count']:>6}{row['precision']:>8.3f}{row['recall']:>8.3f}{row['f1']:>8.3f}"
        for row in one["classes"]
    ]
    if one["confusions"]:
        lines.append("  常见误判：" + "，".join(f"{a}→{b} {n}" for a, b, n in one["confusions"][:6]))
    return lines


def _wide(name: str) -> str:
    """Chinese characters are two columns wide."""
    return name + " " * (NAME_COLUMNS - 2 * len(name))


def _sureness(one: Mapping[str, Any]) -> list[str]:
    bins = "  ".join(f"{row['confidence']:.2f}→{row['accuracy']:.2f}({row['count']})" for row in one["calibration"])
    kept = "  ".join(f"{row['share']:.0%}→{row['accuracy']:.3f}" for row in one["kept"])
    return [
        f"  把握→实际正确：{bins}  平均差 {one['calibration error']:.3f}  不确定 {one['unsure']:.1%}",
        f"  只让机器读最有把握的一部分：{kept}",
    ]


def _readings(figures: Mapping[str, Any]) -> list[str]:
    lines = [f"{figures['count']} 条"]
    for name, label in _NAMES.items():
        one = figures.get(name)
        if one is None:
            continue
        lines += ["", f"【{label}】"]
        if "classes" not in one:
            lines.append(f"{one['count']} 条  正确率 {one['accuracy']:.4f}")
            continue
        lines += _classes(one)
        if "critical" in one:
            lines.append(
                f"  特急 {one['critical']} 条，抓住 {one['critical caught']:.3f}；"
                f"一般直接报成特急 {one['normal raised outright']:.3f}，追问 {one['normal asked about']:.3f}"
            )
    if conflict := figures.get("conflict"):
        lines += [
            "",
            "【回避】",
            f"{conflict['count']} 条  召回率 {conflict['recall']:.3f}  精确率 {conflict['precision']:.3f}",
        ]
    return lines


def _places(figures: Mapping[str, Any]) -> list[str]:
    lines = [
        f"{figures['count']} 条地点",
        f"  一次说对 {figures['right']:.1%}",
        f"  追问且选项里有 {figures['asked']:.1%}",
        f"  交给人 {figures['lost']:.1%}",
        f"  不声不响错派 {figures['silently wrong']:.1%}",
    ]
    if figures["wrong ones"]:
        lines.append("  错派：" + "、".join(figures["wrong ones"]))
    return lines


def _same_issue(figures: Mapping[str, Any]) -> list[str]:
    return [
        f"{figures['messages']} 条、{figures['issues']} 件事，按时间先后归成 {figures['groups']} 组",
        f"  B-cubed F1 {figures['f1']:.4f}  精确率 {figures['precision']:.4f}  召回率 {figures['recall']:.4f}",
        f"  门槛 {figures['threshold']}，有正文的 {figures['bodies']} 条，旁边的消息 {figures['stream']} 条",
    ]
