"""The Bot API itself, free of any web framework: chats, messages, updates, files and the method table."""
