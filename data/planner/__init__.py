"""The planner with its surroundings: problems from the store, cost files, a process of its own."""
