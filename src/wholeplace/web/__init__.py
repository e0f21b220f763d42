"""The workbench: the library's second door, in a browser. Only this room imports Django."""
