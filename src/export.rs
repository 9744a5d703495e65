//! What an article becomes outside: one form a file.
//!
//! No form puts words in quotation marks that the text does not quote, and none lets a control character through.

mod attributions;
mod briefing;

pub use attributions::attributions_line;
pub use briefing::briefing;
