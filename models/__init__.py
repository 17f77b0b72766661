"""NOUNS: one table a file. Import the classes from here, so that every table is registered before it is used."""

from models import columns as _columns  # noqa: F401  (names of constraints, before any table)
from models.assignment import OPEN_ASSIGNMENT, Assignment, AssignmentStatus
from models.change import Change, Subject
from models.counter import Counter
from models.draw_visit import DrawVisit
from models.drawing import Drawing
from models.escalation import Escalation
from models.finding import Finding
from models.measurement import Measurement
from models.message import Message, MessageStatus
from models.office import OfficeRow
from models.person import PersonRow
from models.planned_occurrence import PlannedOccurrence
from models.rectification import CLIMBING, Rectification, RectificationStatus
from models.rotation_turn import RotationTurn
from models.supervision import Supervision, SupervisionStatus
from models.supervision_step import SupervisionStep
from models.unit import UnitRow
from models.visit import Visit
from models.work_item import WorkItem

__all__ = [
    "CLIMBING",
    "OPEN_ASSIGNMENT",
    "Assignment",
    "AssignmentStatus",
    "Change",
    "Counter",
    "DrawVisit",
    "Drawing",
    "Escalation",
    "Finding",
    "Measurement",
    "Message",
    "MessageStatus",
    "OfficeRow",
    "PersonRow",
    "PlannedOccurrence",
    "Rectification",
    "RectificationStatus",
    "RotationTurn",
    "Subject",
    "Supervision",
    "SupervisionStatus",
    "SupervisionStep",
    "UnitRow",
    "Visit",
    "WorkItem",
]
