"""The tables, one class each. Rows never leave storage/: mapping.py turns them into the domain's nouns."""

from storage.tables.audit_log import *
from storage.tables.base import *
from storage.tables.beside import *
from storage.tables.doors import *
from storage.tables.notices import *
from storage.tables.pictures import *
from storage.tables.posts import *
from storage.tables.surges import *
from storage.tables.talk import *
from storage.tables.work import *
