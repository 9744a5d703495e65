//! What must hold of everything that comes out, whichever door it came in by. Each is stated here and nowhere else.

pub mod article;
pub mod kept;
pub mod shown;
pub mod terminal;
pub mod words;
