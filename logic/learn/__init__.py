"""What the Learn page teaches with: what decides an outcome, lessons, made-up requests, practice and tours."""
