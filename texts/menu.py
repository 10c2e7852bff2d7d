"""Command menus by audience, and the short words that answer the press of a button."""

from typing import NamedTuple

from cases.taps import Verb


class Entry(NamedTuple):
    command: str
    description: str


RESIDENT = (Entry("start", "开始"), Entry("progress", "查进度"), Entry("grid", "我的网格员"), Entry("help", "帮助"))
STAFF = (
    Entry("todo", "我的待办"),
    Entry("case", "查看一件"),
    Entry("accept", "接单"),
    Entry("arrive", "已到场"),
    Entry("ask", "问居民"),
    Entry("resolve", "办结"),
    Entry("enter", "替居民录入"),
    Entry("whistle", "吹哨叫部门"),
    Entry("leave", "请假"),
    Entry("digest", "日报"),
    Entry("ranking", "排名"),
    Entry("whistles", "吹哨台账"),
    Entry("bind", "绑定岗位"),
    Entry("help", "帮助"),
)

TOASTS = {
    Verb.PLACE: "地点记下了",
    Verb.NO_PLACE: "好，先报上去",
    Verb.DANGER_YES: "马上通知值班的人，请先保证安全",
    Verb.DANGER_NO: "好，记下了",
    Verb.OUT: "好，记下了",
    Verb.INSIDE: "马上告诉值班室",
    Verb.FIX_PLACE: "请发新的地点",
    Verb.FIX_TOPIC: "请选是哪一类",
    Verb.SET_TOPIC: "好，记下了",
    Verb.ADD_PHOTO: "请发照片",
    Verb.ANONYMOUS: "好，不留您的名字",
    Verb.URGE: "记下了",
    Verb.FIXED: "谢谢您",
    Verb.NOT_FIXED: "知道了，接着办",
    Verb.BROKE_AGAIN: "知道了，接着办",
    Verb.NOT_MINE: "知道了，再核对",
    Verb.WITHDRAW: "好，撤回",
    Verb.MEANT: "好，这就改",
    Verb.ACCEPT: "接单",
    Verb.ARRIVE: "已到场",
    Verb.RESOLVE: "请发照片或说一句做了什么",
    Verb.RESOLVE_NOW: "办结",
    Verb.SUPERVISE: "督办",
    Verb.REASSIGN: "请选换给谁",
    Verb.ASSIGN: "派出去了",
    Verb.TRIAGE: "已分拣",
    Verb.UNFOLD: "",
    Verb.SHOW: "",
    Verb.REMEMBER: "好，记下了",
    Verb.ASK: "请说想问什么",
    Verb.TRANSFER: "好",
    Verb.TRANSFER_TO: "好，去问了",
    Verb.TAKE: "归您了",
    Verb.DISMISS: "好",
    Verb.DISMISSAL_YES: "好，这件结束",
    Verb.DISMISSAL_NO: "好，接着办",
    Verb.APPEAL: "好，请上一级再看",
    Verb.UPHOLD: "维持",
    Verb.OVERTURN: "重新办理",
    Verb.JOIN: "并成一组",
    Verb.SPLIT: "好，单独办",
    Verb.JOIN_OWN: "好，并在一起办",
    Verb.MORE: "",
    Verb.AWAY_TOO: "记下了",
    Verb.SUSPEND: "好",
    Verb.SUSPENSION: "好",
    Verb.RESUME: "恢复办理",
    Verb.EXTEND: "好",
    Verb.EXTENSION_YES: "同意",
    Verb.EXTENSION_NO: "不同意",
    Verb.DECLINE: "好，您不接",
    Verb.WHISTLE: "",
    Verb.DEPARTMENT: "",
    Verb.MUSTER: "记下了",
    Verb.ASSIST: "好",
    Verb.RATE: "谢谢，记下了",
    Verb.ERASE: "好，删除",
    Verb.KEEP: "好，不删",
    Verb.SECRECY: "好，记下了",
    Verb.LOOK: "好",
    Verb.FURTHER: "好",
    Verb.ENTER: "",
    Verb.MILESTONE: "好",
    Verb.CLASSIFY: "好",
    Verb.UNDO: "撤销",
    Verb.LASTS: "谢谢您",
    Verb.BROKE_LATER: "知道了，接着办",
    Verb.SUBSCRIBE: "好，订阅了",
    Verb.SEND_OUT: "发出",
    Verb.KEEP_BACK: "不发",
    Verb.KNOWN: "好，记下了",
    Verb.CONTEST_YES: "同意",
    Verb.CONTEST_NO: "驳回",
    Verb.ACCUSE: "请说什么事",
    Verb.RELEASE: "解除停用",
    Verb.READS: "",
    Verb.RETRACT: "好，撤回这段",
    Verb.SAME_PICTURE: "记下了",
    Verb.OTHER_PICTURE: "请发照片",
    Verb.SURGE_ANSWER: "请写答复",
    Verb.SURGE_NONE: "好，照常登记",
    Verb.PUBLISH: "发布",
    Verb.UNPUBLISH: "不发布",
    Verb.SURGE_END: "结束",
    Verb.WAIT_ALONG: "好，记下了",
    Verb.NOT_ALIKE: "好，单独登记",
}
STALE = "这个按钮已经过时了，请直接打字说一句。"
REFUSED = "这一步没有做成，看下面的说明。"


def toast(verb: Verb) -> str:
    """At most 200 characters; empty where the answer itself says enough."""
    return TOASTS[verb]
