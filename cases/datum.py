"""Maps in mainland China are shifted on purpose: GCJ-02 and BD-09 to WGS-84, by published formulas."""

from math import atan2, cos, hypot, pi, sin, sqrt

_AXIS_METRES = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BAIDU_WAVE = pi * 3000.0 / 180.0
Point = tuple[float, float]
"""Longitude, latitude in degrees."""


def to_wgs84(lon: float, lat: float, datum: str) -> Point:
    """`datum` is WGS-84, CGCS2000 (the same to within centimetres), GCJ-02 or BD-09. Raises KeyError for another."""
    return DATUMS[datum](lon, lat)


def to_gcj02(lon: float, lat: float) -> Point:
    """The GCJ-02 position of a WGS-84 point: about 590 m east in 焦作. Meant for points in mainland China; elsewhere
    the datum is not used."""
    east, north = _shift(lon - 105.0, lat - 35.0)
    radians = lat / 180.0 * pi
    squeeze = 1 - _ECCENTRICITY_SQUARED * sin(radians) ** 2
    metres_north = _AXIS_METRES * (1 - _ECCENTRICITY_SQUARED) / (squeeze * sqrt(squeeze))
    metres_east = _AXIS_METRES / sqrt(squeeze) * cos(radians)
    return lon + east * 180.0 / (metres_east * pi), lat + north * 180.0 / (metres_north * pi)


def from_gcj02(lon: float, lat: float) -> Point:
    """The WGS-84 point shown at a GCJ-02 position, by three rounds of correction: better than a centimetre."""
    guess = lon, lat
    for _ in range(3):
        shown = to_gcj02(*guess)
        guess = guess[0] + lon - shown[0], guess[1] + lat - shown[1]
    return guess


def from_bd09(lon: float, lat: float) -> Point:
    """The WGS-84 point shown at a BD-09 position: better than a metre, as the published way back is."""
    x, y = lon - 0.0065, lat - 0.006
    far = hypot(x, y) - 0.00002 * sin(y * _BAIDU_WAVE)
    angle = atan2(y, x) - 0.000003 * cos(x * _BAIDU_WAVE)
    return from_gcj02(far * cos(angle), far * sin(angle))


def _unshifted(lon: float, lat: float) -> Point:
    return lon, lat


DATUMS = {"WGS-84": _unshifted, "CGCS2000": _unshifted, "GCJ-02": from_gcj02, "BD-09": from_bd09}


def _shift(x: float, y: float) -> tuple[float, float]:
    """Metres east and north that the datum moves a point; x and y are degrees from 105° E 35° N."""
    wave = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    return east, north
