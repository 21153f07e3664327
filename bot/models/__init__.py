"""Ground: the tables, one noun a module; no query and no rule."""

from bot.models.approvals import Approval
from bot.models.areas import Area, AreaSuccession
from bot.models.broadcasts import OPEN, Broadcast, Delivery
from bot.models.campaigns import Arrival, Campaign, CampaignLink, CoOwner, Segment
from bot.models.chats import (
    ChannelAccount,
    Chat,
    FailedUpdate,
    Link,
    Menu,
    StoredReply,
    Update,
    WebMessage,
)
from bot.models.comments import Comment, CommentAnswer, CommentPeriod
from bot.models.counts import DeliveryCount
from bot.models.files import KeptFile, Upload
from bot.models.followings import Following
from bot.models.households import Ballot, Household, HouseholdMember, PaperCount
from bot.models.jobs import Firing, Lease, Tick
from bot.models.members import (
    Consent,
    Member,
    MemberDate,
    MemberTag,
    RollChange,
    RollImport,
    Suppression,
)
from bot.models.notices import NOTICES
from bot.models.organisations import Branch, Membership, Organisation
from bot.models.organizers import AuditEntry, Grant, Organizer, PersonalCode
from bot.models.pulses import Pulse, PulseDraw
from bot.models.quotas import AccountMonth
from bot.models.references import WRITES_LINES
from bot.models.series import Series
from bot.models.survey_counts import AnswerCount, RollCount
from bot.models.survey_quotas import Quota, QuotaPlace
from bot.models.surveys import (
    Answer,
    Entitlement,
    Response,
    SealedRow,
    Survey,
    SurveyMinute,
    UnsealedAnswers,
)
from bot.models.tables import Moment, Table
from bot.models.templates import MessageTemplate
from bot.models.tokens import ChannelTokens
from bot.models.windows import BlockedDates

__all__ = [
    "NOTICES",
    "OPEN",
    "WRITES_LINES",
    "AccountMonth",
    "Answer",
    "AnswerCount",
    "Approval",
    "Area",
    "AreaSuccession",
    "Arrival",
    "AuditEntry",
    "Ballot",
    "BlockedDates",
    "Branch",
    "Broadcast",
    "Campaign",
    "CampaignLink",
    "ChannelAccount",
    "ChannelTokens",
    "Chat",
    "CoOwner",
    "Comment",
    "CommentAnswer",
    "CommentPeriod",
    "Consent",
    "Delivery",
    "DeliveryCount",
    "Entitlement",
    "FailedUpdate",
    "Firing",
    "Following",
    "Grant",
    "Household",
    "HouseholdMember",
    "KeptFile",
    "Lease",
    "Link",
    "Member",
    "MemberDate",
    "MemberTag",
    "Membership",
    "Menu",
    "MessageTemplate",
    "Moment",
    "Organisation",
    "Organizer",
    "PaperCount",
    "PersonalCode",
    "Pulse",
    "PulseDraw",
    "Quota",
    "QuotaPlace",
    "Response",
    "RollChange",
    "RollCount",
    "RollImport",
    "SealedRow",
    "Segment",
    "Series",
    "StoredReply",
    "Suppression",
    "Survey",
    "SurveyMinute",
    "Table",
    "Tick",
    "UnsealedAnswers",
    "Update",
    "Upload",
    "WebMessage",
]
