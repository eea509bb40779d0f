"""The command line: parse, call one office function, print."""
