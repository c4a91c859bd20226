"""What stands on start pages: `registry`, and a module for each part of the hub whose panels stand here."""
