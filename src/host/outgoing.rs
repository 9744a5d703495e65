//! What a session takes out of the program: to the clipboard, into a browser, to a command.

use crate::clean;
use crate::exchange::{Copied, Event, Extract};
use crate::form::Citation;

use super::clipboard;
use super::sending::Sending;
use super::{Host, browser, citing};

impl Host {
    /// What is to be sent to the terminal, if anything is; it is given once.
    pub fn to_send(&mut self) -> Option<Sending> {
        self.sending.take()
    }

    /// Nothing but words may be written to this terminal: no clipboard of its own is asked.
    pub fn send_nothing(&mut self, is_so: bool) {
        self.sends_nothing = is_so;
    }

    /// Whether the terminal can be given addresses that it opens by itself.
    pub fn has_links(&self) -> bool {
        clipboard::has_links()
    }

    pub(super) fn copy(&mut self, extract: &Extract, form: Citation) -> Result<(String, Copied), String> {
        let text = self.words(extract, form)?;
        let (copied, sending) = clipboard::copy(&text, self.sends_nothing);
        self.sending = sending;
        Ok((text, copied))
    }

    pub(super) fn show(&mut self, extract: &Extract) -> Result<(String, Copied), String> {
        let text = self.words(extract, Citation::Plain)?;
        Ok((text, Copied::Show(String::new())))
    }

    /// Opens the source in a browser; where none can be started the link goes to the terminal and is shown.
    pub(super) fn browse(&mut self, extract: &Extract) -> Event {
        let link = citing::address(extract, |extract, form| self.words(extract, form));
        match link {
            Err(why) => Event::Done(Err(why)),
            Ok(link) if browser::open(&link) => Event::Done(Ok(format!("in the browser: {}", clean::line(&link)))),
            Ok(link) => {
                let (copied, sending) = clipboard::copy(&link, self.sends_nothing);
                self.sending = sending;
                let no_browser = browser::why_not();
                let why = match copied {
                    Copied::Kept(place) => format!("{no_browser}; {place} has the link"),
                    Copied::Passed(place) => {
                        format!("{no_browser}; the link is in {place}, and was sent to the terminal")
                    }
                    Copied::Sent => format!("{no_browser}; the link was sent to the terminal"),
                    Copied::Show(_) => format!("{no_browser}; this is the link"),
                };
                Event::Copied(Ok((link, Copied::Show(why))))
            }
        }
    }

    /// What a command gets on its standard input.
    pub fn piped(&mut self, extract: &Extract) -> Result<String, String> {
        let text = self.text_for_pipe(extract)?;
        let mut text = clean::text(&text).text;
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Ok(text)
    }

    /// A citation without anything in it that a terminal would obey, whatever form it has.
    pub fn words(&mut self, extract: &Extract, form: Citation) -> Result<String, String> {
        Ok(citing::cleaned(&self.citation(extract, form)?))
    }
}
