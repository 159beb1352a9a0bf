"""What the Learn page teaches with: what decides an outcome, lessons, and made-up requests."""
