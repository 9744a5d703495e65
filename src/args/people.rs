//! The commands about people and days: speaker, stats, today.

use jiff::civil::Date;

use super::Print;

/// `nutgraf speaker`.
#[derive(Debug, clap::Args)]
pub struct Speaker {
    /// Words of a name, or the number of a speaker; accents, case and titles do not matter
    #[arg(value_name = "NAME|ID", required = true)]
    pub name: Vec<String>,

    /// The most statements
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,

    /// Remember that this page was read: what comes later counts as new
    #[arg(long)]
    pub seen: bool,

    /// They are the same as WHO: join them to WHO, who keeps name and number
    #[arg(long, value_name = "WHO", conflicts_with_all = ["split", "seen"])]
    pub join: Option<String>,

    /// Part this from them: articles by number, or a form of the name; may be given more than once
    #[arg(long, value_name = "ARTICLE|FORM", conflicts_with = "seen")]
    pub split: Vec<String>,

    /// Give what is parted to WHO, instead of somebody new
    #[arg(long, value_name = "WHO", requires = "split")]
    pub to: Option<String>,

    #[command(flatten)]
    #[allow(missing_docs, reason = "its fields say what it is")]
    pub print: Print,
}

/// `nutgraf stats`.
#[derive(Debug, clap::Args)]
pub struct Stats {
    /// Which statements, in the language of `search`; without, all
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,

    /// The most speakers
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,

    #[command(flatten)]
    #[allow(missing_docs, reason = "its fields say what it is")]
    pub print: Print,
}

/// `nutgraf today`.
#[derive(Debug, clap::Args)]
pub struct Today {
    /// Another day than today
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub day: Option<Date>,

    /// The most stories
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,

    #[command(flatten)]
    #[allow(missing_docs, reason = "its fields say what it is")]
    pub print: Print,
}

fn day(text: &str) -> Result<Date, String> {
    let is_day = text.len() == "2025-08-13".len();
    text.parse().ok().filter(|_| is_day).ok_or_else(|| "a day is like 2025-08-13".to_owned())
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn a_day_is_year_month_and_day() {
        assert_eq!(day("2025-08-13").unwrap().to_string(), "2025-08-13");
        for wrong in ["", "today", "2025-13-01", "13-08-2025", "2025-08-13T10:00", "20250813"] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }
}
