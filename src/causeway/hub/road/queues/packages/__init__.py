"""What leaves as one locked file: chapters, pages, download."""
