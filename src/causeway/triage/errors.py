"""What can go wrong in triage: only the policy, never the referral."""


class TriageError(Exception):
    """Root of this package's errors. The message is safe to show."""

    code = "triage"


class PolicyInvalid(TriageError):
    """A policy names a feature that does not exist, or lacks a table, a weight or a word."""

    code = "triage_policy_invalid"
