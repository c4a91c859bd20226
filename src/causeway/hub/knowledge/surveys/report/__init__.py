"""The report of a wave: made from opened answers, suppressed, kept as a document, shown as pages and as a PDF."""
