"""Conversion over HTTP (the extra `serve`): a document in, its plan as JSON out.

The server's own process only receives, keeps and sends bytes; documents are converted in the children of
`ingest.batch.workers.worker`, one child a document under way, with the same hard limits as `ingest convert`.
"""
