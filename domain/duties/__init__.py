"""What the plans ask of offices: tasks, reports, lead agencies, and the money for it."""
