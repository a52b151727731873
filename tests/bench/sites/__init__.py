"""What site memory adds, on sites that have several pages: `make bench-sites DATA=folder`."""
