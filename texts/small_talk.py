"""Answers that file nothing: short, kind, and each with the next door to knock at."""

from cases.messages import Understood
from texts.quoting import quoted
from texts.saying import Saying
from texts.scene import Scene

ANSWERS = {
    "small_talk": "在的。哪里有事？一句话说就行，比如：路灯坏了，阳光里6号楼。",
    "thanks": "不客气，应该的。",
    "noted": "好。",
    "off_topic": "这个我不会答。路灯、垃圾、漏水、噪音、邻里纠纷这些事可以告诉我；其他的可以拨 {city} 问。",
    "spam": "这里只受理办事诉求，这条没有登记。真有急事，直接说出了什么事、在哪里，马上有人看。",
    "unknown_command": "这个命令我不认识。有事直接说一句就行；发「进度」看办到哪一步，发 /help 看怎么用。",
    "cannot_read": "这种消息我还看不了。请打字说一句什么事、在哪里，或者发照片、位置。",
    "outside": "这个地方{said}不在本区，我派不了人。请拨 {city}，会转到当地；要是我听错了，再说一次地点。",
    "unknown_group": "这个群还没有绑定岗位，群里的话我不登记。工作人员请用管理员给的绑定码发 /bind 绑定码；居民有事请私聊我。",
    "private_only": "群里人多，您的事请私聊我说，别人看不到。",
    "nothing_open": "您现在没有在办的事。哪里有事，一句话说就行。",
    "weather": "天气我不会看。家里漏水、路上积水可以告诉我。",
    "no_aid": "我手头没有法律援助的地址，不能瞎说。请拨 {city} 问，或到街道（乡镇）司法所问。",
    "tell_other": "好。什么事、在哪里，一句话说就行。",
    "contact": "电话收到，已遮住，办事的人看不到；不留也行，要问您的话都在这里问。事情和地点，照样说一句就行。",
    "contact_other": "发来的联系人没有存：别人的电话不用给我。哪里有事，说一句什么事、在哪里就行。",
    "sticker": "收到表情。哪里有事？打字说一句就行，比如：井盖没了，大寨村2组。",
}


def understood(message: Understood, scene: Scene) -> Saying:
    said = quoted(message.said, 40)
    return Saying(ANSWERS[message.about].format(said=said, city=scene.hotlines.city))
