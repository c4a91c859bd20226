"""Rules that a service writes itself, in the Common Expression Language (cel.dev), over the same values as indicators.

A rule sees numbers and truth values, never a text or an identifier; types are checked when it is read. There are no
loops and no regular expressions in it, so its cost is bounded by its length. What it asks for and is not known makes it
say nothing. A rule can only raise a score: leniency is the policy's to give, where everybody sees it.

Needs the extra `warning`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from typing import Any, Final

from causeway.warning.combining import OwnEvidence
from causeway.warning.curves import on_grid
from causeway.warning.errors import PolicyInvalid, RuleInvalid
from causeway.warning.indicators import INDICATORS, Stage
from causeway.warning.policy import WarningPolicy
from causeway.warning.sections import Section, not_toml
from causeway.warning.state import Account, Reading

_MOST_RULES: Final = 50
_LONGEST: Final = 500
"""Characters of a condition."""
_DAY: Final = 86_400.0
_FACTS: Final = ("age", "age_confidence", "account_age_days")
_STAGES: Final = {stage.value: stage for stage in Stage}
_ENVIRONMENT: Final = """
name: "causeway-warning"
stdlib:
  exclude_functions: [{name: "matches"}]
  exclude_macros: [all, exists, exists_one, map, filter]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRule:
    """One rule: when `condition` holds, it counts `log_likelihood_ratio` nats."""

    id: str
    condition: str
    log_likelihood_ratio: float
    stage: Stage
    reason: str
    program: Any


class OwnRules:
    """A service's rules, ready to be asked of an account. `digest` is the SHA-256 of the text they came from."""

    def __init__(self, rules: tuple[OwnRule, ...], policy: WarningPolicy, digest: str) -> None:
        self.rules, self.digest = rules, digest
        self._measures = {name: (INDICATORS[name].measure, row.prior) for name, row in policy.indicators.items()}

    def __call__(self, account: Account, reading: Reading) -> list[OwnEvidence]:
        """What each rule says of the account."""
        known = self._known(account, reading)
        return [_ask(rule, known) for rule in self.rules]

    def _known(self, account: Account, reading: Reading) -> Mapping[str, float | bool]:
        values: dict[str, float | bool | None] = {
            name: measure(account, reading, prior) for name, (measure, prior) in self._measures.items()
        }
        values["age"], values["age_confidence"] = account.age, account.age_confidence
        if account.created_at is not None:
            values["account_age_days"] = (reading.now - account.created_at) / _DAY
        values["device_was_blocked"] = account.device_was_blocked
        return {name: value for name, value in values.items() if value is not None}


def parse_rules(text: str, policy: WarningPolicy) -> OwnRules:
    """Read rules from TOML: `[rules.NAME]` with `when`, `log_likelihood_ratio`, `stage` and `reason`.

    Raises:
        PolicyInvalid: a field is wrong. RuleInvalid: a condition cannot be used, or the extra is not installed.
    """
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise not_toml("the rules", "are", error) from None
    root = Section("", document)
    root.only("rules")
    section = root.section("rules")
    if len(section.names()) > _MOST_RULES:
        raise PolicyInvalid("rules", f"are more than {_MOST_RULES}")
    environment = _environment(policy)
    return OwnRules(
        tuple(_rule(section, name, policy, environment) for name in section.names()),
        policy,
        sha256(text.encode()).hexdigest(),
    )


def _environment(policy: WarningPolicy) -> Any:
    if find_spec("cel_expr_python") is None:
        raise RuleInvalid("file", "rules need the extra `warning`: pip install 'causeway[warning]'")
    from cel_expr_python import cel

    numbers = dict.fromkeys((*policy.indicators, *_FACTS), cel.Type.DOUBLE)
    return cel.NewEnv(
        config=cel.NewEnvConfigFromYaml(_ENVIRONMENT), variables={**numbers, "device_was_blocked": cel.Type.BOOL}
    )


def _rule(section: Section, name: str, policy: WarningPolicy, environment: Any) -> OwnRule:
    given = section.section(name)
    given.only("when", "log_likelihood_ratio", "stage", "reason")
    stage = _STAGES.get(given.text("stage"))
    if stage is None:
        raise PolicyInvalid(f"rules.{name}.stage", f"must be one of {', '.join(_STAGES)}")
    condition = given.text("when", longest=_LONGEST)
    return OwnRule(
        id=f"own.{name}",
        condition=condition,
        log_likelihood_ratio=on_grid(given.number("log_likelihood_ratio", 0.001, policy.cap)),
        stage=stage,
        reason=given.text("reason"),
        program=_compiled(name, condition, environment),
    )


def _compiled(name: str, condition: str, environment: Any) -> Any:
    from cel_expr_python import cel

    try:
        program = environment.compile(condition)
    except RuntimeError as error:
        raise RuleInvalid(name, _first_line(error)) from None
    if program.return_type() != cel.Type.BOOL:
        raise RuleInvalid(name, "the condition is neither true nor false")
    return program


def _first_line(error: Exception) -> str:
    """What the compiler found first, without its own names. Numbers need a point: 3.0, not 3."""
    said = str(error).splitlines()[0].removeprefix("INVALID_ARGUMENT: ").removeprefix("ERROR: ")
    hint = "; write numbers with a point, as in 3.0" if "int" in said and "overload" in said else ""
    return said[:300] + hint


def _ask(rule: OwnRule, known: Mapping[str, float | bool]) -> OwnEvidence:
    """A condition that asks for what is not known, or divides by nothing, has no value: the rule says nothing."""
    try:
        value = rule.program.eval(data=known).value()
    except RuntimeError:
        value = None
    is_known = isinstance(value, bool)
    return OwnEvidence(
        id=rule.id,
        stage=rule.stage,
        log_likelihood_ratio=rule.log_likelihood_ratio if value is True else None,
        reason=rule.reason,
        is_known=is_known,
    )
