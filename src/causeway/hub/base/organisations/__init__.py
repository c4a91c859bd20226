"""Who is on the road: organisations, members, sign-in, credentials, agreements, and the one place where an audience
widens.
"""
