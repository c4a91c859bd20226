"""Who waits where: owed work, the queue, alerts, and the worker."""
