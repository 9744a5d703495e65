//! The binary: parses arguments, calls the command line, maps an error to an exit code.

fn main() {}
