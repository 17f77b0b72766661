"""The closed lists of the plan: what an entry is, what kind of work, who does it, what it asks for, how it is due."""

from __future__ import annotations

from enum import StrEnum


class Class(StrEnum):
    """What an entry is: scheduled work, work on a trigger, a measured target, or policy text."""

    SCHEDULED = "S"
    EVENT = "E"
    TARGET = "T"
    POLICY = "P"


class Kind(StrEnum):
    """The closed list of kinds of work (inventory 1.9)."""

    SPECIAL = "special"
    DRAFTING = "drafting"
    GUIDANCE = "guidance"
    APPRAISAL = "appraisal"
    PUBLICITY = "publicity"
    COMPREHENSIVE = "comprehensive"
    RANDOM = "random"
    RECEPTION = "reception"
    REPORTING = "reporting"
    MONITORING = "monitoring"
    ROUTINE_VISIT = "routine_visit"
    TRAINING = "training"
    RECTIFICATION_FOLLOWUP = "rectification_followup"
    TASK_TRACKING = "task_tracking"
    ENFORCEMENT = "enforcement"
    TARGET = "target"
    ORG_SETUP = "org_setup"
    LEDGER = "ledger"
    RECTIFICATION = "rectification"
    ACCREDITATION = "accreditation"
    GOVERNMENT_SUPERVISION = "government_supervision"
    CLASS_OBSERVATION = "class_observation"
    CONTEST = "contest"
    PLANNING = "planning"
    COMPLAINT = "complaint"
    SELF_EVALUATION = "self_evaluation"
    TERM_OPENING = "term_opening"
    MATERIAL_REVIEW = "material_review"
    RULE_CHECK = "rule_check"
    DAILY_CHECK = "daily_check"
    RESOURCING = "resourcing"
    FUND_MONITORING = "fund_monitoring"


class Doer(StrEnum):
    """Who does the work: the office itself, the responsible inspector, or the unit (through its liaison)."""

    OFFICE = "office"
    INSPECTOR = "inspector"
    LIAISON = "liaison"


class Asks(StrEnum):
    """What an assignment asks for before it counts as done."""

    NOTICE = "notice"
    ACKNOWLEDGEMENT = "acknowledgement"
    CHECKLIST = "checklist"
    SELF_EVALUATION = "self_evaluation"
    DOCUMENT = "document"
    SITE_VISIT = "site_visit"


class DueBasis(StrEnum):
    """How a deadline was counted (rules-of-the-field 2.9, 4.4)."""

    WINDOW_END = "window_end"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    FIXED_DATE = "fixed_date"
