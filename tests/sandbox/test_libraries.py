"""aiogram and python-telegram-bot talk to the sandbox unchanged, each with its own polling and its own parser."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import CallbackQuery, FSInputFile, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram import InlineKeyboardButton as PtbButton
from telegram import InlineKeyboardMarkup as PtbMarkup
from telegram import InputMediaPhoto, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, ExtBot, MessageHandler, filters

from sandbox.core.pictures import draw_sample
from tests.sandbox.desk import ANNA, TOKEN, Desk


def aiogram_bot(base_url: str) -> Bot:
    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(base_url)))


def ptb_bot(base_url: str) -> ExtBot[None]:
    return ExtBot(TOKEN, base_url=f"{base_url}/bot", base_file_url=f"{base_url}/file/bot")


async def in_thread(work: Any, *arguments: Any, **more: Any) -> Any:
    """The desk is not async; the loop must go on while it waits."""
    return await asyncio.to_thread(work, *arguments, **more)


async def test_aiogram_polls_one_message_answers_it_and_hears_the_button(desk: Desk) -> None:
    bot, dispatcher, done = aiogram_bot(desk.base_url), Dispatcher(), asyncio.Event()

    @dispatcher.message()
    async def on_message(message: Message) -> None:
        markup = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="认可", callback_data="ok")]])
        await message.answer(f"收到：{message.text}", reply_markup=markup)

    @dispatcher.callback_query()
    async def on_press(query: CallbackQuery) -> None:
        await query.answer("谢谢")
        assert isinstance(query.message, Message)
        await query.message.edit_text("已认可")
        done.set()

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    await in_thread(desk.send, ANNA, "路灯不亮")
    card = await answer_to(desk, "收到：路灯不亮")
    await in_thread(desk.press, ANNA, card, "ok")
    await asyncio.wait_for(done.wait(), 5)
    await dispatcher.stop_polling()
    await polling
    assert (await in_thread(desk.get, f"chats/{ANNA}/messages"))[-1]["text"] == "已认可"


async def test_ptb_polls_one_message_answers_it_and_hears_the_button(desk: Desk) -> None:
    done = asyncio.Event()
    application = Application.builder().bot(ptb_bot(desk.base_url)).build()

    async def on_message(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        markup = PtbMarkup([[PtbButton("认可", callback_data="ok")]])
        await update.message.reply_text(f"收到：{update.message.text}", reply_markup=markup)

    async def on_press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        await update.callback_query.answer("谢谢")
        await update.callback_query.edit_message_text("已认可")
        done.set()

    application.add_handler(MessageHandler(filters.TEXT, on_message))
    application.add_handler(CallbackQueryHandler(on_press))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling()
        await in_thread(desk.send, ANNA, "路灯不亮")
        card = await answer_to(desk, "收到：路灯不亮")
        await in_thread(desk.press, ANNA, card, "ok")
        await asyncio.wait_for(done.wait(), 5)
        await application.updater.stop()
        await application.stop()
    assert (await in_thread(desk.get, f"chats/{ANNA}/messages"))[-1]["text"] == "已认可"


async def answer_to(desk: Desk, text: str) -> Any:
    """The bot's message of that text, as soon as it is there."""
    for _ in range(300):
        messages = await in_thread(desk.get, f"chats/{ANNA}/messages")
        if messages and messages[-1]["text"] == text:
            return messages[-1]
        await asyncio.sleep(0.02)
    raise AssertionError("no answer came")


async def test_aiogram_sends_files_and_downloads_what_people_send(desk: Desk, tmp_path: Any) -> None:
    path = tmp_path / "lamp.jpg"
    path.write_bytes(draw_sample("lamp"))
    async with aiogram_bot(desk.base_url) as bot:
        sent = await bot.send_photo(ANNA, FSInputFile(path), caption="<b>前</b>", parse_mode="HTML")
        assert sent.photo
        assert sent.caption_entities
        again = await bot.send_photo(ANNA, sent.photo[-1].file_id)
        assert again.photo == sent.photo
        buffer = await bot.download(sent.photo[-1].file_id)
        assert buffer
        assert buffer.read() == draw_sample("lamp")
        chat = await bot.get_chat(ANNA)
        assert chat.first_name == "王秀兰"


async def test_ptb_sends_albums_and_downloads_what_people_send(desk: Desk) -> None:
    photo = draw_sample("done")
    said = await in_thread(desk.send, ANNA, sample="lamp")
    async with ptb_bot(desk.base_url) as bot:
        album = await bot.send_media_group(ANNA, [InputMediaPhoto(photo, caption="前"), InputMediaPhoto(photo)])
        assert len({message.media_group_id for message in album}) == 1
        file = await bot.get_file(said["photo"][-1]["file_id"])
        assert bytes(await file.download_as_bytearray()) == draw_sample("lamp")
        document = await bot.send_document(ANNA, photo, filename="日报.pdf")
        assert document.document
        assert document.document.file_name == "日报.pdf"


async def test_both_understand_the_refusals(desk: Desk) -> None:
    group = await in_thread(desk.group)
    await in_thread(desk.post, f"groups/{group}/migrate")
    async with aiogram_bot(desk.base_url) as hears, ptb_bot(desk.base_url) as speaks:
        with pytest.raises(BadRequest, match="Chat not found"):
            await speaks.send_message(77, "a")
        with pytest.raises(ChatMigrated) as moved:
            await speaks.send_message(group, "a")
        assert moved.value.new_chat_id < -1_000_000_000_000
        await in_thread(desk.post, f"people/{ANNA}/block")
        with pytest.raises(Forbidden):
            await speaks.send_message(ANNA, "a")
        with pytest.raises(TelegramForbiddenError):
            await hears.send_message(ANNA, "a")
        await in_thread(desk.post, "faults", {"too_many_requests": 1, "retry_after": 5})
        with pytest.raises(RetryAfter):
            await speaks.send_message(ANNA, "a")
        with pytest.raises(TelegramRetryAfter):
            await hears.send_message(ANNA, "a")


async def test_both_read_every_kind_of_update(desk: Desk) -> None:
    from aiogram.types import Update as AiogramUpdate

    from tests.sandbox.test_conformance import people_do_everything

    await in_thread(people_do_everything, desk)
    updates = await in_thread(desk.updates)
    assert len(updates) > 20
    async with ptb_bot(desk.base_url) as bot:
        for update in updates:
            AiogramUpdate.model_validate(update)
            parsed = Update.de_json(update, bot)
            assert parsed.effective_chat
            assert not parsed.api_kwargs
