"""Everything the desk can say, as facts without words. texts/ turns each into Chinese; storage/ keeps it in the outbox."""

from cases.messages.aftercare import *
from cases.messages.announcing import *
from cases.messages.base import *
from cases.messages.console import *
from cases.messages.counsel import *
from cases.messages.ending import *
from cases.messages.entering import *
from cases.messages.grids import *
from cases.messages.lists import *
from cases.messages.longterm import *
from cases.messages.moves import *
from cases.messages.oversight import *
from cases.messages.patience import *
from cases.messages.pictures import *
from cases.messages.praise import *
from cases.messages.privacy import *
from cases.messages.rating import *
from cases.messages.resident import *
from cases.messages.surges import *
from cases.messages.whistles import *
from cases.messages.work import *

Message = (
    Intake
    | Counsel
    | Aftercare
    | Field
    | Holding
    | Ending
    | Overview
    | Ratings
    | Entering
    | Oversight
    | LongTerm
    | Whistling
    | Announcing
    | Surging
    | Grids
    | Thanks
    | Patient
    | Pictures
    | Privacy
    | SigningIn
)
