"""Longitude and latitude as people write them: in the country, the right way round, and brought to one datum."""

from cases.datum import DATUMS, to_wgs84
from storage.registry_files.table import Row

DATUM_NAMES = {name.replace("-", ""): name for name in DATUMS} | {name: name for name in DATUMS}
CHINA_LON, CHINA_LAT = (73.0, 136.0), (3.0, 54.0)
DEGREES = 7
"""Digits after the point that a converted position keeps: centimetres."""


def read_point(row: Row) -> tuple[float | None, float | None]:
    lon, lat = row.degrees("lon"), row.degrees("lat")
    if lon is None or lat is None:
        if (lon is None) != (lat is None) and bool(row.text("lon")) != bool(row.text("lat")):
            row.fault("lon" if lon is None else "lat", "经度和纬度要一起填,请补上另一个。")
        return None, None
    datum = read_datum(row.plain("datum"))
    if not row.text("datum"):
        row.fault("datum", "填了经纬度就要填坐标系:CGCS2000、WGS-84、GCJ-02 或 BD-09。")
    elif not datum:
        row.fault("datum", f"坐标系「{row.text('datum')}」不认识,请填 CGCS2000、WGS-84、GCJ-02 或 BD-09。")
    if trouble := position_trouble(lon, lat):
        row.fault("lon", trouble)
    return converted(lon, lat, datum)


def read_datum(said: str) -> str:
    """Its usual name, or "" for one we do not know."""
    return DATUM_NAMES.get(said.upper(), "")


def position_trouble(lon: float, lat: float) -> str:
    """What is wrong with a position of the district; "" when nothing is."""
    if _within(lon, CHINA_LON) and _within(lat, CHINA_LAT):
        return ""
    if _within(lat, CHINA_LON) and _within(lon, CHINA_LAT):
        return "经度和纬度填反了,请对调。"
    return f"坐标 ({lon:g}, {lat:g}) 不在国内,请核对。"


def converted(lon: float, lat: float, datum: str) -> tuple[float, float]:
    """In WGS-84. Unchanged, to the last digit, when it is there already."""
    if datum not in ("GCJ-02", "BD-09"):
        return lon, lat
    lon, lat = to_wgs84(lon, lat, datum)
    return round(lon, DEGREES), round(lat, DEGREES)


def _within(value: float, span: tuple[float, float]) -> bool:
    return span[0] <= value <= span[1]
