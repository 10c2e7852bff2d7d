"""What the console's pages read: rows as they are shown, and the ports that find them."""
