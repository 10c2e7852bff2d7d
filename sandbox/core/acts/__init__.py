"""What people do with their phones: every act ends as an update for the bot, or is refused in Chinese."""
