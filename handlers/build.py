"""The dispatcher, put together: order is meaning, so the whole order stands here."""

from aiogram import Dispatcher, Router

from handlers.common import announcing, arrival, console, grids, strangers
from handlers.filters import MeansAnAction
from handlers.kit import Kit
from handlers.middleware import Spinners, Turns
from handlers.resident import answers, asking, counsel, privacy, rating, receipt, retracting, secrecy, waiting
from handlers.resident import ending as appeal
from handlers.resident import talk as resident_talk
from handlers.staff import ending, entry, lists, longterm, pictures, whistles, work
from handlers.staff import talk as staff_talk
from handlers.supervisor import contest, looking, oversight, patience, surges
from handlers.toasts import Toasts


def build_dispatcher(kit: Kit, toasts: Toasts | None = None) -> Dispatcher:
    """Never to be started with polling: updates come from the inbox, through handlers.feed.Listener."""
    dispatcher = Dispatcher(disable_fsm=True, kit=kit)  # states are those of the open draft, given with each update
    turns = Turns(kit)
    dispatcher.callback_query.outer_middleware(Spinners(toasts or Toasts()))
    for observer in (dispatcher.message, dispatcher.edited_message, dispatcher.callback_query):
        observer.outer_middleware(turns)
    dispatcher.include_routers(*_in_order())
    return dispatcher


def _in_order() -> tuple[Router, ...]:
    return (
        strangers.silent_routes(),
        arrival.binding_routes(),
        strangers.routes(),
        _actions(),
        entry.routes(),  # no action: staff bring something in in plain words
        strangers.unknown_command_routes(),
        # Free words last: a worker's before a resident's, since every worker is somebody's resident too.
        staff_talk.routes(),
        resident_talk.routes(),
    )


def _actions() -> Router:
    """Commands and buttons, in any order but for the first: the plain /start comes after the one with a grid. A sentence
    that is neither a command nor said while something is asked passes all of them by: asked each in turn, they took
    longer than reading it."""
    actions = Router(name="actions")
    actions.message.filter(MeansAnAction())
    actions.include_routers(
        grids.routes(),
        arrival.routes(),
        asking.routes(),
        *_of_staff(),
        oversight.routes(),
        contest.routes(),
        announcing.routes(),
        surges.routes(),
        console.routes(),
        patience.routes(),
        *_of_residents(),
        counsel.routes(),
        appeal.routes(),
    )
    return actions


def _of_staff() -> tuple[Router, ...]:
    return tuple(topic.routes() for topic in (lists, work, ending, longterm, pictures, whistles))


def _of_residents() -> tuple[Router, ...]:
    """What residents press and type, and what concerns who they are."""
    routers = (answers, receipt, retracting, rating, privacy, secrecy, looking, waiting)
    return tuple(one.routes() for one in routers)
