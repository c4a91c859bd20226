"""The closed lists of the format, with their wire values.

The names of incident types are those of the law and stay as they are on the wire; what people read is
`vocabulary.Concern`.
"""

from enum import StrEnum


class IncidentType(StrEnum):
    """What the incident is, by the law's own names."""

    SEXUAL_ABUSE_MATERIAL = "Child Pornography (possession, manufacture, and distribution)"
    TRAFFICKING = "Child Sex Trafficking"
    TRAVEL = "Child Sex Tourism"
    CONTACT_ABUSE = "Child Sexual Molestation"
    MISLEADING_DOMAIN = "Misleading Domain Name"
    MISLEADING_WORDS = "Misleading Words or Digital Images on the Internet"
    GROOMING = "Online Enticement of Children for Sexual Acts"
    UNSOLICITED_MATERIAL = "Unsolicited Obscene Material Sent to a Child"


class BatchReason(StrEnum):
    """Why one report stands for many."""

    VIRAL_POTENTIAL_MEME = "VIRAL_POTENTIAL_MEME"


class ReportAnnotation(StrEnum):
    """What a sender adds to the incident type; each is an empty element."""

    SEXTORTION = "sextortion"
    SOLICITATION = "csamSolicitation"
    MINOR_TO_MINOR = "minorToMinorInteraction"
    SPAM = "spam"
    SADISTIC_EXPLOITATION = "sadisticOnlineExploitation"
    INFORMATIONAL = "informational"
    AGGRAVATING_FACTORS = "potentialAggravatingFactors"
    INSTRUMENTAL_USE = "instrumentalUse"


class EventName(StrEnum):
    """What an address or device was seen doing."""

    LOGIN = "Login"
    REGISTRATION = "Registration"
    PURCHASE = "Purchase"
    UPLOAD = "Upload"
    OTHER = "Other"
    UNKNOWN = "Unknown"


class FileRelevance(StrEnum):
    """Whether a file is what is reported, or stands beside it."""

    REPORTED = "Reported"
    SUPPLEMENTAL_REPORTED = "Supplemental Reported"


class FileAnnotation(StrEnum):
    """What a sender says of a file; each is an empty element."""

    DRAWING = "animeDrawingVirtualHentai"
    POTENTIAL_MEME = "potentialMeme"
    VIRAL = "viral"
    POSSIBLE_SELF_PRODUCTION = "possibleSelfProduction"
    PHYSICAL_HARM = "physicalHarm"
    VIOLENCE_GORE = "violenceGore"
    ANIMAL = "bestiality"
    LIVE_STREAMING = "liveStreaming"
    INFANT = "infant"
    GENERATIVE_AI = "generativeAi"


class IndustryClassification(StrEnum):
    """The industry's own scale."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"


class EmailType(StrEnum):
    """What an e-mail address is used for."""

    HOME = "Home"
    WORK = "Work"
    BUSINESS = "Business"
    RECOVERY = "Recovery"


class PhoneType(StrEnum):
    """What a telephone number is used for."""

    MOBILE = "Mobile"
    HOME = "Home"
    BUSINESS = "Business"
    WORK = "Work"
    FAX = "Fax"
    INTERNET = "Internet"
    RECOVERY = "Recovery"


class AddressType(StrEnum):
    """What an address is used for."""

    HOME = "Home"
    BUSINESS = "Business"
    BILLING = "Billing"
    SHIPPING = "Shipping"
    TECHNICAL = "Technical"


class AssociatedAccountType(StrEnum):
    """How an account hangs together with the reported person."""

    BILLING = "Billing"
    LINKED = "Linked"
    BUSINESS = "Business"
    CREATOR = "Creator"
    PARENT_GUARDIAN = "Parent/Guardian"
    OTHER = "Other"


class DetailsType(StrEnum):
    """Where a file's name-value pairs come from."""

    EXIF = "EXIF"
    HASH = "HASH"


# fmt: off
US_STATES: frozenset[str] = frozenset(
    (
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA",
        "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM",
        "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA",
        "WV", "WI", "WY", "AS", "FM", "GU", "MH", "MP", "PR", "PW", "VI", "AA", "AE", "AP",
    )
)
# fmt: on
"""Two-letter codes of US states, territories and military post (USPS Publication 28, appendix B)."""
