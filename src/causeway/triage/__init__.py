"""Completeness and priority: two scored judgements with their reasons, never mixed. Weights and words are data in
`policies/`.
"""

from causeway.triage.children import has_child_subject, may_be_child
from causeway.triage.comparing import Judged, PolicyComparison, compare_policies
from causeway.triage.completeness import (
    CompletenessPolicy,
    assess_completeness,
    completeness_policy,
    parse_completeness_policy,
)
from causeway.triage.dangers import PriorityContext
from causeway.triage.errors import PolicyFault, PolicyInvalid, TriageError
from causeway.triage.policy import PolicyExample, PriorityPolicy
from causeway.triage.policy_reading import LONGEST_POLICY, parse_priority_policy
from causeway.triage.priority import assess_priority, priority_policy, shipped_priority_policy

__all__ = [
    "LONGEST_POLICY",
    "CompletenessPolicy",
    "Judged",
    "PolicyComparison",
    "PolicyExample",
    "PolicyFault",
    "PolicyInvalid",
    "PriorityContext",
    "PriorityPolicy",
    "TriageError",
    "assess_completeness",
    "assess_priority",
    "compare_policies",
    "completeness_policy",
    "has_child_subject",
    "may_be_child",
    "parse_completeness_policy",
    "parse_priority_policy",
    "priority_policy",
    "shipped_priority_policy",
]
