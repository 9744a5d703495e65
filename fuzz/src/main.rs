//! The engine: gives a door one input after another. Which door is said by `NUTGRAF_DOOR`, since libFuzzer has the
//! arguments; `.ci/fuzz` builds and runs it.
#![no_main]

use std::sync::OnceLock;

use fuzz::{DOORS, Door, pass};

#[global_allocator]
static METER: fuzz::meter::Meter = fuzz::meter::Meter;

static DOOR: OnceLock<&Door> = OnceLock::new();

/// The door that was asked for.
fn chosen() -> &'static Door {
    let name = std::env::var("NUTGRAF_DOOR").unwrap_or_default();
    let Some(door) = DOORS.iter().find(|door| door.name == name) else {
        let names: Vec<&str> = DOORS.iter().map(|door| door.name).collect();
        panic!("NUTGRAF_DOOR says which door: {}", names.join(" "));
    };
    door
}

libfuzzer_sys::fuzz_target!(
    init: {
        let door = DOOR.get_or_init(chosen);
        door.warm_up();
    },
    |bytes: &[u8]| {
        if let Some(door) = DOOR.get() {
            pass(door, bytes);
        }
    }
);
