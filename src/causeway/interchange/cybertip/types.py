"""Every element of the CyberTipline's format, as frozen values.

Described in `_persons`, `_accounts`, `_report`, `_file`, `_answers`.
"""

from causeway.interchange.cybertip._accounts import (
    AccountPlatform as AccountPlatform,
)
from causeway.interchange.cybertip._accounts import (
    AssociatedAccount as AssociatedAccount,
)
from causeway.interchange.cybertip._accounts import (
    IntendedRecipient as IntendedRecipient,
)
from causeway.interchange.cybertip._accounts import (
    PermanentlyDisabled as PermanentlyDisabled,
)
from causeway.interchange.cybertip._accounts import (
    PersonOrUserReported as PersonOrUserReported,
)
from causeway.interchange.cybertip._accounts import (
    TemporarilyDisabled as TemporarilyDisabled,
)
from causeway.interchange.cybertip._accounts import (
    Victim as Victim,
)
from causeway.interchange.cybertip._file import (
    Details as Details,
)
from causeway.interchange.cybertip._file import (
    FileAnnotations as FileAnnotations,
)
from causeway.interchange.cybertip._file import (
    FileDetails as FileDetails,
)
from causeway.interchange.cybertip._file import (
    NameValuePair as NameValuePair,
)
from causeway.interchange.cybertip._file import (
    OriginalFileHash as OriginalFileHash,
)
from causeway.interchange.cybertip._persons import (
    Address as Address,
)
from causeway.interchange.cybertip._persons import (
    ContactPerson as ContactPerson,
)
from causeway.interchange.cybertip._persons import (
    DeviceId as DeviceId,
)
from causeway.interchange.cybertip._persons import (
    Email as Email,
)
from causeway.interchange.cybertip._persons import (
    EstimatedLocation as EstimatedLocation,
)
from causeway.interchange.cybertip._persons import (
    IpCaptureEvent as IpCaptureEvent,
)
from causeway.interchange.cybertip._persons import (
    Person as Person,
)
from causeway.interchange.cybertip._persons import (
    Phone as Phone,
)
from causeway.interchange.cybertip._persons import (
    ReportingPerson as ReportingPerson,
)
from causeway.interchange.cybertip._report import (
    BatchedReport as BatchedReport,
)
from causeway.interchange.cybertip._report import (
    CellPhoneIncident as CellPhoneIncident,
)
from causeway.interchange.cybertip._report import (
    ChatImIncident as ChatImIncident,
)
from causeway.interchange.cybertip._report import (
    EmailIncident as EmailIncident,
)
from causeway.interchange.cybertip._report import (
    IncidentSummary as IncidentSummary,
)
from causeway.interchange.cybertip._report import (
    InternetDetails as InternetDetails,
)
from causeway.interchange.cybertip._report import (
    LawEnforcement as LawEnforcement,
)
from causeway.interchange.cybertip._report import (
    NewsgroupIncident as NewsgroupIncident,
)
from causeway.interchange.cybertip._report import (
    NonInternetIncident as NonInternetIncident,
)
from causeway.interchange.cybertip._report import (
    OnlineGamingIncident as OnlineGamingIncident,
)
from causeway.interchange.cybertip._report import (
    Peer2PeerIncident as Peer2PeerIncident,
)
from causeway.interchange.cybertip._report import (
    Report as Report,
)
from causeway.interchange.cybertip._report import (
    ReportAnnotations as ReportAnnotations,
)
from causeway.interchange.cybertip._report import (
    Reporter as Reporter,
)
from causeway.interchange.cybertip._report import (
    ServedInternationally as ServedInternationally,
)
from causeway.interchange.cybertip._report import (
    WebPageIncident as WebPageIncident,
)
from causeway.interchange.cybertip._wire import UnknownAttribute as UnknownAttribute
from causeway.interchange.cybertip._wire import UnknownElement as UnknownElement
