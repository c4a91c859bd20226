"""Pages of the doors: the web form of a service, the public's form, and what an organisation has sent."""
