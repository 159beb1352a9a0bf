"""Practice for trainees: cases without their outcomes, what is said of them afterwards, and how well it was done."""
