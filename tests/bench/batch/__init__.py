"""What reading many pages costs, on nutgraf's own engine and on datatrove: `make bench-batch DATA=folder`."""
