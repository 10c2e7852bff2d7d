"""The sandbox is judged by a schema, by Telegram's rules, by two libraries and by an independent emulator."""
