"""Minutes with who and when in narrow columns beside their text: the columns searched for, told, and read."""
