"""Ruling lines of a scanned page: solid, broken, faint and typed ones, and the creases that only look like one."""
