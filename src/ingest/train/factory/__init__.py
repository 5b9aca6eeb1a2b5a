"""The document factory: invented plans with exact answers, in families of layout, for fitting and for tests.

What is drawn stands in constants above the function that draws it. Their names say the unit: `…_CHANCE` and `…_SHARE`
are probabilities and shares from 0 to 1, `…_PT` points, `…_MM` millimetres; a pair is the least and the most, a longer
row the values to choose from. They are guesses of how plans look, wide on purpose; no result is fitted to them.
"""
