"""Outbox to messenger: claims what is to be said, sends or edits it, and settles what became of it."""
