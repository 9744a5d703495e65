//! The words of a visitor's command line, read as the program reads its own arguments, and held to what the table lets
//! visitors have.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, FromArgMatches};

use super::mine::Mine;
use super::split::Word;
use super::subset::{self, ALLOWED, Allowed, EVERYWHERE};
use crate::args;
use crate::args::find::Search;
use crate::args::people::{Speaker, Today};
use crate::args::shelf::List;
use crate::catalogue::ArticleKey;
use crate::cli::{Exit, Failure};
use crate::config::When;
use crate::spelling::{shown, suggestion};

/// What a visitor asks for.
#[derive(Debug)]
pub enum Asked {
    /// Statements.
    Search(Search),
    /// A person.
    Speaker(Speaker),
    /// A day.
    Today(Today),
    /// Articles.
    List(List),
    /// A briefing.
    Show(ArticleKey),
    /// What the visitor left.
    Mine(Mine),
    /// Words that are ready: help, the version.
    Told(String),
}

/// What is asked, and whether words may be set off in the answer.
#[derive(Debug)]
pub struct Line {
    /// What is asked.
    pub asked: Asked,
    /// The line asks for plain words.
    pub is_plain: bool,
}

/// Reads the words of a line.
pub fn read(words: &[Word], width_col: usize) -> Result<Line, Failure> {
    let told = |text: String| Ok(Line { asked: Asked::Told(text), is_plain: true });
    let mut declared = subset::command(width_col);
    declared.build();
    // Whoever types the examples of the documentation has the program's name before the command.
    let words = match words {
        [first, rest @ ..] if first.plain == "nutgraf" => rest,
        words => words,
    };
    if words.is_empty() {
        return told(declared.render_help().to_string());
    }
    let (arguments, named) = arguments(words, &declared)?;
    let matches = declared.try_get_matches_from_mut(std::iter::once("nutgraf".to_owned()).chain(arguments));
    let matches = match matches {
        Ok(matches) => matches,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            return told(error.render().to_string());
        }
        Err(error) => return Err(misused(&error, named)),
    };
    let Some((name, own)) = matches.subcommand() else {
        return Err(usage(format!("say which command; {LISTED}")));
    };
    let allowed = ALLOWED.iter().find(|allowed| allowed.name == name).ok_or_else(|| unknown(name))?;
    hold(own, allowed, &declared)?;
    let misread = |error: clap::Error| misused(&error, Some(allowed));
    let is_plain = own.get_flag("plain") || own.get_one::<When>("color") == Some(&When::Never);
    let asked = match allowed.name {
        "search" => Search::from_arg_matches(own).map(Asked::Search).map_err(misread)?,
        "speaker" => Speaker::from_arg_matches(own).map(Asked::Speaker).map_err(misread)?,
        "today" => Today::from_arg_matches(own).map(Asked::Today).map_err(misread)?,
        "list" => List::from_arg_matches(own).map(Asked::List).map_err(misread)?,
        "mine" => Mine::from_arg_matches(own).map(Asked::Mine).map_err(misread)?,
        "show" => Asked::Show(number(own)?),
        "help" => Asked::Told(help(&mut declared, own.get_one::<String>("command"))?),
        name => return Err(unknown(name)),
    };
    Ok(Line { asked, is_plain })
}

/// Options of one letter.
const SHORT: [&str; 2] = ["-h", "-V"];

const LISTED: &str = "ssh HOST help lists what there is";

fn usage(message: impl Into<String>) -> Failure {
    Failure::new(Exit::Usage, message)
}

fn unknown(name: &str) -> Failure {
    let near = suggestion(name, ALLOWED.iter().map(|allowed| allowed.name));
    let hint = if near.is_empty() { format!("; {LISTED}") } else { near };
    usage(format!("there is no command {} here{hint}", shown(name)))
}

/// The words as arguments: a query keeps its double quotation marks, all else loses them. Refuses commands and options
/// that visitors do not have.
fn arguments(words: &[Word], declared: &Command) -> Result<(Vec<String>, Option<&'static Allowed>), Failure> {
    let mut arguments = Vec::with_capacity(words.len());
    let mut command: Option<(&'static Allowed, &Command)> = None;
    let (mut is_value, mut are_options_over) = (false, false);
    for word in words {
        let takes_query = command.is_some_and(|(allowed, _)| allowed.takes_query);
        let is_option = !are_options_over && word.quoted.starts_with('-') && word.quoted.len() > 1;
        if std::mem::take(&mut is_value) {
            arguments.push(word.plain.clone());
        } else if is_option {
            arguments.push(word.plain.clone());
            are_options_over = word.plain == "--";
            match word.plain.strip_prefix("--") {
                Some("") => {}
                Some(long) => {
                    let (name, has_value) = long.split_once('=').map_or((long, false), |(name, _)| (name, true));
                    let option = option(name, command, declared)?;
                    is_value = !has_value && option.get_action().takes_values();
                }
                None if SHORT.contains(&word.plain.as_str()) => {}
                None => return Err(no_option(&word.plain, command.map(|(allowed, _)| allowed))),
            }
        } else if command.is_none() {
            let allowed = ALLOWED.iter().find(|allowed| allowed.name == word.plain);
            let own = allowed.and_then(|allowed| Some((allowed, declared.find_subcommand(allowed.name)?)));
            command = Some(own.ok_or_else(|| unknown(&word.plain))?);
            arguments.push(word.plain.clone());
        } else {
            arguments.push(if takes_query { word.quoted.clone() } else { word.plain.clone() });
        }
    }
    Ok((arguments, command.map(|(allowed, _)| allowed)))
}

/// What is taken for an option is more likely a part of a query.
fn no_option(word: &str, allowed: Option<&Allowed>) -> Failure {
    let word = shown(word);
    match allowed {
        Some(Allowed { name, takes_query: true, .. }) => {
            usage(format!("there is no option {word} here; as a part of a query it stands after --: {name} -- {word}"))
        }
        Some(allowed) => usage(format!("there is no option {word} here; {}", said_by_help(allowed.name))),
        None => usage(format!("there is no option {word} here; {LISTED}")),
    }
}

/// An option that visitors have; else why it is refused.
fn option<'c>(name: &str, command: Option<(&Allowed, &'c Command)>, declared: &'c Command) -> Result<&'c Arg, Failure> {
    let own = command.map_or(declared, |(_, own)| own);
    let is_had = |arg: &&Arg| !arg.is_hide_set() && arg.get_long().is_some();
    let known: Vec<&Arg> = own.get_arguments().filter(is_had).collect();
    if let Some(option) = known.iter().find(|arg| arg.get_long() == Some(name)) {
        return Ok(option);
    }
    let help = command.map_or_else(|| LISTED.to_owned(), |(allowed, _)| said_by_help(allowed.name));
    if is_of_program(name) {
        return Err(usage(format!("--{name} is not for visitors; {help}")));
    }
    let near = suggestion(name, known.iter().filter_map(|arg| arg.get_long())).replacen("mean `", "mean `--", 1);
    let hint = if near.is_empty() { format!("; {help}") } else { near };
    Err(usage(format!("there is no option --{} here{hint}", shown(name))))
}

fn said_by_help(command: &str) -> String {
    format!("ssh HOST help {command} says what it takes")
}

/// Whether any command of the whole program has the option.
fn is_of_program(name: &str) -> bool {
    fn has(command: &Command, name: &str) -> bool {
        command.get_arguments().any(|arg| arg.get_long() == Some(name))
            || command.get_subcommands().any(|inner| has(inner, name))
    }
    has(&args::command(), name)
}

/// Holds that nothing was given but what the table names, however it was written.
fn hold(own: &ArgMatches, allowed: &Allowed, declared: &Command) -> Result<(), Failure> {
    for arg in declared.find_subcommand(allowed.name).into_iter().flat_map(Command::get_arguments) {
        let id = arg.get_id().as_str();
        let is_given = own.value_source(id) == Some(ValueSource::CommandLine);
        if is_given && !allowed.args.contains(&id) && !EVERYWHERE.contains(&id) {
            return Err(usage(format!("{id} is not for visitors; {}", said_by_help(allowed.name))));
        }
    }
    Ok(())
}

/// The article that `show` names: of the library and by its number, since visitors have no files here and no network.
fn number(own: &ArgMatches) -> Result<ArticleKey, Failure> {
    let word = own.get_one::<OsString>("file").and_then(|word| word.to_str()).unwrap_or_default();
    let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| is_number).map(ArticleKey).ok_or_else(|| {
        usage(format!("`{}` is no article's number; `ssh HOST list` has the numbers of what can be shown", shown(word)))
    })
}

fn help(declared: &mut Command, name: Option<&String>) -> Result<String, Failure> {
    let Some(name) = name else { return Ok(declared.render_help().to_string()) };
    let own = declared.find_subcommand_mut(name).ok_or_else(|| unknown(name))?;
    Ok(own.render_long_help().to_string())
}

/// What was wrong with the arguments, in one line. clap's own hints are left out: they name what visitors do not have.
fn misused(error: &clap::Error, allowed: Option<&Allowed>) -> Failure {
    let help = allowed.map_or_else(|| LISTED.to_owned(), |allowed| said_by_help(allowed.name));
    if let (ErrorKind::MissingRequiredArgument, Some(Allowed { name, takes, .. })) = (error.kind(), allowed) {
        return usage(format!("{name} needs {takes}; {help}"));
    }
    let text = error.render().to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = first.trim_start_matches("error: ").split_whitespace().collect();
    // What was given stands in it, and may be long.
    let what: String = words.join(" ").chars().take(400).collect();
    usage(format!("{what}; {help}"))
}
