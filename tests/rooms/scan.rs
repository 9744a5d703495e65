//! Reads Rust source as far as walls need it: comments, strings and test code apart, then the paths that stand in it.
//!
//! It is no parser. It knows comments, string and character literals, `#[cfg(test)]` items, grouped imports and
//! `super`. A room that hides an import behind a macro or a renamed crate is not found out.

use std::path::{Path, PathBuf};

/// One source file, without its tests.
pub struct Source {
    /// From the crate's root: `src/article/gate.rs`.
    pub path: String,
    /// The module's path: `article`, `gate`.
    pub module: Vec<String>,
    /// Lines in the file, tests and all.
    pub n_lines: usize,
    /// The code, with comments, literals and test items blanked out; line ends stay.
    pub code: String,
    /// Every string literal with its line, test items left out.
    pub strings: Vec<(usize, String)>,
    /// Modules that are declared under `#[cfg(test)]` and have a file of their own.
    pub test_modules: Vec<String>,
}

/// A path in the code, as `std::fs::File`, with its line.
pub type Found = (usize, String);

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let (mut code, mut strings) = blank_literals(text);
        let mut test_modules = Vec::new();
        let blanked = blank_tests(&mut code, &mut test_modules);
        strings.retain(|(line, _)| !blanked.iter().any(|(from, to)| (from..=to).contains(&line)));
        let stem = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
        let module = match stem {
            "lib" | "main" => Vec::new(),
            stem => stem.split('/').map(str::to_owned).collect(),
        };
        Self { path: path.to_owned(), module, n_lines: text.lines().count(), code, strings, test_modules }
    }

    /// The room that the file belongs to: the first part of its module's path, `main` and `lib` for the roots.
    pub fn room(&self) -> &str {
        self.module.first().map_or_else(|| self.path.trim_start_matches("src/").trim_end_matches(".rs"), String::as_str)
    }

    /// Rooms that the file names, by `crate::`, the crate's name, or `super` beyond its own room.
    pub fn rooms_imported(&self) -> Vec<Found> {
        let mut rooms: Vec<Found> = Vec::new();
        for root in ["crate", "nutgraf"] {
            rooms.extend(
                self.paths(root)
                    .into_iter()
                    .filter_map(|(line, path)| Some((line, path.split("::").nth(1)?.to_owned()))),
            );
        }
        for (line, path) in self.paths("super") {
            let parts: Vec<&str> = path.split("::").collect();
            let n_up = parts.iter().take_while(|part| **part == "super").count();
            if n_up == self.module.len() {
                rooms.extend(parts.get(n_up).map(|room| (line, (*room).to_owned())));
            }
        }
        rooms.sort();
        rooms.dedup();
        rooms.retain(|(_, room)| room != self.room() && room.starts_with(|c: char| c.is_ascii_lowercase()));
        rooms
    }

    /// Every path that begins with a name, groups written out: `use std::{fs, io::Read}` gives two.
    pub fn paths(&self, root: &str) -> Vec<Found> {
        let mut found = Vec::new();
        for (at, line) in self.words(root) {
            let before = self.code.get(..at).unwrap_or_default().trim_end();
            if before.ends_with("::") && !before.ends_with(";::") {
                continue;
            }
            let rest = self.code.get(at + root.len()..).unwrap_or_default();
            expand(rest, root, line, &mut found);
        }
        found
    }

    /// Where a whole word stands in the code: byte and line.
    pub fn words(&self, word: &str) -> Vec<(usize, usize)> {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        self.code
            .match_indices(word)
            .filter(|(at, _)| {
                !self.code.get(..*at).is_some_and(|before| before.ends_with(is_part))
                    && !self.code.get(at + word.len()..).is_some_and(|after| after.starts_with(is_part))
            })
            .map(|(at, _)| (at, line_of(&self.code, at)))
            .collect()
    }

    /// Lines on which a macro is called.
    pub fn macro_calls(&self, name: &str) -> Vec<usize> {
        let is_call =
            |at: usize| self.code.get(at + name.len()..).is_some_and(|after| after.trim_start().starts_with('!'));
        self.words(name).into_iter().filter(|(at, _)| is_call(*at)).map(|(_, line)| line).collect()
    }
}

fn line_of(code: &str, at: usize) -> usize {
    1 + code.get(..at).unwrap_or_default().matches('\n').count()
}

/// Writes out what follows a path's first part: `::a::{b, c::d}`.
fn expand(rest: &str, prefix: &str, line: usize, found: &mut Vec<Found>) {
    let Some(rest) = rest.trim_start().strip_prefix("::") else {
        found.push((line, prefix.to_owned()));
        return;
    };
    let rest = rest.trim_start();
    if let Some(group) = rest.strip_prefix('{') {
        let mut depth = 0_usize;
        let mut start = 0;
        for (at, scalar) in group.char_indices() {
            let is_end = depth == 0 && scalar == '}';
            if is_end || depth == 0 && scalar == ',' {
                let part = group.get(start..at).unwrap_or_default().trim();
                start = at + 1;
                if !part.is_empty() {
                    let (name, after) = split_name(part);
                    expand(after, &format!("{prefix}::{name}"), line, found);
                }
            }
            match scalar {
                '{' => depth += 1,
                '}' if is_end => return,
                '}' => depth -= 1,
                _ => {}
            }
        }
        return;
    }
    let (name, after) = split_name(rest);
    if name.is_empty() {
        found.push((line, prefix.to_owned()));
    } else {
        expand(after, &format!("{prefix}::{name}"), line, found);
    }
}

fn split_name(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    text.split_at(end)
}

/// Code with comments and literals blanked, and the strings that were in it.
fn blank_literals(text: &str) -> (String, Vec<(usize, String)>) {
    let scalars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut strings = Vec::new();
    let mut line = 1;
    let mut at = 0;
    let is = |at: usize, c: char| scalars.get(at) == Some(&c);
    while let Some(&scalar) = scalars.get(at) {
        let is_word_before = at > 0 && scalars.get(at - 1).is_some_and(|c| c.is_alphanumeric() || *c == '_');
        let end = match scalar {
            '/' if is(at + 1, '/') => (at..scalars.len()).find(|&i| is(i, '\n')).unwrap_or(scalars.len()),
            '/' if is(at + 1, '*') => {
                let mut depth = 0_usize;
                let mut i = at;
                loop {
                    if is(i, '/') && is(i + 1, '*') {
                        (depth, i) = (depth + 1, i + 2);
                    } else if is(i, '*') && is(i + 1, '/') {
                        (depth, i) = (depth - 1, i + 2);
                    } else {
                        i += 1;
                    }
                    if depth == 0 || i >= scalars.len() {
                        break i.min(scalars.len());
                    }
                }
            }
            'r' | 'b' if !is_word_before && raw_string(&scalars, at).is_some() => {
                let (open, close) = raw_string(&scalars, at).unwrap_or((at, at));
                strings.push((line, scalars.get(open..close).unwrap_or_default().iter().collect()));
                let n_hashes =
                    scalars.get(..open).map_or(0, |head| head.iter().rev().skip(1).take_while(|c| **c == '#').count());
                close + 1 + n_hashes
            }
            '"' => {
                let mut i = at + 1;
                while i < scalars.len() && !is(i, '"') {
                    i += if is(i, '\\') { 2 } else { 1 };
                }
                strings.push((line, scalars.get(at + 1..i.min(scalars.len())).unwrap_or_default().iter().collect()));
                i + 1
            }
            // A character, not a lifetime: it is closed, or begins with a backslash.
            '\'' if is(at + 1, '\\') => (at + 3..scalars.len()).find(|&i| is(i, '\'')).map_or(scalars.len(), |i| i + 1),
            '\'' if is(at + 2, '\'') => at + 3,
            _ => {
                code.push(scalar);
                line += usize::from(scalar == '\n');
                at += 1;
                continue;
            }
        };
        let end = end.min(scalars.len());
        for scalar in scalars.get(at..end).unwrap_or_default() {
            code.push(if *scalar == '\n' { '\n' } else { ' ' });
            line += usize::from(*scalar == '\n');
        }
        at = end;
    }
    (code, strings)
}

/// The inside of `r"…"`, `r#"…"#` or `br"…"`.
fn raw_string(scalars: &[char], at: usize) -> Option<(usize, usize)> {
    let mut i = at;
    if scalars.get(i) == Some(&'b') {
        i += 1;
    }
    if scalars.get(i) != Some(&'r') {
        return None;
    }
    i += 1;
    let n_hashes = scalars.get(i..)?.iter().take_while(|c| **c == '#').count();
    i += n_hashes;
    if scalars.get(i) != Some(&'"') {
        return None;
    }
    let open = i + 1;
    let close = (open..scalars.len()).find(|&end| {
        scalars.get(end) == Some(&'"')
            && scalars.get(end + 1..).unwrap_or_default().iter().take_while(|c| **c == '#').count() >= n_hashes
    })?;
    Some((open, close))
}

/// Blanks every item under `#[cfg(test)]`; gives the lines blanked, and collects test modules with own files.
fn blank_tests(code: &mut String, test_modules: &mut Vec<String>) -> Vec<(usize, usize)> {
    const MARK: &str = "#[cfg(test)]";
    let mut blanked = Vec::new();
    while let Some(start) = code.find(MARK) {
        let mut at = start + MARK.len();
        // Further attributes.
        while let Some(skip) = code.get(at..).map(|rest| rest.len() - rest.trim_start().len()) {
            at += skip;
            if !code.get(at..).is_some_and(|rest| rest.starts_with("#[")) {
                break;
            }
            at += code.get(at..).and_then(|rest| rest.find(']')).map_or(2, |end| end + 1);
        }
        let rest = code.get(at..).unwrap_or_default();
        let item: Vec<&str> = rest.split_whitespace().take(4).collect();
        let is_import = item.contains(&"use") && item.iter().position(|word| *word == "use") < Some(2);
        let semicolon = rest.find(';').unwrap_or(rest.len());
        let brace = rest.find('{').unwrap_or(rest.len());
        let end = if is_import || semicolon < brace {
            if let Some(name) = item.iter().position(|word| *word == "mod").and_then(|index| item.get(index + 1)) {
                test_modules.push(name.trim_end_matches(';').to_owned());
            }
            at + semicolon
        } else {
            let mut depth = 0_usize;
            let close = rest.char_indices().skip_while(|(byte, _)| *byte < brace).find(|(_, scalar)| {
                match scalar {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                depth == 0
            });
            at + close.map_or(rest.len(), |(byte, _)| byte)
        };
        let end = (end + 1).min(code.len());
        blanked.push((line_of(code, start), line_of(code, end)));
        let blank: String =
            code.get(start..end).unwrap_or_default().chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        code.replace_range(start..end, &blank);
    }
    blanked
}

/// Every source file of the crate, test files left out; sorted by path.
pub fn sources(root: &Path) -> Vec<Source> {
    fn walk(folder: &Path, all: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, all);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                all.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root.join("src"), &mut paths);
    paths.sort();
    let sources: Vec<Source> = paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            Source::new(&name, &std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let tests: Vec<Vec<String>> = sources
        .iter()
        .flat_map(|source| source.test_modules.iter().map(|name| [source.module.clone(), vec![name.clone()]].concat()))
        .collect();
    sources.into_iter().filter(|source| !tests.iter().any(|test| source.module.starts_with(test))).collect()
}
