"""Where to find what a field asks for, in the words of the completeness table: said once, shown at field and panel."""

from causeway.triage import completeness_policy


def advice_on(feature: str) -> str:
    """The advice of a completeness feature."""
    return completeness_policy().words[feature].advice
