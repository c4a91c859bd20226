"""What a test or a coefficient says, in words: whether two answers go together, how far two coders agree."""

from django.utils.translation import gettext as _

from causeway.hub.base.theme.numbers import decimal, percent
from causeway.hub.knowledge.surveys.report.crossing import Crossing
from causeway.hub.knowledge.surveys.report.themes import RELIABLE, TENTATIVE, CodersAgreement

_SMALLEST_P = 0.001


def test_text(crossing: Crossing) -> str:
    """What the test of a cross-table says."""
    test = crossing.test
    if test is None:
        return _("There is one row or one column only, so that there is nothing to test.")
    words = {
        "f": decimal(test.statistic, 2),
        "first": decimal(test.df, 1),
        "second": decimal(test.df_denominator, 0),
        "p": f"p < {decimal(_SMALLEST_P, 3)}" if test.p_value < _SMALLEST_P else f"p = {decimal(test.p_value, 3)}",
    }
    if crossing.go_together:
        return (
            _(
                "The two go together: a difference this large is hardly chance. Which causes which, if either does, the"
                " table cannot say. (Rao and Scott’s F = %(f)s on %(first)s and %(second)s degrees of freedom, %(p)s.)"
            )
            % words
        )
    return (
        _(
            "The table does not show that the two go together: differences like these come by chance. (Rao and Scott’s"
            " F = %(f)s on %(first)s and %(second)s degrees of freedom, %(p)s.)"
        )
        % words
    )


def agreement_text(found: CodersAgreement) -> str:
    """How far two coders agreed over all themes together, and what may be made of it."""
    alpha = found.alpha
    if alpha is None:
        return _("Both gave one and the same code throughout, so that no agreement beyond chance can be worked out.")
    shown = {
        "alpha": decimal(alpha.value, 2),
        "low": decimal(alpha.low, 2),
        "high": decimal(alpha.high, 2),
        "observed": percent(alpha.observed),
    }
    if alpha.value >= RELIABLE:
        return (
            _(
                "Both found the same in %(observed)s of passages. Krippendorff’s alpha is %(alpha)s (%(low)s to"
                " %(high)s): the themes can be relied on."
            )
            % shown
        )
    if alpha.value >= TENTATIVE:
        return (
            _(
                "Both found the same in %(observed)s of passages. Krippendorff’s alpha is %(alpha)s (%(low)s to"
                " %(high)s): conclude from the themes only with care."
            )
            % shown
        )
    return (
        _(
            "Both found the same in %(observed)s of passages. Krippendorff’s alpha is %(alpha)s (%(low)s to %(high)s):"
            " too little to rely on. Make clearer what belongs to each theme, and code again."
        )
        % shown
    )
