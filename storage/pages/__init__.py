"""The readers behind the console's pages: each a few statements on one topic, quick however many cases there are."""
