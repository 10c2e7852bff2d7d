"""The Bot API methods, grouped by what a bot does with them."""
