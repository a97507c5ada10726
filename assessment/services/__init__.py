"""What people do in assessment. Keywords only; each refuses, changes, records and announces."""
