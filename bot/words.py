"""The operator's telephone numbers and time zone, given to the Chinese texts."""

from bot.settings import Settings
from texts.zh import Zh


def words_for(settings: Settings) -> Zh:
    return Zh(
        settings.zone,
        gas_hotline=settings.gas_hotline,
        fire=settings.fire_hotline,
        medical=settings.medical_hotline,
        police=settings.police_hotline,
        power=settings.power_hotline,
        mind=settings.mind_hotline,
        discipline=settings.discipline_hotline,
        legal=settings.legal_hotline,
        city=settings.city_hotline,
        heartbeat_days=settings.heartbeat_days,
    )
