"""The domain: posts and grids, the life of a case, clocks, ladder, use cases, ports. Standard library only."""
