//! For now.
#![allow(
    clippy::used_underscore_binding,
    clippy::unused_self,
    clippy::unnecessary_wraps,
    clippy::needless_pass_by_value
)]
use super::Host;
use crate::form::{Citation, Format};
use crate::session::{Event, Extract};
impl Host {
    pub(super) fn citation(&mut self, extract: &Extract, _form: Citation) -> Result<String, String> {
        let (target, id) = match extract {
            Extract::Statement(target, id) => (*target, Some(id)),
            Extract::Article(target) => (*target, None),
            Extract::Search(_) => return Err("no".to_owned()),
        };
        let article = self.looked_up(target)?;
        let url = article.metadata.url.known().cloned().unwrap_or_default();
        if _form == Citation::Url {
            return Ok(url);
        }
        let Some(statement) = article.statements.items().iter().find(|s| Some(&s.id) == id) else {
            return Err("gone".to_owned());
        };
        Ok(statement.content.iter().map(|part| part.words(&article.text)).collect::<Vec<_>>().join(" […] "))
    }
    pub(super) fn exported(&mut self, _extract: &Extract, _format: Format) -> Result<String, String> {
        Ok(String::new())
    }
    pub(super) fn export(&mut self, _extract: Extract, _format: Format, _path: String, _replaces: bool) -> Event {
        Event::Done(Err("not yet".to_owned()))
    }
}
