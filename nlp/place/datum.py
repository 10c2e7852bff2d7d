"""GCJ-02, the shifted datum of maps in mainland China, as shared locations need it."""

from cases.datum import Point, from_gcj02, to_gcj02

__all__ = ["Point", "from_gcj02", "to_gcj02"]
