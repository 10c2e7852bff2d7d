"""A place reading as plain data, for `minhu locate` and for evaluation."""

from cases.reading import PlaceReading


def as_json(id: str, place: PlaceReading) -> dict[str, object]:
    """Keys: id, kind, code (null when none), codes, options as {code, label}."""
    return {
        "id": id,
        "kind": place.kind.value,
        "code": place.code or None,
        "codes": list(place.codes),
        "options": [{"code": option.code, "label": option.label} for option in place.options],
    }
