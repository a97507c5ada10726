from crm.models.contact import (
    FollowUp,
    Medium,
    Message,
    MessageTemplate,
    Purpose,
    TimelineEntry,
)
from crm.models.conversions import Conversion, ConvertedCourse
from crm.models.desk import CounselorSettings, Holiday, SavedFilter
from crm.models.doors import InquiryImport, InquiryPage, PartnerKey
from crm.models.inquiries import (
    ContactConsent,
    ContactTime,
    Inquiry,
    InquiryTag,
    StatusChange,
)
from crm.models.rewards import Appeal, AppealStep, RewardPenalty
from crm.models.scoring import RescoreRun, ScoringModel, ScoringWeights
from crm.models.settings import CRMSettings

__all__ = [
    "Appeal",
    "AppealStep",
    "CRMSettings",
    "ContactConsent",
    "ContactTime",
    "Conversion",
    "ConvertedCourse",
    "CounselorSettings",
    "FollowUp",
    "Holiday",
    "Inquiry",
    "InquiryImport",
    "InquiryPage",
    "InquiryTag",
    "Medium",
    "Message",
    "MessageTemplate",
    "PartnerKey",
    "Purpose",
    "RescoreRun",
    "RewardPenalty",
    "SavedFilter",
    "ScoringModel",
    "ScoringWeights",
    "StatusChange",
    "TimelineEntry",
]
