"""Open311 GeoReport v2: programs read what is public of the cases, and file where they have a key."""
