"""The same floor with python-telegram-bot."""

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters


async def answer(update: Update, _: Any) -> None:
    if update.message:
        await update.message.reply_text("收到")


def main(url: str, token: str) -> None:
    builder = Application.builder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
    application = builder.concurrent_updates(True).build()
    application.add_handler(MessageHandler(filters.TEXT, answer))
    application.run_polling(stop_signals=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
