"""NOUNS: one table a file. Import the classes from here, so that every table is registered before it is used."""

from models import columns as _columns  # noqa: F401  (names of constraints, before any table)
from models.assignment import OPEN_ASSIGNMENT, Assignment, AssignmentStatus
from models.change import Change, Subject
from models.channel import ChannelRow
from models.complaint import Complaint, ComplaintCase, ComplaintSource, ComplaintStatus, ComplaintVisit
from models.counter import Counter
from models.draw_visit import DrawVisit
from models.drawing import Drawing
from models.escalation import Escalation
from models.extension import Extension, ExtensionStatus
from models.finding import Finding
from models.heartbeat import Heartbeat, Work
from models.issue import Issue
from models.measurement import Measurement
from models.message import Message, MessageStatus
from models.monitoring import Monitoring
from models.office import OfficeRow
from models.person import PersonRow
from models.planned_occurrence import PlannedOccurrence
from models.proposal import Decision, Proposal
from models.rectification import CHECKING, CLIMBING, ENDED, OFFICE_OWES, Rectification, RectificationStatus
from models.revisit import Revisit
from models.rotation_turn import RotationTurn
from models.supervision import Supervision, SupervisionStatus
from models.supervision_step import SupervisionStep
from models.unit import UnitRow
from models.visit import Visit
from models.work_item import WorkItem

__all__ = [
    "CHECKING",
    "CLIMBING",
    "ENDED",
    "OFFICE_OWES",
    "OPEN_ASSIGNMENT",
    "Assignment",
    "AssignmentStatus",
    "Change",
    "ChannelRow",
    "Complaint",
    "ComplaintCase",
    "ComplaintSource",
    "ComplaintStatus",
    "ComplaintVisit",
    "Counter",
    "Decision",
    "DrawVisit",
    "Drawing",
    "Escalation",
    "Extension",
    "ExtensionStatus",
    "Finding",
    "Heartbeat",
    "Issue",
    "Measurement",
    "Message",
    "MessageStatus",
    "Monitoring",
    "OfficeRow",
    "PersonRow",
    "PlannedOccurrence",
    "Proposal",
    "Rectification",
    "RectificationStatus",
    "Revisit",
    "RotationTurn",
    "Subject",
    "Supervision",
    "SupervisionStatus",
    "SupervisionStep",
    "UnitRow",
    "Visit",
    "Work",
    "WorkItem",
]
