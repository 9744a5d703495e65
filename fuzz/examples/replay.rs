//! Gives a door an input without the engine.
#![allow(clippy::unwrap_used, reason = "a developer sees what is missing")]
fn main() {
    let mut args = std::env::args().skip(1);
    let name = args.next().unwrap();
    let door = fuzz::DOORS.iter().find(|door| door.name == name).unwrap();
    for file in args {
        fuzz::pass(door, &std::fs::read(file).unwrap());
    }
}
