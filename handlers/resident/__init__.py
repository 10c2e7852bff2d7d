"""What residents say and press."""
