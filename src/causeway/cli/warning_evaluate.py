"""`causeway warning evaluate`: the text scorer beside the rule it has to beat, on a corpus that the user brings."""

import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from causeway.cli.output import CommandFailed, print_json, print_table
from causeway.cli.warning_telling import HEADINGS, corpus_document, document_of, row_of
from causeway.warning.evaluation import EvaluationError
from causeway.warning.evaluation.clinc150 import read_clinc150
from causeway.warning.evaluation.clinc_trial import DomainFigures, Settings, embed_corpus, try_domain
from causeway.warning.evaluation.figures import Chance
from causeway.warning.evaluation.pan2012 import read_messages, read_truth
from causeway.warning.evaluation.pan_trial import try_corpus
from causeway.warning.evaluation.pseudo_accounts import Design, Innocents
from causeway.warning.text import TextError, WordLlamaEmbedder

EXAMPLES = (
    "Examples: causeway warning evaluate --corpus clinc150 --path clinc150/ --rare travel --json · "
    "causeway warning evaluate --corpus clinc150 --path clinc150/ --rare all --innocents focused --positives 50 · "
    "causeway warning evaluate --corpus pan2012 --path corpus.xml --truth positive-authors.txt"
)
ALL = "all"


class CorpusName(StrEnum):
    """The corpora that can be read."""

    CLINC150 = "clinc150"
    PAN2012 = "pan2012"
