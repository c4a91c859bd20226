"""Priority: how soon may a child be harmed? About the child, never about the paperwork. By the policy that ships, or by
one of your own.
"""

from datetime import datetime
from functools import cache
from importlib.resources import files

from causeway.triage.dangers import PriorityContext
from causeway.triage.policy import PriorityPolicy
from causeway.triage.policy_reading import parse_priority_policy
from causeway.triage.weighing import weigh
from causeway.vocabulary.findings import Priority
from causeway.vocabulary.referral import Referral


def shipped_priority_policy() -> str:
    """The TOML of the policy that ships with this version."""
    return (files(__package__) / "policies" / "priority.toml").read_text(encoding="utf-8")


@cache
def priority_policy() -> PriorityPolicy:
    """The policy that ships with this version."""
    return parse_priority_policy(shipped_priority_policy())


def assess_priority(
    referral: Referral, *, context: PriorityContext, now: datetime, policy: PriorityPolicy | None = None
) -> Priority:
    """How soon a child may be harmed, by the policy that ships unless another is given (see `weighing.weigh`)."""
    return weigh(referral, context=context, now=now, policy=policy or priority_policy())
