"""Header rows of tables: found above a rule, by coming again, over columns, and with the table below them."""
