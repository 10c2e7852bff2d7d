"""Single words of the field: statuses, severities, happenings, media. Whatever is unknown is shown as it came."""

import re

from cases.model import CITIZEN, CLOCK, Ground, Happening, Obstacle, Source, Status, TransferReason
from cases.pauses import SUSPENDED
from cases.reading import UNSURE, Severity
from texts.failures import reason

STATUS = {
    Status.FILED: "待接单",
    Status.ACCEPTED: "已接单",
    Status.ON_SITE: "已到场",
    Status.RESOLVED: "已办结，等居民认可",
    Status.CONFIRMED: "居民已认可",
    Status.SILENT: "沉默办结（居民没有回应）",
    Status.WITHDRAWN: "居民已撤回",
    Status.DISMISSED: "不予受理",
    Status.APPEALED: "不予受理，居民申请复核",
    Status.VOUCHED: "已代确认",
    Status.JOINED: "并在一起办",
    SUSPENDED: "挂账中",
}
SIGN = {Severity.CRITICAL: "🔴 特急", Severity.URGENT: "🟠 紧急", Severity.NORMAL: "🟡 一般"}
HAPPENING = {
    Happening.FILED: "登记",
    Happening.ACCEPTED: "接单",
    Happening.ARRIVED: "到场",
    Happening.RESOLVED: "办结",
    Happening.CONFIRMED: "居民认可",
    Happening.DISPUTED: "居民说没好",
    Happening.SILENT: "沉默办结",
    Happening.WITHDRAWN: "居民撤回",
    Happening.VOUCHED: "代确认",
    Happening.CONTESTED: "申诉",
    Happening.CONTEST_UPHELD: "申诉成立",
    Happening.CONTEST_REFUSED: "申诉不成立",
    Happening.FOUND: "主动发现，当场处理",
    Happening.REMINDED: "提醒",
    Happening.COVERED: "代岗",
    Happening.ESCALATED: "上报",
    Happening.SUPERVISED: "督办",
    Happening.REASSIGNED: "换人",
    Happening.TRIAGED: "分拣",
    Happening.URGED: "居民催办",
    Happening.ADDED: "补充",
    Happening.PLACE_CHANGED: "改地点",
    Happening.TOPIC_CHANGED: "改事情",
    Happening.ANONYMISED: "隐去姓名",
    Happening.CONFIDED: "改为保密",
    Happening.LOOKED: "看了联系人",
    Happening.SEVERITY_CHANGED: "改急缓",
    Happening.SAME_ISSUE: "同一处",
    Happening.LANDMARK_LEARNT: "记住地标",
    Happening.ASKED: "问居民",
    Happening.ANSWERED: "居民回话",
    Happening.UNANSWERED: "居民没有回话",
    Happening.EXTENSION_ASKED: "申请延期",
    Happening.EXTENDED: "同意延期",
    Happening.EXTENSION_REFUSED: "不同意延期",
    Happening.SUSPENSION_ASKED: "申请挂账",
    Happening.SUSPENDED: "挂账",
    Happening.SUSPENSION_REFUSED: "不同意挂账",
    Happening.RESUMED: "恢复办理",
    Happening.HEARTBEAT: "定期告知",
    Happening.HEARTBEAT_MISSED: "没有按期报进展",
    Happening.MILESTONE: "进展",
    Happening.CLASS_CHANGED: "定难易",
    Happening.OFFERED: "转派",
    Happening.DECLINED: "不接",
    Happening.UNDONE: "撤销",
    Happening.UNRESOLVED: "撤销办结",
    Happening.LASTING_ASKED: "四周随访",
    Happening.LASTS: "居民说还好着",
    Happening.STOPPED: "停用反映人",
    Happening.RELEASED: "解除停用",
    Happening.DISMISSAL_ASKED: "提出不予受理",
    Happening.DISMISSED: "不予受理",
    Happening.DISMISSAL_REFUSED: "不同意不予受理",
    Happening.APPEALED: "居民申请复核",
    Happening.UPHELD: "复核维持",
    Happening.OVERTURNED: "复核后重新办理",
    Happening.WHISTLED: "吹哨",
    Happening.MUSTERED: "应哨",
    Happening.WHISTLE_DECLINED: "去不了",
    Happening.WHISTLE_LATE: "哨过了时间",
    Happening.CAME: "报到",
    Happening.CONCLUDED: "报结论",
    Happening.ASSIST_ADDED: "请协办",
    Happening.ASSIST_WORD: "协办说",
    Happening.JOINED: "并在一起办",
    Happening.LEADS: "牵头同一处",
    Happening.SURGE_ANSWERED: "统一答复",
    Happening.SURGE_ENDED: "统一答复结束",
    Happening.REJOINED: "同一处有人说没办好，接着办",
    Happening.SPLIT: "不是一回事，拆开",
    Happening.RETRACTED: "居民撤回了一段补充",
    Happening.PICTURE_DOUBTED: "照片和以前的一样，问了一声",
    Happening.PICTURE_KEPT: "复用照片：说就是这张",
    Happening.PICTURE_CHANGED: "换了照片",
    Happening.VOICE_HEARD: "机器听写语音",
    Happening.PICTURE_READ: "机器读照片上的字",
    Happening.UNDELIVERABLE: "消息送不到",
}
RUNG = {
    "half": "时限过半",
    "warn": "时限过八成",
    "due": "到时限",
    "station": "报工作站",
    "centre": "报服务中心",
    "district": "报区调度中心",
    "cover": "转代岗",
    "alarm": "无人接单",
    "out": "已在外面",
    "inside": "还有人在里面",
    "silence_reminder": "问居民",
    "silence": "居民没有回应",
    "resume": "接着走表",
    "offer": "转派没有人接",
    "heartbeat": "报给居民",
    "appeal": "复核超时",
    "news": "该写进展了",
    "lasting": "问还好吗",
    "accepted": "接单",
    "arrived": "到场",
    "resolved": "办结",
    "milestone": "进展",
}
WHY = {
    TransferReason.NOT_MY_GRID.value: "不在我网格",
    TransferReason.NOT_MY_DUTY.value: "不归我管",
    TransferReason.DUPLICATE.value: "重复了",
    TransferReason.INVOLVED.value: "涉及我，回避",
}
OBSTACLES = {
    Obstacle.PARTS.value: "等配件、资金",
    Obstacle.OWNERSHIP.value: "等政策、产权",
    Obstacle.PROCEDURE.value: "要走法定程序",
    Obstacle.OTHER.value: "其他",
}
GROUNDS = {
    Ground.COURT.value: "走法院、仲裁、复议",
    Ground.REPEATED.value: "已按程序办结，重复提",
    Ground.ELSEWHERE.value: "不是本区的事",
    Ground.PRIVATE.value: "私人或企业内部的事",
    Ground.UNTRUE.value: "查无此事",
    Ground.UNLAWFUL.value: "涉密、违法信息",
    Ground.FOUND.value: "研究认定已办到位",
}
SOURCES = {
    Source.VISIT.value: "走访",
    Source.PATROL.value: "巡查",
    Source.COVERT.value: "暗访",
    Source.LETTER.value: "来信",
    Source.CALLER.value: "来访",
    Source.HOTLINE.value: "12345",
    Source.API.value: "公开接口",
    Source.OTHER.value: "其他",
}
ACTOR = {CITIZEN: "居民", CLOCK: "系统"}
GOT = {
    "photo": "照片",
    "voice": "语音",
    "video": "视频",
    "video_note": "视频",
    "document": "文件",
    "audio": "录音",
    "location": "位置",
    "venue": "位置",
    "contact": "名片",
    "sticker": "表情",
    "animation": "动图",
}


_FOR_KIN = re.compile(
    r"(?:替|帮|代)(?:我|俺|咱)们?(?:家)?的?(?:老)?"
    r"(?:妈|娘|母亲|爸|爹|父亲|爷|奶|姥|外公|外婆|伴|公|婆|爱人|丈夫|妻子|媳妇|儿子|闺女|女儿|孩子|哥|弟|姐|妹|舅|姑|叔|姨|岳|家人|家里|亲戚|老人)"
    r"|(?:妈|娘|母亲|爸|爹|父亲|爷爷|奶奶|姥姥|姥爷|老人|老伴|公公|婆婆)[^。！!？?]{0,12}我(?:来)?(?:替|帮|代)(?:她|他|老人)"
)


def for_kin(said: str) -> bool:
    """替我妈报, 我爸不会用手机,我替他报: whoever writes is not whom it is about."""
    return _FOR_KIN.search(said) is not None


def status(value: str) -> str:
    return STATUS.get(value, value)


def severity(value: str) -> str:
    """Without its sign."""
    return SIGN[Severity(value)].split()[1] if value in set(Severity) else value


def happening(value: str) -> str:
    return HAPPENING[Happening(value)] if value in set(Happening) else value


def actor(value: str) -> str:
    return ACTOR.get(value, value)


def note(value: str) -> str:
    """Somebody's own words, the step of the ladder that the clock took, why and to whom a case was handed on,
    or on what ground it is not worked on."""
    why, _slash, to = value.partition("/")
    if why in GROUNDS and to:
        return f"{GROUNDS[why]}：{to}"
    return f"{WHY[why]} → {to}" if why in WHY and to else RUNG.get(value, value)


def noted(what: str, value: str) -> str:
    """The note of a line of a history in words; what the messenger answered too, where the answer is known."""
    return reason(value) if what == Happening.UNDELIVERABLE else note(value)


def ground(value: str) -> str:
    return GROUNDS.get(value, value)


def source(value: str) -> str:
    return SOURCES.get(value, value)


def got(value: str) -> str:
    return GOT.get(value, "消息")


def machine_read(what: Happening, words: str) -> str:
    """For the worker: whoever reads it must know that nobody said so."""
    kind = "语音转写" if what is Happening.VOICE_HEARD else "照片上的字"
    return f"{kind}（机器）：{words}"


def in_hand(value: str) -> bool:
    """An unknown status counts as closed: no button is better than a wrong one."""
    return value in set(Status) and Status(value).is_in_hand


def is_open(value: str) -> bool:
    return value in set(Status) and Status(value).is_open


def matter_of(matter: str) -> str:
    """The matter in words for a resident; what was not understood is not dressed up as understood."""
    return "您说的事" if matter in {"", UNSURE} else matter


def span(minutes: int) -> str:
    """12 分钟, 3 小时, 1 小时 20 分."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} 分钟"
    return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"
