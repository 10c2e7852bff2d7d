"""A truthful local Bot API server with a page of phones: try the bot without a token or a network."""
