"""Documents: values to bytes and back: Word files and the templates they are made from."""
