"""The floor of a polling bot: aiogram answers each message with one of its own, and does nothing else."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def answer(message: Message) -> None:
    await message.answer("收到")


def main(url: str, token: str) -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(answer)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    asyncio.run(dispatcher.start_polling(bot, handle_signals=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
