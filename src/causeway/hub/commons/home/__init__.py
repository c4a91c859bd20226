"""Start pages by role: what needs me now."""
