"""The one door into the core: a method's name and its arguments in, its result out."""

from typing import Any

from sandbox.core.errors import ApiError, bad_request
from sandbox.core.methods import chats, editing, forwarding, media, profile, sending, updates
from sandbox.core.params import Params
from sandbox.core.table import METHODS
from sandbox.core.world import World

__all__ = ["METHODS", "MODULES", "call", "canonical"]

MODULES = (chats, editing, forwarding, media, profile, sending, updates)

# Methods of Bot API 10.3 that exist but that the sandbox does not play.
_ELSEWHERE = """
addStickerToSet answerChatJoinRequestQuery answerGuestQuery answerInlineQuery answerPreCheckoutQuery
answerShippingQuery answerWebAppQuery approveChatJoinRequest approveSuggestedPost banChatMember banChatSenderChat
closeForumTopic closeGeneralForumTopic convertGiftToStars createChatInviteLink createChatSubscriptionInviteLink
createInvoiceLink createNewStickerSet declineChatJoinRequest declineSuggestedPost deleteAllMessageReactions
deleteBusinessMessages deleteChatPhoto deleteChatStickerSet deleteEphemeralMessage deleteForumTopic
deleteMessageReaction deleteStickerFromSet deleteStickerSet deleteStory editChatInviteLink
editChatSubscriptionInviteLink editEphemeralMessageCaption editEphemeralMessageMedia
editEphemeralMessageReplyMarkup editEphemeralMessageText editForumTopic editGeneralForumTopic
editMessageChecklist editMessageLiveLocation editStory editUserStarSubscription exportChatInviteLink
getBusinessAccountGifts getBusinessAccountStarBalance getBusinessConnection getChatGifts getCustomEmojiStickers
getForumTopicIconStickers getAvailableGifts getGameHighScores getManagedBotAccessSettings getManagedBotToken
getMyDefaultAdministratorRights getMyStarBalance getStarTransactions getStickerSet getUserChatBoosts getUserGifts
getUserPersonalChatMessages getUserProfileAudios getUserProfilePhotos giftPremiumSubscription
hideGeneralForumTopic postStory promoteChatMember readBusinessMessage refundStarPayment
removeBusinessAccountProfilePhoto removeChatVerification removeMyProfilePhoto removeUserVerification
reopenForumTopic reopenGeneralForumTopic replaceManagedBotToken replaceStickerInSet repostStory
restrictChatMember revokeChatInviteLink savePreparedInlineMessage savePreparedKeyboardButton
sendChatJoinRequestWebApp sendChecklist sendDice sendGame sendGift sendInvoice sendLivePhoto sendMessageDraft
sendPaidMedia sendPoll sendRichMessage sendRichMessageDraft setBusinessAccountBio setBusinessAccountGiftSettings
setBusinessAccountName setBusinessAccountProfilePhoto setBusinessAccountUsername setChatAdministratorCustomTitle
setChatDescription setChatMemberTag setChatPermissions setChatPhoto setChatStickerSet setChatTitle
setCustomEmojiStickerSetThumbnail setGameScore setManagedBotAccessSettings setMessageReaction
setMyDefaultAdministratorRights setMyProfilePhoto setPassportDataErrors setStickerEmojiList setStickerKeywords
setStickerMaskPosition setStickerPositionInSet setStickerSetThumbnail setStickerSetTitle setUserEmojiStatus
stopMessageLiveLocation stopPoll transferBusinessAccountStars transferGift unbanChatMember unbanChatSenderChat
unhideGeneralForumTopic unpinAllForumTopicMessages unpinAllGeneralForumTopicMessages upgradeGift
uploadStickerFile verifyChat verifyUser
"""
ELSEWHERE = frozenset(_ELSEWHERE.lower().split())


def canonical(name: str) -> str:
    """A method's name as documented; names are not case-sensitive."""
    return METHODS[name.lower()][0] if name.lower() in METHODS else name


def call(world: World, name: str, params: Params) -> Any:
    """Run one method; raises ApiError as Telegram would."""
    known = METHODS.get(name.lower())
    if known is not None:
        return known[1](world, params)
    if name.lower() in ELSEWHERE:
        raise bad_request(f"method {name} is not in the sandbox")
    raise ApiError(404, "Not Found: method not found")
