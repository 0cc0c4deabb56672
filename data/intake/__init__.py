"""Files that districts send: read within bounds, understood, loaded, and sent back marked."""
