"""What needs a person: tasks with steps, time, why not automated, and proof."""
