"""The battery: each line of docs/security.md is proved here, or by a test that the table there names."""
