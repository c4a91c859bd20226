"""The forms of survey pages."""
