//! Copying through tmux and GNU screen, as they are when nobody has configured them.
