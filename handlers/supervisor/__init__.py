"""What supervisors say and press: the digest, 督办, 换人, triage."""
