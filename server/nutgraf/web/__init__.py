"""The server on the reader's own machine: who may ask (guard), what they may ask (api), what they are told (errors)."""
