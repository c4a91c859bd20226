"""What can go wrong in triage: only the policy, never the referral."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PolicyFault:
    """One fault of a policy: `where` names the row, as in `features.grooming.points`; empty is the whole of it."""

    where: str
    fault: str

    def __str__(self) -> str:
        return f"{self.where}: {self.fault}" if self.where else self.fault


class TriageError(Exception):
    """Root of this package's errors. The message is safe to show."""

    code = "triage"


class PolicyInvalid(TriageError):
    """A policy names a feature that does not exist, or lacks a table, a weight or a word. `faults` holds them all where
    they are told apart.
    """

    code = "triage_policy_invalid"

    def __init__(self, message: str, faults: tuple[PolicyFault, ...] = ()) -> None:
        self.faults = faults or (PolicyFault("", message),)
        super().__init__(message)
