"""What a Reading costs, beside trafilatura alone: `make bench`, `make bench-speed`."""
