//! The manual page and the completions, printed from the declarations.

use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use super::exit::EXITS;
use super::{Exit, Failure, output};
use crate::action::ACTIONS;
use crate::args::{self, example};
use crate::config::SETTINGS;
use crate::keymap::Keymap;

/// Prints a completion script.
pub fn completions(shell: Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(), "nutgraf", &mut script);
    let script = String::from_utf8_lossy(&script);
    output::print(&if shell == Shell::Zsh { zsh(&script) } else { script.into_owned() })
}

/// The script for zsh with a first word that is a command or a file. As it is made, a command would be looked for in
/// the second word, after the files that may stand in its place, and nothing after it would be completed.
fn zsh(script: &str) -> String {
    const EITHER: &str = "_nutgraf_commands_or_files() {\n    _alternative 'commands:command:_nutgraf_commands' \
                          'files:file:_files'\n}\n\n";
    let is_files = |line: &&str| line.starts_with("'::files -- ");
    let script: String = script.split_inclusive('\n').filter(|line| !is_files(line)).collect();
    let script = script.replace("line[2]", "line[1]");
    let script = script.replacen(":: :_nutgraf_commands\"", ":: :_nutgraf_commands_or_files\"", 1);
    script.replacen("if [ \"$funcstack[1]\"", &format!("{EITHER}if [ \"$funcstack[1]\""), 1)
}

/// The manual page, as `man` reads it.
pub fn page() -> String {
    let mut page = Vec::new();
    let command = args::command();
    let man = Man::new(command.clone()).source(concat!("nutgraf ", env!("CARGO_PKG_VERSION"))).manual("User Commands");
    // Writing to a Vec cannot fail.
    let _ = man.render_title(&mut page);
    let _ = man.render_name_section(&mut page);
    let _ = man.render_synopsis_section(&mut page);
    let _ = man.render_description_section(&mut page);
    let _ = man.render_options_section(&mut page);
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for command in command.get_subcommands() {
        subcommand(&mut roff, "nutgraf", command);
    }
    roff.control("SH", ["KEYS"]);
    let keymap = Keymap::default();
    for row in ACTIONS {
        let mut names: Vec<Inline> = Vec::new();
        for key in keymap.keys(row.action) {
            names.extend([bold(key.to_string()), roman(" ")]);
        }
        names.push(roman(format!("({})", row.id)));
        entry(&mut roff, names, &[row.help]);
    }
    roff.control("SH", ["CONFIGURATION"]);
    roff.text([roman(
        "$XDG_CONFIG_HOME/nutgraf/config.toml holds settings, and the keys by action under a line [keys]; files \
         themes/NAME.toml beside it are themes. A line that is wrong is named and skipped. nutgraf config default \
         prints an example with everything in it.",
    )]);
    for setting in SETTINGS {
        entry(&mut roff, vec![bold(setting.id)], &[setting.help, setting.values]);
    }
    roff.control("SH", ["EXAMPLES"]);
    for example in example::of("") {
        entry(&mut roff, vec![bold(example.line)], &[example.words]);
    }
    roff.control("SH", ["EXIT STATUS"]);
    for (exit, meaning) in EXITS {
        entry(&mut roff, vec![bold(exit.code().to_string())], &[meaning]);
    }
    page.extend_from_slice(roff.render().as_bytes());
    String::from_utf8_lossy(&page).into_owned()
}

fn entry(roff: &mut Roff, tag: Vec<Inline>, sentences: &[&str]) {
    roff.control("TP", []);
    roff.text(tag);
    roff.text([roman(sentences.iter().map(|sentence| format!("{sentence}.")).collect::<Vec<_>>().join(" "))]);
}

/// A command with its own options; those of every command stand under OPTIONS.
fn subcommand(roff: &mut Roff, parent: &str, command: &clap::Command) {
    let name = format!("{parent} {}", command.get_name());
    let mut tag = vec![bold(name.as_str())];
    for argument in command.get_positionals() {
        let names: Vec<_> = argument.get_value_names().into_iter().flatten().map(ToString::to_string).collect();
        let name = if names.is_empty() { argument.get_id().as_str().to_uppercase() } else { names.join(" ") };
        tag.push(roman(if argument.is_required_set() { format!(" {name}") } else { format!(" [{name}]") }));
    }
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    entry(roff, tag, &[about.trim_end_matches('.')]);
    let own = command.get_arguments().filter(|argument| !argument.is_positional() && !argument.is_global_set());
    for argument in own {
        let Some(long) = argument.get_long().filter(|long| *long != "help") else { continue };
        let names = argument.get_value_names().filter(|_| argument.get_action().takes_values());
        let values: Vec<_> = names.into_iter().flatten().map(|name| format!(" {name}")).collect();
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        roff.control("RS", []);
        entry(roff, vec![bold(format!("--{long}{}", values.concat()))], &[help.trim_end_matches('.')]);
        roff.control("RE", []);
    }
    for example in example::of(name.trim_start_matches("nutgraf").trim_start()) {
        roff.control("RS", []);
        entry(roff, vec![roman("Example: "), bold(example.line)], &[example.words]);
        roff.control("RE", []);
    }
    for inner in command.get_subcommands() {
        subcommand(roff, &name, inner);
    }
}
