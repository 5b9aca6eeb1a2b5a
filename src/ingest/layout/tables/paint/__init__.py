"""Tables that paint draws: the white rows of shaded grids, and rows that only rules part under painted headings."""
