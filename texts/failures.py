"""What could not be done, named for an administrator: kinds of messages and of updates, in the console and at the command line."""

MESSAGES = {
    "chart": "走势图",
    "hello": "问候",
    "understood": "答复",
    "ask_what": "问事情",
    "ask_place": "问地点",
    "ask_choice": "问选哪个",
    "ask_danger": "问危险",
    "ask_out": "问出来没有",
    "heard_out": "答出来没有",
    "receipt": "受理回执",
    "progress": "进度",
    "urged": "催办答复",
    "step_taken": "进展告知",
    "ask_verdict": "请居民认可",
    "ask_lacking": "问哪里没好",
    "reopened": "重办告知",
    "closed": "画句号",
    "ask_withdraw": "问是否撤回",
    "ask_which": "问是哪一件",
    "person_called": "转人工答复",
    "added": "补充答复",
    "ask_more": "请补充",
    "ask_topic": "问哪类事",
    "card": "工单卡片",
    "files": "照片和附件",
    "reminder": "催办提醒",
    "ask_proof": "请交办结照片",
    "todo": "待办",
    "case_view": "工单详情",
    "digest": "日报",
    "ask_reassign": "问换给谁",
    "done": "操作答复",
    "bound": "绑定告知",
    "staff_help": "用法提示",
    "refusal": "婉拒",
    "ask_rating": "请居民评价",
    "rating_pressed": "有人催打好评",
    "ranking": "排名",
}
UPDATES = {
    "message": "消息",
    "edited_message": "改过的消息",
    "channel_post": "频道消息",
    "edited_channel_post": "改过的频道消息",
    "callback_query": "按钮",
    "my_chat_member": "进出群",
    "chat_member": "成员变动",
}
REASONS = (
    ("blocked by the user", "对方停用了机器人"),
    ("user is deactivated", "对方账号已注销"),
    ("chat not found", "找不到这个聊天"),
    ("not a telegram chat", "不是 Telegram 的聊天"),
    ("bot was kicked", "机器人被移出了群"),
    ("group chat was deleted", "群已解散"),
    ("not enough rights", "机器人在群里没有发言权"),
    ("have no rights to send", "机器人在群里没有发言权"),
    ("unreadable message", "别的版本写的消息，这个版本读不懂"),
)
"""A part of the messenger's answer, and what it means."""


def message_kind(kind: str) -> str:
    return MESSAGES.get(kind, kind)


def update_kind(kind: str) -> str:
    return UPDATES.get(kind, "别的")


def reason(why: str) -> str:
    """In Chinese where the answer is known, else as it came."""
    said = why.lower()
    return next((meaning for part, meaning in REASONS if part in said), why)
