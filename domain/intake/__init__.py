"""Reading what districts send: from a grid of cells to marks, questions and problems, purely."""
