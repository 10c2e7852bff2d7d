"""The words of a chart: what stands under it, and what there is where it cannot be shown."""

from datetime import timedelta

from cases.charting import HOT_DAYS
from cases.messages import Chart
from texts.quoting import clean
from texts.saying import Saying, fit, lines
from texts.scene import Scene

MOST_SPOTS = 5
LONGEST = 1000
"""Of what may stand under a picture."""


def charted(message: Chart, scene: Scene) -> Saying:
    until = message.since + timedelta(days=len(message.filed) - 1)
    return Saying(
        fit(
            lines(
                f"{clean(message.post, 40)}　{scene.on(message.since)}至{scene.on(until)}",
                f"收 {sum(message.filed)} 件，结 {sum(message.closed)} 件。",
                late_in(message),
                _hot(message),
            ),
            LONGEST,
        )
    )


def _hot(message: Chart) -> str:
    listed = "、".join(f"{clean(spot.name, 40)} {spot.filed}" for spot in message.hot[:MOST_SPOTS])
    return f"近 {HOT_DAYS} 天收得最多：{listed}" if listed else ""


def late_in(message: Chart) -> str:
    if not message.late:
        return "现在没有超时的。"
    listed = "、".join(f"{clean(unit, 40)} {count}" for unit, count in message.late)
    rest = f"，别处还有 {message.late_elsewhere}" if message.late_elsewhere else ""
    return f"现在超时：{listed}{rest}"
