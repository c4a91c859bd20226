"""The files that say how early warning weighs: read and checked once for every command that needs them."""

from dataclasses import dataclass
from pathlib import Path

from causeway.cli.output import CommandFailed
from causeway.warning import (
    LogisticCalibration,
    MadeUnder,
    OwnRules,
    WarningPolicy,
    Watch,
    WatchSettings,
    parse_calibration,
    parse_rules,
    parse_warning_policy,
    warning_policy,
)
from causeway.warning.watching import made_under


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A policy, and a service's own rules and calibration where it has them."""

    policy: WarningPolicy
    rules: OwnRules | None
    calibration: LogisticCalibration | None

    @property
    def made_under(self) -> MadeUnder:
        """Which versions these are."""
        return made_under(self.policy, self.rules, self.calibration)

    def watch(self, settings: WatchSettings) -> Watch:
        """A fresh watch."""
        return Watch(self.policy, settings, calibration=self.calibration, own=self.rules)


def read_weights(policy: Path | None, rules: Path | None, calibration: Path | None) -> Weights:
    """Raises EarlyWarningError for what is wrong in a file, CommandFailed for one that cannot be read."""
    used = parse_warning_policy(read_text(policy)) if policy is not None else warning_policy()
    return Weights(
        policy=used,
        rules=parse_rules(read_text(rules), used) if rules is not None else None,
        calibration=parse_calibration(read_text(calibration)) if calibration is not None else None,
    )


def read_text(path: Path) -> str:
    """A file as UTF-8. Raises CommandFailed."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}", exit_code=2) from error
    except ValueError:
        raise CommandFailed(f"{path} is no UTF-8", exit_code=2) from None
