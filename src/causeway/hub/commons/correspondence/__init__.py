"""Exchange between organisations: messages and documents, each let through by an agreement, and working groups."""
