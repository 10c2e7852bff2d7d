"""What everybody may say: hello, help, a binding code; and what the desk answers to strangers."""
