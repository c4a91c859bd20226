"""What can be read of cases and safeguarding notices."""
