"""Weighted cross-tables, and whether two answers go together.

The test is Rao and Scott's with the second-order (Satterthwaite) correction, as F ("On chi-squared tests for multiway
contingency tables with cell proportions estimated from survey data", Annals of Statistics 12, 1984): Pearson's
statistic of the weighted table, divided by the mean generalised design effect. Standardised residuals say where the
two go together: each cell's difference from independence over its own linearised standard error.
"""

from dataclasses import dataclass

import numpy as np
import scipy  # loads `special` once it is asked for, which takes a third of a second

from causeway.estimation._arrays import Codes, Numbers, count_by, sum_by
from causeway.estimation._errors import EstimationError
from causeway.estimation.change import holm
from causeway.estimation.frame import Coded
from causeway.estimation.weighting import Weighted


@dataclass(frozen=True, slots=True, kw_only=True)
class RaoScott:
    """The corrected test of independence. `pearson` is Pearson's statistic before the correction."""

    statistic: float
    df: float
    df_denominator: float
    p_value: float
    pearson: float


@dataclass(frozen=True, kw_only=True, eq=False)
class CrossTable:
    """Rows by columns. `share` adds up to 1 over the table; `counts` are answers, for disclosure control alone.

    `residual` is in standard errors; `p_value` is each residual's, held by Holm's method over all cells. `test` is
    None where the table has one row or column only, or no spread at all.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    share: Numbers
    counts: Numbers
    residual: Numbers
    p_value: Numbers
    test: RaoScott | None

    @property
    def row_share(self) -> Numbers:
        """Within each row, the share of each column."""
        return np.asarray(self.share / self.share.sum(axis=1, keepdims=True), dtype=np.float64)


def crosstab(weighted: Weighted, rows: Coded, columns: Coded) -> CrossTable:
    """The table of two questions over those who answered both; categories that nobody gave are left out.

    Raises:
        EstimationError: a person answered only one of the two.
    """
    if not (rows.is_given.all() and columns.is_given.all()):
        raise EstimationError("blank_answer", "A person without an answer cannot be counted; leave them out first.")
    rows, columns = _used(rows), _used(columns)
    height, width = len(rows.labels), len(columns.labels)
    cell = rows.codes * width + columns.codes
    share = sum_by(cell, weighted.weight, height * width) / weighted.weight.sum()
    counts = count_by(cell, height * width).reshape(height, width)
    covariance, freedom = _covariance(weighted, cell, share)
    table = share.reshape(height, width)
    residual, p_value = _residuals(table, covariance, freedom)
    test = _test(table, covariance, len(cell), freedom) if min(height, width) > 1 else None
    return CrossTable(
        rows=rows.labels,
        columns=columns.labels,
        share=table,
        counts=counts,
        residual=residual,
        p_value=p_value,
        test=test,
    )


def _used(answers: Coded) -> Coded:
    used, codes = np.unique(answers.codes, return_inverse=True)
    return Coded(codes=codes.astype(np.intp), labels=tuple(answers.labels[place] for place in used))


def _covariance(weighted: Weighted, cell: Codes, share: Numbers) -> tuple[Numbers, float]:
    """The linearised covariance of the cells' shares, and the design's degrees of freedom (answers less strata)."""
    size, height = len(share), len(weighted.sample.counts)
    places = weighted.sample.stratum * size + cell
    scale = weighted.weight.sum()
    w = sum_by(places, weighted.weight, height * size).reshape(height, size) / scale
    ww = sum_by(places, weighted.weight**2, height * size).reshape(height, size) / scale**2
    strata = weighted.strata
    first = w - w.sum(axis=1, keepdims=True) * share
    # Per stratum: Σ z zᵀ = diag(ww) - ww shareᵀ - share wwᵀ + (Σww) share shareᵀ.
    n = strata.counts
    many = n > 1
    factor = strata.correction * np.where(many, n / np.maximum(n - 1, 1), 1.0)
    summed = factor @ ww
    outer = np.outer(summed, share)
    second = np.diag(summed) - outer - outer.T + summed.sum() * np.outer(share, share)
    inner = np.where(many, factor / np.maximum(n, 1), 0.0)
    covariance = second - (first * inner[:, None]).T @ first
    return covariance, strata.freedom


def _test(table: Numbers, covariance: Numbers, n: int, freedom: float) -> RaoScott | None:
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    pearson = n * float((np.square(table - expected) / expected).sum())
    contrasts = _interactions(*table.shape)
    flat = table.ravel()
    inverse = np.divide(1.0, flat, out=np.zeros_like(flat), where=flat > 0)
    # The contrasts of log shares that make up the interaction, free of the main effects.
    simple = contrasts.T @ (inverse[:, None] * contrasts) / n
    actual = (inverse[:, None] * contrasts).T @ covariance @ (inverse[:, None] * contrasts)
    effects = np.linalg.pinv(simple, hermitian=True) @ actual  # empty cells can leave it short of rank
    trace, square = float(np.trace(effects)), float(np.trace(effects @ effects))
    if trace <= 0 or square <= 0:
        return None
    df = trace**2 / square
    statistic = pearson / trace
    return RaoScott(
        statistic=statistic,
        df=df,
        df_denominator=df * freedom,
        p_value=float(scipy.special.fdtrc(df, df * freedom, statistic)),
        pearson=pearson,
    )


def _interactions(height: int, width: int) -> Numbers:
    """An orthonormal base of the interaction: Helmert contrasts of rows by those of columns."""
    return np.asarray(np.kron(_helmert(height), _helmert(width)), dtype=np.float64)


def _helmert(size: int) -> Numbers:
    base = np.eye(size)[:, : size - 1] - 1.0 / size
    return np.asarray(np.linalg.qr(base)[0], dtype=np.float64)


def _residuals(table: Numbers, covariance: Numbers, freedom: float) -> tuple[Numbers, Numbers]:
    height, width = table.shape
    across, down = table.sum(axis=1), table.sum(axis=0)
    difference = table - np.outer(across, down)
    # The derivative of p_ij - p_i. p_.j by each cell.
    own = np.eye(height * width)
    in_row = np.kron(np.eye(height), np.ones((width, width)))
    in_column = np.kron(np.ones((height, height)), np.eye(width))
    by_row = np.tile(down, height)[:, None] * in_row
    by_column = np.repeat(across, width)[:, None] * in_column
    slope = own - by_row - by_column
    variance = np.einsum("ij,jk,ik->i", slope, covariance, slope)
    se = np.sqrt(np.maximum(variance, 0.0)).reshape(height, width)
    residual = np.divide(difference, se, out=np.zeros_like(difference), where=se > 1e-12)
    p = 2 * np.asarray(scipy.special.stdtr(freedom, -np.abs(residual)), dtype=np.float64)
    return residual, np.array(holm(p.ravel().tolist())).reshape(height, width)
