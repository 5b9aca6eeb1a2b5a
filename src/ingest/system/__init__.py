"""What differs between Linux, macOS and Windows, each question answered once.

No other module imports `fcntl`, `resource`, `pwd`, `msvcrt` or asks for `sys.platform` to decide how to lock, limit,
start or end something; a test looks for them (tests/system).
"""
