"""The 21 capabilities of the Model National Response, in six domains, and four phases of maturity.

Names and order of the capabilities are those of WeProtect Global Alliance, "Preventing and Tackling Child Sexual
Exploitation and Abuse (CSEA): A Model National Response", November 2016 edition, checked against its table of contents
and the Alliance's public site. The Alliance's edition of 2022 joins and renames some. What stands beside each name is
in our own words and no text of the Alliance.

The Alliance's Maturity Model (with UNICEF) has four phases, "from 'building' to 'maturity'". Those two names are the
Alliance's. We could not verify what it calls the second and third, so that these two names, and what all four mean, are
our own; whoever has the Alliance's tool can go by its descriptions and keep to the numbers.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Domain(StrEnum):
    """A part of the national response."""

    GOVERNANCE = "governance"
    JUSTICE = "justice"
    VICTIM = "victim"
    SOCIETY = "society"
    INDUSTRY = "industry"
    MEDIA = "media"


class Phase(IntEnum):
    """How far a capability has come."""

    BUILDING = 1
    PARTLY = 2
    ESTABLISHED = 3
    MATURITY = 4


@dataclass(frozen=True, slots=True)
class Capability:
    """One capability: `number` is the Alliance's, `about` our own words."""

    code: str
    number: int
    domain: Domain
    name: Promise
    about: Promise


DOMAIN_NAMES: dict[Domain, Promise] = {
    Domain.GOVERNANCE: _("Policy and governance"),
    Domain.JUSTICE: _("Criminal justice"),
    Domain.VICTIM: _("Victim"),
    Domain.SOCIETY: _("Societal"),
    Domain.INDUSTRY: _("Industry"),
    Domain.MEDIA: _("Media and communications"),
}

PHASE_NAMES: dict[Phase, Promise] = {
    Phase.BUILDING: _("Building"),
    Phase.PARTLY: _("Working in part"),
    Phase.ESTABLISHED: _("Working throughout"),
    Phase.MATURITY: _("Maturity"),
}

PHASE_TEXTS: dict[Phase, Promise] = {
    Phase.BUILDING: _("There is a plan, or the first people and means. It does not work yet, or only by chance."),
    Phase.PARTLY: _("It works in some places or for some children, and depends on a few people."),
    Phase.ESTABLISHED: _("It works everywhere, is written down and paid for, and people are trained for it."),
    Phase.MATURITY: _("Its results are measured and made public, it is reviewed from outside, and it gets better."),
}

CAPABILITIES: tuple[Capability, ...] = (
    Capability(
        "leadership", 1, Domain.GOVERNANCE, _("Leadership"),
        _("A body with the power and the means to lead and join the national response."),
    ),
    Capability(
        "research", 2, Domain.GOVERNANCE, _("Research, analysis and monitoring"),
        _("The country knows the size of the problem, and whether what it does helps."),
    ),
    Capability(
        "legislation", 3, Domain.GOVERNANCE, _("Legislation"),
        _("The law protects every child and reaches offences that are committed online or abroad."),
    ),
    Capability(
        "law_enforcement", 4, Domain.JUSTICE, _("Dedicated law enforcement"),
        _("Trained officers with a national remit who act on what they are told and search on their own."),
    ),
    Capability(
        "judiciary", 5, Domain.JUSTICE, _("Judiciary and prosecutors"),
        _("Judges and prosecutors are trained for these cases and keep the child in view."),
    ),
    Capability(
        "offender_management", 6, Domain.JUSTICE, _("Offender management process"),
        _("People who have offended are kept from offending again, at home and across borders."),
    ),
    Capability(
        "image_databases", 7, Domain.JUSTICE, _("Access to image databases"),
        _("A national database, joined to that of INTERPOL, so that no child is searched for twice."),
    ),
    Capability(
        "support", 8, Domain.VICTIM, _("End-to-end support"),
        _("One child, one plan: support from the first day, through any trial, and after it."),
    ),
    Capability(
        "workforce", 9, Domain.VICTIM, _("Child protection workforce"),
        _("Enough people who are trained, work together and are there when a child needs them."),
    ),
    Capability(
        "remedies", 10, Domain.VICTIM, _("Compensation, remedies and complaints arrangements"),
        _("A child can claim what is due, and complain, in a way that a child can use."),
    ),
    Capability(
        "helpline", 11, Domain.VICTIM, _("Child helpline"),
        _("A child can reach somebody who listens and helps, free of charge, at any hour."),
    ),
    Capability(
        "hotline", 12, Domain.SOCIETY, _("CSEA hotline"),
        _("The public can report material, and it is taken down and passed to the police."),
    ),
    Capability(
        "education", 13, Domain.SOCIETY, _("Education programme"),
        _("Children, parents, teachers and others learn how to keep safe and where to turn."),
    ),
    Capability(
        "participation", 14, Domain.SOCIETY, _("Child participation"),
        _("Children are heard where policies and services for them are made."),
    ),
    Capability(
        "offender_support", 15, Domain.SOCIETY, _("Offender support systems"),
        _("People who fear that they may offend find help before they do."),
    ),
    Capability(
        "takedown", 16, Domain.INDUSTRY, _("Takedown procedures"),
        _("Services remove material quickly, and block it where it cannot be removed."),
    ),
    Capability(
        "reporting", 17, Domain.INDUSTRY, _("CSEA reporting"),
        _("The law lets services report fully, with content, and protects them when they do."),
    ),
    Capability(
        "innovation", 18, Domain.INDUSTRY, _("Innovative solution development"),
        _("Industry helps to find technical answers to what this country meets."),
    ),
    Capability(
        "responsibility", 19, Domain.INDUSTRY, _("Corporate social responsibility"),
        _("Companies have programmes for children that do what they promise."),
    ),
    Capability(
        "media", 20, Domain.MEDIA, _("Ethical and informed media reporting"),
        _("The media tell what is true, and spare the child."),
    ),
    Capability(
        "terminology", 21, Domain.MEDIA, _("Universal terminology"),
        _("Everybody uses the same respectful words, in law and in public."),
    ),
)  # fmt: skip

BY_CODE: dict[str, Capability] = {capability.code: capability for capability in CAPABILITIES}
