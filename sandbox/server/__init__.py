"""The web around the core: Bot API over HTTP, webhooks, weather, and the control API of the phones."""
