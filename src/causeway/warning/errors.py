"""What early warning refuses. Every error names the field and the fault, and never repeats a hostile value."""


class EarlyWarningError(ValueError):
    """The root of what this package raises. `code` is stable; the message may be shown."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class EventInvalid(EarlyWarningError):
    """An event cannot be taken. `field` names where the fault stands."""

    def __init__(self, field: str, fault: str) -> None:
        super().__init__("event_invalid", f"{field} {fault}")
        self.field = field


class PolicyInvalid(EarlyWarningError):
    """A policy, or a service's settings, cannot be used."""

    def __init__(self, field: str, fault: str) -> None:
        super().__init__("policy_invalid", f"{field} {fault}")
        self.field = field


class RuleInvalid(EarlyWarningError):
    """A rule that a service wrote cannot be used. `field` is the rule's id."""

    def __init__(self, field: str, fault: str) -> None:
        super().__init__("rule_invalid", f"the rule {field}: {fault}")
        self.field = field


class SnapshotInvalid(EarlyWarningError):
    """Kept state cannot be taken up: damaged, of another version, or of another policy."""

    def __init__(self, fault: str) -> None:
        super().__init__("snapshot_invalid", f"the kept state {fault}")


class OutputNotEmpty(EarlyWarningError):
    """Candidates were written that no state knows of: to begin anew would lose them."""

    def __init__(self) -> None:
        super().__init__(
            "output_not_empty",
            "the output holds candidates already, and there is no state that says where they end; "
            "bring the state back, or move the output away to begin anew",
        )


class NotAdopted(EarlyWarningError):
    """What is to be used is not what was adopted."""

    def __init__(self, fault: str) -> None:
        super().__init__("not_adopted", fault)


class CalibrationImpossible(EarlyWarningError):
    """There are not enough labelled accounts of each kind to fit on."""

    def __init__(self, fault: str) -> None:
        super().__init__("calibration_impossible", fault)
