"""The commands of the program, one module for what they are about."""
