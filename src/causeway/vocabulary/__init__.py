"""The glossary as frozen, typed values. It imports nothing but the standard library.

Every fact is typed once, here: what an engine takes in, what the API carries and what the database stores as a
document are the same dataclass.
"""
