"""The invented organisations of the demo world, and the people in them.

Every service, school and charity is invented. The police forces are real bodies, named in the caller's list; the
people said to work there are not. Mailboxes lie under example.org (RFC 2606), which nobody can own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from causeway.vocabulary.organisations import OrganisationKind, PartnerKind, Role
from causeway.worlds.names import mailbox_part, person_names
from causeway.worlds.places import ForceEntry

PUBLIC_SENDER = "public"
"""The sender key of a member of the public, who belongs to no organisation."""

FULL_FORCE: tuple[tuple[Role, ...], ...] = (
    (Role.DUTY_OFFICER,),
    (Role.INVESTIGATOR,),
    (Role.INVESTIGATOR,),
    (Role.SUPERVISOR,),
    (Role.SAFEGUARDING_LEAD,),
    (Role.ADMINISTRATOR,),
    (Role.DATA_PROTECTION_OFFICER,),
    (Role.AUDITOR,),
    (Role.TRAINER, Role.SURVEY_LEAD),
)
"""The roles of a fully staffed force, one person a line."""

_STAFFED = (("GB", "Kent"), ("NL", "Rotterdam"), ("IE", "Galway"))
"""The forces with a full staff; the rest are a mailbox.

Where the caller's list lacks one, the first of that country stands in.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldMember:
    """An invented person at an organisation."""

    name: str
    email: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldOrganisation:
    """An organisation of the demo world.

    `key` is stable across seeds; `covers` names the councils a children's-services body serves.
    """

    key: str
    name: str
    kind: OrganisationKind
    partner_kind: PartnerKind | None = None
    country: str
    zone: str
    mailbox: str
    members: tuple[WorldMember, ...] = ()
    credentials: tuple[str, ...] = ()
    force_code: str | None = None
    covers: tuple[str, ...] = ()
    size: str | None = None

    @property
    def domain(self) -> str:
        """The domain of its mailbox and its people."""
        return self.mailbox.partition("@")[2]


@dataclass(frozen=True, slots=True)
class _Plan:
    key: str
    name: str
    kind: OrganisationKind
    staff: tuple[tuple[Role, ...], ...]
    country: str = "GB"
    zone: str = "Europe/London"
    partner_kind: PartnerKind | None = None
    mailbox: str = "child-safety"
    credentials: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    size: str | None = None


_SERVICE, _PARTNER = OrganisationKind.SERVICE, OrganisationKind.PARTNER
_ADMIN, _SENDER, _REVIEWER = (Role.ADMINISTRATOR,), (Role.SENDER,), (Role.REVIEWER,)
_RESPONDER, _LEAD = (Role.SERVICE_RESPONDER,), (Role.SAFEGUARDING_LEAD,)
_DPO, _AUDITOR, _ANALYST = (Role.DATA_PROTECTION_OFFICER,), (Role.AUDITOR,), (Role.ANALYST,)

_PLANS: tuple[_Plan, ...] = (
    _Plan(
        "harbourline",
        "Harbourline",
        _SERVICE,
        (
            *(_ADMIN, _SENDER, _REVIEWER, (Role.REVIEWER, Role.SUPERVISOR), _RESPONDER, _DPO),
            *((Role.TRAINER,), (Role.TRAINER,)),
        ),
        "IE",
        "Europe/Dublin",
        credentials=("harbourline-cybertip", "harbourline-outcomes"),
        size="large social network",
    ),
    _Plan(
        "kelpforum",
        "Kelp & Keel Forum",
        _SERVICE,
        ((Role.ADMINISTRATOR, Role.SENDER, Role.REVIEWER, Role.SUPERVISOR, Role.SERVICE_RESPONDER),),
        mailbox="moderators",
        size="small forum",
    ),
    _Plan(
        "moatwalk",
        "Moatwalk Quest",
        _SERVICE,
        (_ADMIN, _SENDER, _REVIEWER, _RESPONDER),
        "NL",
        "Europe/Amsterdam",
        credentials=("moatwalk-json",),
        size="game",
    ),
    _Plan(
        "stowaway",
        "Stowaway Drive",
        _SERVICE,
        (_ADMIN, _SENDER, _REVIEWER, _RESPONDER),
        "US",
        "America/New_York",
        credentials=("stowaway-cybertip",),
        size="cloud storage",
    ),
    _Plan(
        "semaphore",
        "Semafoor Berichten",
        _SERVICE,
        (_ADMIN, (Role.SENDER, Role.REVIEWER), _RESPONDER),
        "NL",
        "Europe/Amsterdam",
        credentials=("semaphore-json",),
        size="messenger",
    ),
    _Plan(
        "crossing",
        "The Crossing Clearing-house",
        OrganisationKind.CLEARING_HOUSE,
        (
            _ADMIN,
            _ANALYST,
            _ANALYST,
            (Role.DUTY_OFFICER,),
            (Role.SUPERVISOR,),
            _DPO,
            _AUDITOR,
            (Role.TRAINER, Role.SURVEY_LEAD),
        ),
        mailbox="desk",
        credentials=("crossing-import",),
    ),
    _Plan(
        "foghorn",
        "Foghorn Hotline",
        OrganisationKind.HOTLINE,
        (_ADMIN, (Role.ANALYST, Role.SENDER), _SENDER),
        "IE",
        "Europe/Dublin",
        mailbox="hotline",
        credentials=("foghorn-import",),
    ),
    _Plan(
        "saltmarsh-school",
        "Saltmarsh Lane School",
        _PARTNER,
        ((Role.SAFEGUARDING_LEAD, Role.SENDER, Role.ADMINISTRATOR),),
        partner_kind=PartnerKind.SCHOOL,
        mailbox="safeguarding",
    ),
    _Plan(
        "vuurbaak-school",
        "Vuurbaak aan de Plas College",
        _PARTNER,
        ((Role.SAFEGUARDING_LEAD, Role.SENDER, Role.ADMINISTRATOR),),
        "NL",
        "Europe/Amsterdam",
        PartnerKind.SCHOOL,
        mailbox="safeguarding",
    ),
    _Plan(
        "mooringlight",
        "Mooringlight Children's Charity",
        _PARTNER,
        (_ADMIN, (Role.SENDER, Role.SAFEGUARDING_LEAD), (Role.TRAINER,)),
        partner_kind=PartnerKind.CHARITY,
        mailbox="help",
    ),
    _Plan(
        "east-kent-children",
        "East Shore Children's Services",
        _PARTNER,
        (_ADMIN, _LEAD, _LEAD),
        partner_kind=PartnerKind.CHILDRENS_SERVICES,
        mailbox="front-door",
        covers=(
            "Canterbury",
            "Dover",
            "Folkestone and Hythe",
            "Thanet",
            "Ashford",
            "Maidstone",
            "Tunbridge Wells",
            "Gravesham",
            "Medway",
        ),
    ),
    _Plan(
        "prosecutor",
        "Office of the Demo Prosecutor",
        _PARTNER,
        (_ADMIN, _ANALYST),
        partner_kind=PartnerKind.PROSECUTOR,
        mailbox="disclosure",
    ),
    _Plan("tidewatch", "Tidewatch Oversight", OrganisationKind.OVERSIGHT, (_ADMIN, _AUDITOR), mailbox="inspectors"),
)


SENDER_MAILBOXES: dict[str, str] = {plan.key: f"{plan.mailbox}@{plan.key}.example.org" for plan in _PLANS}
"""The role mailbox of each invented organisation, by key."""


ORGANISATION_NAMES: dict[str, str] = {plan.key: plan.name for plan in _PLANS}
"""The name of each invented organisation, by key."""


def demo_organisations(seed: int, forces: Iterable[tuple[str, str, str, str]]) -> tuple[WorldOrganisation, ...]:
    """The invented organisations with their people, then one organisation for each of the caller's forces.

    `forces` gives code, name, ISO alpha-2 country and time zone. Three forces have a full staff, one of them Dutch
    and one Irish.
    """
    rng = Random(f"causeway-organisations-{seed}")
    listed = tuple(ForceEntry(*force) for force in forces)
    staffed = _staffed_codes(listed)
    people = sum(len(plan.staff) for plan in _PLANS) + len(FULL_FORCE) * len(staffed)
    names = iter(person_names(rng, people))
    invented = [
        WorldOrganisation(
            key=plan.key,
            name=plan.name,
            kind=plan.kind,
            partner_kind=plan.partner_kind,
            country=plan.country,
            zone=plan.zone,
            mailbox=SENDER_MAILBOXES[plan.key],
            members=_members(names, plan.staff, f"{plan.key}.example.org"),
            credentials=plan.credentials,
            covers=plan.covers,
            size=plan.size,
        )
        for plan in _PLANS
    ]
    return (*invented, *(_force(force, names if force.code in staffed else None) for force in listed))


def _force(force: ForceEntry, names: Iterable[tuple[str, str]] | None) -> WorldOrganisation:
    domain = f"{force_key(force.code)}.example.org"
    return WorldOrganisation(
        key=force_key(force.code),
        name=force.name,
        kind=OrganisationKind.POLICE_FORCE,
        country=force.country,
        zone=force.zone,
        mailbox=f"online-child-protection@{domain}",
        members=() if names is None else _members(names, FULL_FORCE, domain),
        force_code=force.code,
    )


def force_key(code: str) -> str:
    """The organisation key of a force: its code, in letters that may stand in a domain name."""
    return "police-" + "".join(letter if letter.isalnum() else "-" for letter in code.casefold()).strip("-")


def _members(
    names: Iterable[tuple[str, str]], staff: Sequence[tuple[Role, ...]], domain: str
) -> tuple[WorldMember, ...]:
    taken = iter(names)
    made = []
    for roles in staff:
        first, family = next(taken)
        made.append(WorldMember(name=f"{first} {family}", email=f"{mailbox_part(first, family)}@{domain}", roles=roles))
    return tuple(made)


def _staffed_codes(forces: Sequence[ForceEntry]) -> frozenset[str]:
    codes: set[str] = set()
    for country, word in _STAFFED:
        here = [force for force in forces if force.country == country]
        named = [force for force in here if word in force.name] or here
        codes.update(force.code for force in named[:1])
    return frozenset(codes)
