"""Everything that leaves: mail and webhooks, at least once, signed, with an id.

For others: `commands.owe` (`owe_mail`, `owe_webhook`, `tell_webhooks`) and, for the worker,
`commands.send_due.send_due`.
"""
