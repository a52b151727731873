"""A team's servers as they are deployed, each a process, and many clients with tokens of their own."""
