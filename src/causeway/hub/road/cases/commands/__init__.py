"""What can be done with cases, and with notices to the bodies that protect children."""
