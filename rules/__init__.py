"""WHEN and WHETHER: pure decisions on plain frozen values. No input or output, no clock."""
