"""The Django project: it stores, authorises, shows and schedules what the engines decide."""
