"""Spreadsheets (.xlsx, .xlsm): what each sheet shows, as headings, lines and tables."""
