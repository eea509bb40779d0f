"""Definitions: strict YAML to values: workflows, organisation, delegation order, scenarios."""
