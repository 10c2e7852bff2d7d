"""What a push says in its first line: why the case rings."""

PUSH = {
    "warn": "时间过了八成，{left}",
    "due": "到时限了，还没有办结",
    "station": "已超时（{left}），请工作站催办",
    "centre": "已超时（{left}），请服务中心督办",
    "district": "已超时（{left}），请区调度中心过问",
    "cover": "原岗位没有接单，请您代岗，谁先接归谁",
    "alarm": "还没有人接单，请马上接",
    "inside": "居民说还有人在里面，马上打电话",
    "urged": "居民催办",
    "person": "居民想跟人说，回复「问居民 …」联系",
    "supervised": "上级督办",
    "unanswered": "督办到了时间没有答复",
    "no_owner": "无主，请指定人来办",
    "reopened": "居民说没办好，重办",
    "offer": "要转派，没有人接，请定归谁办",
    "appeal": "居民申请复核，过了答复的时间，请定：维持，或重新办理",
    "overturned": "复核后重新办理",
    "news": "长期件该写进展了，{left}；不写，到时居民会收到「没有新进展」",
    "no_news": "长期件到期没有写进展，居民已收到「没有新进展」，请马上补写",
}
LONG_PUSH = {
    "station": "长期件没有按期写进展（{left}），请工作站催办",
    "centre": "长期件没有按期写进展（{left}），请服务中心督办",
}
ABSENT = "主办收不到消息了，请您代岗把它办完"


def headline(step: str, left: str, *, accepted: bool, long_term: bool) -> str:
    """`left` is the time until the limit, or beyond it, in words."""
    if step == "cover" and accepted:
        return ABSENT
    words = LONG_PUSH.get(step, PUSH[step]) if long_term else PUSH[step]
    return words.format(left=left)
