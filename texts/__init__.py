"""Every word a person reads in chat, and nothing else: facts in, plain Chinese out. No messenger, no rules."""
