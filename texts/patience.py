"""Words for whoever does not stop, without a word of blame, and for the desks that decide."""

from typing import assert_never

from cases.messages import AppealTaken, Patient, Paused, Released, StopAppealed, StopNoted, Stopped
from cases.taps import Verb
from texts.quoting import quoted
from texts.saying import Saying, button, lines, row
from texts.scene import Scene


def patient(message: Patient, scene: Scene) -> Saying:
    match message:
        case Paused():
            return Saying(
                f"这里只受理办事诉求。您 {message.minutes} 分钟内发了 {message.times} 条相同内容，先停 {message.minutes} 分钟，"
                f"{scene.when(message.until)} 再收。\n真有急事，发「急」仍会立刻转人工。"
            )
        case Stopped():
            return stopped(message, scene)
        case Released():
            return Saying("停用已经解除，您的消息照常受理。哪里有事，一句话说就行。")
        case StopNoted():
            return noted(message, scene)
        case StopAppealed():
            return appealed(message, scene)
        case AppealTaken():
            return Saying(f"您的意见已转给{message.to}，由另一位同志看。解除了马上告诉您；不解除，到时自动恢复。")
        case _:
            assert_never(message)


def stopped(message: Stopped, scene: Scene) -> Saying:
    return Saying(
        lines(
            f"{message.by}决定：到{scene.dated(message.until)}，您的消息暂不受理。原因：{quoted(message.why) or '没有写'}。",
            "到时自动恢复。着火、煤气、有人受伤这类急事，直接说或发「急」，仍然马上有人看。",
            f"不同意，回复「申请复核」加您的理由，由上一级另一位同志看；也可以拨 {scene.hotlines.city}。",
        )
    )


def noted(message: StopNoted, scene: Scene) -> Saying:
    if message.what == "released" or message.until is None:
        return Saying(f"{message.number} 的反映人已解除停用，也告诉对方了。")
    return Saying(
        f"{message.number} 的反映人停用到{scene.dated(message.until)}，到时自动恢复；原因和复核办法已告诉对方，急事照样进来。",
        (row(button("解除停用", Verb.RELEASE, message.case)),),
    )


def appealed(message: StopAppealed, scene: Scene) -> Saying:
    return Saying(
        lines(
            f"⚖️ 申请复核　{message.number} 的反映人不同意停用",
            f"{message.by}停用到{scene.dated(message.until)}，原因：{quoted(message.why) or '没有写'}",
            f"对方说：{quoted(message.words)}",
            "请由没经手的同志看。维持就不用点；解除点下面，或发「解除 编号」。",
        ),
        (row(button("解除停用", Verb.RELEASE, message.case), button("看", Verb.SHOW, message.case)),),
    )
