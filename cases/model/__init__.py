"""The nouns of the desk: who speaks, what is open, what changed. Frozen, typed, free of any messenger."""

from cases.model.base import *
from cases.model.beside import *
from cases.model.case import *
from cases.model.change import *
from cases.model.draft import *
from cases.model.history import *
from cases.model.notices import *
from cases.model.pictures import *
from cases.model.posts import *
from cases.model.signing import *
from cases.model.status import *
from cases.model.surges import *
from cases.model.whistles import *
