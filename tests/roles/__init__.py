"""Every action by everybody, about every case: what may be done is done, and the rest gives nothing away."""
