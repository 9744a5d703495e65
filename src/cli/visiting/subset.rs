//! What visitors have of the command line: a table of commands and options, and the declaration made of it. What the
//! table does not name is refused, so that an option added to the program is not added for visitors by itself.

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

use crate::args;
use crate::catalogue::ListOrder;

/// What visitors have of one command.
#[derive(Clone, Copy, Debug)]
pub struct Allowed {
    /// The command.
    pub name: &'static str,
    /// What stands after it, as usage has it.
    pub takes: &'static str,
    /// Its arguments and options, by the names of their fields.
    pub args: &'static [&'static str],
    /// Its words are a query, in which double quotation marks mean a phrase.
    pub takes_query: bool,
    /// What stands in place of the program's own description, where that tells of what visitors do not have.
    about: Option<&'static str>,
    /// The same for arguments: their names and what they are.
    retold: &'static [(&'static str, &'static str)],
    /// Lines that can be typed, and what each is for.
    examples: &'static [(&'static str, &'static str)],
}

/// Options that stand with every command.
pub const EVERYWHERE: &[&str] = &["plain", "color", "help"];

/// All that visitors have.
pub const ALLOWED: &[Allowed] = &[
    Allowed {
        name: "search",
        takes: "QUERY...",
        args: &["query", "sort", "limit", "format", "json"],
        takes_query: true,
        about: Some(
            "What is found are statements, the newest first. A word asks for itself in what was said and in the \
             speaker's name. Fields: speaker: about: role: outlet: kind: lang: from: to: article: is: text:. Words side \
             by side must all be there; OR joins its neighbours; -x leaves out; \"a phrase\"; begin*; parentheses group. \
             A query that begins with - stands after --.",
        ),
        retold: &[("query", "What is asked: words, \"a phrase\", FIELD:VALUE, -x, OR, parentheses")],
        examples: &[
            ("ssh HOST search 'speaker:marchetti pier'", "What Marchetti said about the pier"),
            ("ssh HOST search '\"the old wall\" kind:direct' --json", "A phrase, for a program"),
        ],
    },
    Allowed {
        name: "speaker",
        takes: "NAME|ID...",
        args: &["name", "limit", "format", "json"],
        takes_query: false,
        about: Some("Several people may fit; then they are listed."),
        retold: &[],
        examples: &[("ssh HOST speaker marchetti", "All that the library has of a person")],
    },
    Allowed {
        name: "today",
        takes: "",
        args: &["day", "limit", "format", "json"],
        takes_query: false,
        about: None,
        retold: &[],
        examples: &[("ssh HOST today --day 2026-11-02", "The stories of another day than today")],
    },
    Allowed {
        name: "list",
        takes: "[QUERY...]",
        args: &["query", "by", "unfold", "limit", "format", "json"],
        takes_query: true,
        about: None,
        retold: &[],
        examples: &[("ssh HOST list --by outlet pier", "What has the word pier, by outlet")],
    },
    Allowed {
        name: "show",
        takes: "ID",
        args: &["file"],
        takes_query: false,
        about: None,
        retold: &[("file", "The article's number; list has it")],
        examples: &[("ssh HOST show 17", "The briefing of article 17")],
    },
    Allowed {
        name: "mine",
        takes: "",
        args: &["forget", "format", "json"],
        takes_query: false,
        about: None,
        retold: &[],
        examples: &[
            ("ssh HOST mine --json > mine.json", "Take along what you noted and judged, and where you are"),
            ("ssh HOST mine --forget", "Have all of it removed"),
        ],
    },
    Allowed {
        name: "help",
        takes: "[COMMAND]",
        args: &["command"],
        takes_query: false,
        about: None,
        retold: &[],
        examples: &[("ssh HOST help search", "What search takes")],
    },
];

const RETOLD: &[(&str, &str)] = &[
    ("plain", "Nothing is set off in bold"),
    ("color", "Whether what was asked for is set off in bold where there is a terminal"),
];

const ROOT_ABOUT: &str = "Ask a library of news, without a terminal. `ssh HOST` alone opens the reader.";
const ROOT_USAGE: &str = "ssh HOST COMMAND ...";
const QUOTING: &str = "Your own shell takes one pair of quotation marks away; a command line is read once more here: \
    blanks part words, '…' groups, a backslash takes the next sign as it stands. In search and list \"…\" is a phrase, \
    elsewhere it groups. Nothing is expanded, and nothing is written to files of either side.";

/// How a list can be grouped by visitors: tags are the owner's.
const ORDERS: [(ListOrder, &str); 2] = [(ListOrder::Day, "day"), (ListOrder::Outlet, "outlet")];

/// The declaration, as help shows it and lines are read by it: the program's own, with what visitors do not have
/// hidden. It must stay declared, since the program's reading of its arguments looks for it.
pub fn command(width_col: usize) -> Command {
    let whole = args::command();
    let of_all = whole
        .get_arguments()
        .filter(|arg| arg.is_global_set())
        .cloned()
        .map(|arg| retold(hidden(arg, EVERYWHERE), RETOLD));
    let version = Arg::new("version").short('V').long("version").help("Print the version").action(ArgAction::Version);
    let commands = ALLOWED.iter().enumerate().map(|(n, allowed)| {
        let own = whole.find_subcommand(allowed.name).cloned().unwrap_or_else(|| served_only(allowed.name));
        of_visitors(own, allowed).display_order(n)
    });
    Command::new("nutgraf")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .term_width(width_col)
        .about(ROOT_ABOUT)
        .override_usage(ROOT_USAGE)
        .after_help(QUOTING)
        .args(of_all)
        .arg(version)
        .subcommands(commands)
}

/// Commands that only visitors have.
fn served_only(name: &'static str) -> Command {
    match name {
        "mine" => super::mine::command(),
        _ => Command::new("help")
            .about("Say what there is, or what a command takes")
            .arg(Arg::new("command").value_name("COMMAND").help("The command")),
    }
}

fn hidden(arg: Arg, allowed: &[&str]) -> Arg {
    let is_allowed = allowed.contains(&arg.get_id().as_str());
    if is_allowed { arg } else { arg.hide(true) }
}

fn of_visitors(own: Command, allowed: &Allowed) -> Command {
    let usage = format!("ssh HOST {} [OPTIONS] {}", allowed.name, allowed.takes);
    let own = own
        .mut_args(|arg| retold(hidden(arg, allowed.args), allowed.retold))
        .override_usage(usage.trim_end().to_owned());
    let mut examples = "Examples:".to_owned();
    for (line, words) in allowed.examples {
        examples.extend(["\n  ", line, "\n      ", words]);
    }
    let own = own.after_help(StyledStr::new()).after_long_help(examples);
    let about = own.get_about().cloned().unwrap_or_default();
    match allowed.about {
        Some(words) => own.long_about(format!("{about}\n\n{words}")),
        None => own.long_about(about),
    }
}

/// An argument of which visitors have less than the owner.
fn retold(arg: Arg, told: &[(&str, &'static str)]) -> Arg {
    let arg = match arg.get_id().as_str() {
        "file" => arg.value_name("ID"),
        "by" => arg.value_parser(args::named(&ORDERS)),
        _ => arg,
    };
    match told.iter().find(|(id, _)| arg.get_id() == id) {
        Some((_, help)) => arg.help(*help),
        None => arg,
    }
}
