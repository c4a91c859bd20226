"""Tables of training: modules, what somebody learnt, and what was done on the job."""

from causeway.hub.knowledge.training.models.learning import (
    Certificate,
    CertificateEvidence,
    PathStep,
    Progress,
    TestAttempt,
)
from causeway.hub.knowledge.training.models.modules import (
    ModuleDraft,
    ModulePicture,
    ModuleRating,
    ModuleVersion,
    RatingMark,
)
from causeway.hub.knowledge.training.models.practice import (
    MentoredTask,
    SkillOverride,
    SkillRule,
    SkillSummary,
    TrainingChoice,
)

__all__ = [
    "Certificate",
    "CertificateEvidence",
    "MentoredTask",
    "ModuleDraft",
    "ModulePicture",
    "ModuleRating",
    "ModuleVersion",
    "PathStep",
    "Progress",
    "RatingMark",
    "SkillOverride",
    "SkillRule",
    "SkillSummary",
    "TestAttempt",
    "TrainingChoice",
]
