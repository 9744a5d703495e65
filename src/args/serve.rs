//! `nutgraf serve`: its options are the settings of serving, declared in `config::serve`.

use clap::builder::{NonEmptyStringValueParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches, ValueHint};

use crate::config::serve::setting::{Kind, Setting};
use crate::config::serve::{self, SETTINGS};

/// The options of `nutgraf serve` that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Serve {
    given: Vec<(&'static str, Vec<String>)>,
}

impl Serve {
    /// Puts what was given in the place of what is set.
    pub fn apply(&self, serve: &mut serve::Serve) {
        for (id, words) in &self.given {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            if let Some(setting) = Setting::of(id) {
                // What cannot be taken was refused when the options were read.
                (setting.take)(serve, &words);
            }
        }
    }

    /// Whether an option was given.
    pub fn has(&self, id: &str) -> bool {
        self.given.iter().any(|(given, _)| *given == id)
    }
}

impl FromArgMatches for Serve {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut serve = Self::default();
        serve.update_from_arg_matches(matches)?;
        Ok(serve)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for setting in SETTINGS {
            if matches.value_source(setting.id) != Some(ValueSource::CommandLine) {
                continue;
            }
            let words: Vec<String> = matches.get_many::<String>(setting.id).into_iter().flatten().cloned().collect();
            let whole: Vec<&str> = words.iter().map(String::as_str).collect();
            if !(setting.take)(&mut serve::Serve::default(), &whole) {
                let message = format!("--{} takes {}\n", setting.id, setting.values);
                return Err(clap::Error::raw(ErrorKind::ValueValidation, message));
            }
            self.given.push((setting.id, words));
        }
        Ok(())
    }
}

impl clap::Args for Serve {
    fn augment_args(command: Command) -> Command {
        command.args(SETTINGS.iter().map(argument))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn argument(setting: &'static Setting) -> Arg {
    let default = match setting.kind {
        Kind::One | Kind::Many if !setting.by_default().is_empty() => format!(" [default: {}]", setting.by_default()),
        _ => String::new(),
    };
    let again = if setting.kind == Kind::Many { "; may be given more than once" } else { "" };
    let taken = NonEmptyStringValueParser::new().try_map(move |word| {
        let is_taken = (setting.take)(&mut serve::Serve::default(), &[&word]);
        if is_taken { Ok(word) } else { Err(format!("it takes {}", setting.values)) }
    });
    let argument = Arg::new(setting.id)
        .long(setting.id)
        .value_name(setting.value)
        .help(format!("{}{again}{default}", setting.help))
        .value_parser(taken);
    match setting.kind {
        Kind::One => argument,
        Kind::Many => argument.action(ArgAction::Append),
        Kind::File => argument.value_hint(ValueHint::FilePath),
        Kind::Flag => argument.num_args(0..=1).require_equals(true).default_missing_value("true"),
    }
}

#[cfg(test)]
mod tests {
    use clap::FromArgMatches;

    use super::Serve;
    use crate::args::{Args, command};
    use crate::config::serve;

    fn parse(line: &str) -> Result<Serve, clap::Error> {
        let words = ["nutgraf", "serve"].into_iter().chain(line.split_whitespace());
        let args = Args::from_arg_matches(&command().try_get_matches_from(words)?)?;
        match args.command {
            Some(crate::args::Command::Serve(serve)) => Ok(serve),
            other => panic!("{other:?}"),
        }
    }

    fn applied(line: &str, mut serve: serve::Serve) -> serve::Serve {
        parse(line).unwrap().apply(&mut serve);
        serve
    }

    #[test]
    fn what_is_given_goes_before_what_is_set_and_the_rest_stays() {
        let set = serve::Serve {
            anonymous: true,
            authorized_keys: "mine".to_owned(),
            listen: vec!["0.0.0.0:22".to_owned()],
            ..serve::Serve::default()
        };
        assert_eq!(applied("", set.clone()), set);
        let line = "--anonymous=false --listen [::]:22 --listen localhost:2222 --max-sessions 9 --idle 90s";
        let wanted = serve::Serve {
            anonymous: false,
            listen: vec!["[::]:22".to_owned(), "localhost:2222".to_owned()],
            limits: serve::Limits {
                max_sessions: 9,
                idle: core::time::Duration::from_secs(90),
                ..serve::Limits::default()
            },
            ..set.clone()
        };
        assert_eq!(applied(line, set), wanted);
        assert!(applied("--anonymous", serve::Serve::default()).anonymous);
        assert!(applied("--anonymous --host-key key", serve::Serve::default()).host_key == "key");
    }

    #[test]
    fn what_is_wrong_is_refused_and_what_may_be_written_is_said() {
        for (line, part) in [
            ("--max-sessions none", "1 to 100000"),
            ("--idle 30", "like 30min"),
            ("--listen 2222", "127.0.0.1:2222"),
            ("--anonymous=perhaps", "true or false"),
            ("--host-key=", "--host-key"),
            ("article.txt", "article.txt"),
        ] {
            let error = parse(line).unwrap_err().to_string();
            assert!(error.contains(part), "{line}: {error}");
        }
        let many = "--listen localhost:22 ".repeat(17);
        assert!(parse(&many).unwrap_err().to_string().contains("16 at most"));
    }
}
