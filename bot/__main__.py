"""`python -m bot` is `minhu`."""

from bot.cli import main

main()
