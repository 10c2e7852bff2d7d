"""The conversations: an incoming update becomes a command. Nothing is decided here and nothing is sent from here."""
