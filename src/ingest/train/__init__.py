"""How the trained artefacts in `models/` are made; one module an artefact, each with a function `train`."""
