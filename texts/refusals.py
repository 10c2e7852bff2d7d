"""Every no, with what to do instead. A refusal never blames the person who asked."""

from cases.errors import (
    AlreadyDone,
    AlreadyEntered,
    AnonymousCase,
    AnswerChanged,
    BadCode,
    BadLink,
    DoneAlready,
    Expired,
    LimitPassed,
    NeedsPhoto,
    NeedsReason,
    NobodyAbove,
    NobodyToAsk,
    NobodyToCall,
    NoConsole,
    NoFixedLimit,
    NoMoreSuspensions,
    NoMoreTime,
    NoSuchCase,
    NoSuchMonth,
    NoSuchPost,
    NotADesk,
    NotAlike,
    NotAsked,
    NotStaff,
    NotYours,
    OnlyDesks,
    OnlyHarder,
    OwnWork,
    SamePerson,
    StopNeedsReason,
    TooLate,
    TooLateToRetract,
    TooLateToUndo,
    TooPressing,
    WrongStatus,
)
from cases.messages import Refusal
from texts.saying import Saying
from texts.words import status

UNKNOWN = "这个操作现在做不了，什么都没有改。请稍后再试，或打字说一句您想做什么。"

UNLIKE = {
    "conflict": "涉及基层工作人员的件，不和别的件并",
    "pressing": "它比那一件更急，要单独办",
    "said_no": "居民说过不是一回事",
}


def refusal(message: Refusal) -> Saying:
    facts = "、".join(UNLIKE.get(fact, status(fact)) for fact in message.facts if fact)
    case = f"{message.number} " if message.number else "这件"
    return Saying(_reasons(case, facts, message.number or "编号").get(message.error, UNKNOWN))


def _reasons(case: str, facts: str, number: str) -> dict[str, str]:
    return {
        NoSuchCase.__name__: f"{case}没有查到，或不在您名下。请核对编号；居民发「进度」，工作人员发 /todo，可以看自己的。",
        NotYours.__name__: f"{case}不在您名下，做不了。请核对编号，或请负责的岗位来办。",
        DoneAlready.__name__: f"{case}已经报过办结，正等居民回话，不用再报，也不用再发照片。居民说没好，会再派回来。",
        WrongStatus.__name__: f"{case}现在{_is(facts)}，这一步做不了。发「进度」（工作人员发 /case 编号）看最新情况。",
        AlreadyDone.__name__: f"{case}已经{f'由{facts}' if facts else ''}办过这一步了，不用再点。",
        LimitPassed.__name__: f"{case}已经过了时限，不能再往后改。办不了就〔转派〕或告诉上一级。",
        NoFixedLimit.__name__: f"{case}是长期件，没有办结时限，不用延期。有了进展点〔写进展〕，或回复「进展 做了什么」。",
        OnlyHarder.__name__: f"{case}现在是{facts or '这一类'}。您只能往难里定，最多到历史遗留；定得更高或往下改，请工作站或服务中心来定。",
        TooLateToRetract.__name__: f"{case}没有能撤回的话：刚补充的 10 分钟内、还没有人接着办，才撤得回；写了号码的那段，办完之前都能撤。要改就直接说一句；整件不办了，发「撤回 编号」。",
        TooLateToUndo.__name__: f"{case}撤不回了：过了时间，居民已经知道，或又有了新情况。弄错了，就回复卡片补一句，或发「问居民 …」说明。",
        TooPressing.__name__: f"{case}是急件，时限按急缓走，不按难易。",
        NoMoreTime.__name__: f"{case}已经延过两次，不能再延。办不了就〔转派〕或告诉上一级。",
        NoMoreSuspensions.__name__: f"{case}已经挂过一次账，不能再挂。办不了就〔转派〕或告诉上一级。",
        NobodyAbove.__name__: f"{case}要上一级同意才算，可上一级还没有人值班。请先照常办，或告诉管理员。",
        SamePerson.__name__: f"{case}是您自己提的（定的），请本岗位的另一位同志来定。",
        NotAlike.__name__: f"{case}没有并：{facts or '附近没有找到您能并的同一件事。知道编号就回复卡片「跟 编号 是一回事」'}。",
        NotAsked.__name__: f"{case}现在没有等您批的事。发「日报」看有哪些要批，发「督办 编号」「换人 编号」也行。",
        TooLate.__name__: f"{case}申请复核的时间已经过了。有新的情况，直接说一句，会重新登记。",
        StopNeedsReason.__name__: f"停用要写几天和为什么，比如「停用 {number} 7 反复发广告」，最多 {facts or '30'} 天；会原样告诉对方。",
        Expired.__name__: "这个按钮已经过时了，前面的问题已有结果。有事请直接打字说一句。",
        AnswerChanged.__name__: "这条答复后来又改过，没有发布。请看最近的一条预览，在那里点；要改就再发一次「答复 …」。",
        BadLink.__name__: "这个链接用过了或过期了。请在聊天里再发一次「控制台」，点新的链接。",
        NoConsole.__name__: "这里没有开控制台。要看日报请发「日报」，要开控制台请找管理员。",
        BadCode.__name__: "绑定码不对、用过了或过期了。请管理员重新发一个，再发 /bind 绑定码。",
        AnonymousCase.__name__: f"{case}是匿名反映的，谁也看不到是哪位。要问话，请用〔问居民〕。",
        NotStaff.__name__: "这一步要有岗位的工作人员才能做。您是工作人员的话，请先发 /bind 绑定码；居民有事直接说就行。",
        OwnWork.__name__: f"{case}是您自己办的，不能自己确认：由工作站或上一级确认。",
        AlreadyEntered.__name__: f"工单号 {facts} 已经录过了，就是 {case.strip()}，没有重复登记。发 /case 编号看办到哪一步。",
        OnlyDesks.__name__: "通知由工作站、服务中心和区调度中心的值班岗位发。您有要通知的，请告诉工作站。",
        NeedsReason.__name__: f"请写上理由：「申诉 {case.strip()} 理由」。",
        NeedsPhoto.__name__: "当场处理的要有照片：请发一张处理后的照片，配一句「巡查 已处理 什么事、在哪里」。还没处理的发「录入 巡查 …」。",
        NoSuchPost.__name__: f"登记表里没有{f'「{facts}」' if facts else '这个岗位'}。请核对岗位编号，或请管理员更新登记表。",
        NobodyToAsk.__name__: f"{case}是别的系统转来的，没有聊天可以问。请按单子上写的联系，或请服务中心去问。",
        NobodyToCall.__name__: f"{case}这里没有可以吹哨的部门：登记表里没有，或还没绑定，或诉求说的就是它。请告诉上一级。",
        NotADesk.__name__: "排名、吹哨台账、不予受理台账只给工作站、服务中心和区调度中心看。工作人员自己的评价合计在 /todo 里；居民有事直接说就行。",
        NoSuchMonth.__name__: f"没看懂月份{f'「{facts}」' if facts else ''}。请发「排名」「排名 上月」或「排名 2026-02」。",
    }


def _is(facts: str) -> str:
    return f"的状态是「{facts}」" if facts else "已经不在这一步"
