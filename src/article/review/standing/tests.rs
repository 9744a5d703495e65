//! What an article looks like once it was judged.
