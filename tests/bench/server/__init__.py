"""What the server costs on top of the reader, and how it stands many clients."""
