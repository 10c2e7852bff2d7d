"""Words about pictures that were used before: a question, never a reproach."""

from typing import assert_never

from cases.messages import AskPicture, AskSamePicture, Pictures, PictureSettled, ProofChanged
from cases.taps import Verb
from texts.saying import Saying, button, lines, row


def pictures(message: Pictures) -> Saying:
    match message:
        case AskSamePicture():
            return ask_same_picture(message)
        case AskPicture():
            return Saying(f"好。{message.number} 请发处理后的照片，收到就换上。", placeholder="发照片")
        case PictureSettled(kept=True):
            return Saying(f"{message.number} 记下了：就是这张。接着等居民认可；上级在卡片和日报里看得到「复用照片」。")
        case PictureSettled():
            return Saying(f"{message.number} 照片换好了，谢谢。")
        case ProofChanged():
            return Saying(f"{message.number} 工作人员换了一张处理后的照片，请看这张。", files=message.files)
        case _:
            assert_never(message)


def ask_same_picture(message: AskSamePicture) -> Saying:
    if message.own:
        same = "和这件先前收到的一张一样"
    elif message.other:
        same = f"和 {message.other} 那件的一样"
    else:
        same = "以前用过"
    return Saying(
        lines(
            f"{message.number} 的这张照片{same}，是传错了吗？",
            f"点一下，或回复「换一张 {message.number}」「就是这张 {message.number}」。不影响这件往下走。",
        ),
        (
            row(
                button("换一张", Verb.OTHER_PICTURE, message.case),
                button("就是这张", Verb.SAME_PICTURE, message.case),
            ),
        ),
    )
