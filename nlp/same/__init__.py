"""Whether two people speak of one and the same matter: what their words have in common, weighed by how rare it is."""
