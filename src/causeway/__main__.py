"""`python -m causeway` is the same as `causeway`."""

from causeway.cli import main

main()
