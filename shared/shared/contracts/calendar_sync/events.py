"""
Facts calendar_sync publishes.

Owner: calendar_sync.  Fields are added, never renamed, retyped or removed; a change
that cannot be an addition is a new version, published beside the old one.
"""
