"""The screens. No rule stands here: they read the case, call `logic`, and draw rows."""
