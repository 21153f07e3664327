"""Ground: the tables, one noun a module; no query and no rule."""

from bot.models.areas import Area, AreaSuccession
from bot.models.broadcasts import Broadcast, Delivery
from bot.models.campaigns import Campaign, CoOwner, Segment
from bot.models.chats import (
    ChannelAccount,
    Chat,
    FailedUpdate,
    Link,
    StoredReply,
    Update,
    WebMessage,
)
from bot.models.jobs import Tick
from bot.models.members import Consent, Member, RollChange, RollImport, Suppression
from bot.models.organisations import Branch, Membership, Organisation
from bot.models.organizers import AuditEntry, Grant, Organizer, PersonalCode
from bot.models.surveys import (
    Answer,
    Entitlement,
    Response,
    SealedRow,
    Survey,
    UnsealedAnswers,
)
from bot.models.tables import Moment, Table

__all__ = [
    "Answer",
    "Area",
    "AreaSuccession",
    "AuditEntry",
    "Branch",
    "Broadcast",
    "Campaign",
    "ChannelAccount",
    "Chat",
    "CoOwner",
    "Consent",
    "Delivery",
    "Entitlement",
    "FailedUpdate",
    "Grant",
    "Link",
    "Member",
    "Membership",
    "Moment",
    "Organisation",
    "Organizer",
    "PersonalCode",
    "Response",
    "RollChange",
    "RollImport",
    "SealedRow",
    "Segment",
    "StoredReply",
    "Suppression",
    "Survey",
    "Table",
    "Tick",
    "UnsealedAnswers",
    "Update",
    "WebMessage",
]
