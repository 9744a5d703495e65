//! The tour as one picture that moves: a screen a frame, made of rows that frames share, with no script in it. Where
//! motion is not wanted, it stands still.

use std::collections::HashMap;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::{Frame, Tour};

const CELL: (f64, f64) = (8.4, 18.0);
const MARGIN: f64 = 14.0;
const CAPTION: f64 = 44.0;
const GROUND: &str = "#14161b";
const INK: &str = "#d6dae3";
/// The first sixteen colours, as dark terminals have them.
const ANSI: [&str; 16] = [
    "#20242c", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4", "#5c6370", "#ef8088",
    "#a9d58a", "#f0cf8d", "#7fc1ff", "#d88eee", "#6fcbd6", "#ffffff",
];

/// How a run of cells looks.
#[allow(clippy::struct_excessive_bools, reason = "each stands for an attribute of a cell")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Look {
    fg: String,
    bg: Option<String>,
    bold: bool,
    italic: bool,
    underline: bool,
    dim: bool,
}

/// The picture.
pub fn svg(tour: &Tour) -> String {
    let (rows, cols) = tour.frames[0].screen.size();
    let (rows, cols) = (rows.get(), cols.get());
    let width = f64::from(cols) * CELL.0 + 2.0 * MARGIN;
    let screen = f64::from(rows) * CELL.1 + 2.0 * MARGIN;
    let mut classes: Vec<String> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let (mut defs, mut frames, mut times) = (String::new(), String::new(), String::new());
    for (number, frame) in tour.frames.iter().enumerate() {
        let end = tour.frames.get(number + 1).map_or(tour.seconds, |next| next.at);
        let percent = |seconds: f64| seconds * 100.0 / tour.seconds;
        let before = if number == 0 { String::new() } else { "0%{visibility:hidden}".to_owned() };
        let after = if number + 1 == tour.frames.len() {
            String::new()
        } else {
            format!("{:.3}%{{visibility:hidden}}", percent(end))
        };
        write!(times, "@keyframes k{number}{{{before}{:.3}%{{visibility:visible}}{after}}}", percent(frame.at))
            .unwrap();
        write!(frames, "<g class='f' id='f{number}' style='animation-name:k{number}'>").unwrap();
        for row in 0..rows {
            let drawn = self::row(frame, row, cols, &mut classes);
            if drawn.is_empty() {
                continue;
            }
            let next = known.len();
            let id = *known.entry(drawn.clone()).or_insert_with(|| {
                write!(defs, "<g id='r{next}'>{drawn}</g>").unwrap();
                next
            });
            write!(frames, "<use href='#r{id}' y='{}'/>", f64::from(row) * CELL.1).unwrap();
        }
        let words = escaped(&frame.caption);
        let y = screen - MARGIN + 26.0;
        writeln!(frames, "<text class='caption' x='{}' y='{y}'>{words}</text></g>", (width - 2.0 * MARGIN) / 2.0)
            .unwrap();
    }
    let still = tour.frames.iter().position(|frame| frame.at > tour.seconds / 3.0).unwrap_or(0);
    let height = screen + CAPTION;
    let looks: String = classes.iter().enumerate().fold(String::new(), |mut looks, (n, look)| {
        write!(looks, ".c{n}{{{look}}}").unwrap();
        looks
    });
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:.0} {height:.0}' role='img' \
         aria-label='A tour of nutgraf: the library, an article with who said what, the evidence, the actors, a search, \
         a copy with its source'>\n<style>text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,\"DejaVu Sans \
         Mono\",monospace;fill:{INK};white-space:pre}}.caption{{font:600 17px \
         system-ui,-apple-system,\"Segoe UI\",\"DejaVu Sans\",sans-serif;fill:#f0cf8d;text-anchor:middle}}\
         .f{{visibility:hidden;animation:{:.2}s step-end infinite}}{looks}{times}\
         @media(prefers-reduced-motion:reduce){{.f{{animation:none}}#f{still}{{visibility:visible}}}}</style>\n\
         <defs>{defs}</defs>\n<rect width='100%' height='100%' rx='10' fill='#0d0f13'/>\
         <rect x='5' y='5' width='{:.0}' height='{:.0}' rx='7' fill='{GROUND}'/>\n\
         <g transform='translate({MARGIN} {MARGIN})'>{frames}</g></svg>\n",
        tour.seconds,
        width - 10.0,
        screen - 6.0
    )
}

/// A row's runs: backgrounds first, then words. Empty where nothing is to be seen.
fn row(frame: &Frame, row: u16, cols: u16, classes: &mut Vec<String>) -> String {
    let mut runs: Vec<(u16, String, Look)> = Vec::new();
    for col in 0..cols {
        let Some(cell) = frame.screen.cell(row, col).filter(|cell| !cell.is_wide_continuation()) else { continue };
        let words = if cell.contents().is_empty() { " " } else { cell.contents() };
        let look = look(cell);
        match runs.last_mut() {
            Some((start, run, its)) if *its == look && *start + cols_of(run) == col => run.push_str(words),
            _ => runs.push((col, words.to_owned(), look)),
        }
    }
    let (mut grounds, mut words) = (String::new(), String::new());
    for (start, run, look) in runs {
        let x = f64::from(start) * CELL.0;
        let width = f64::from(cols_of(&run)) * CELL.0;
        if let Some(bg) = &look.bg {
            write!(grounds, "<rect x='{x:.1}' width='{width:.1}' height='{}' fill='{bg}'/>", CELL.1).unwrap();
        }
        let shown = run.trim_end();
        let lead = run.len() - run.trim_start().len();
        if shown.trim().is_empty() && !look.underline {
            continue;
        }
        let shown = shown.get(lead..).unwrap_or(shown);
        let x = x + lead as f64 * CELL.0;
        let width = f64::from(cols_of(shown)) * CELL.0;
        let class = class(&look, classes);
        let class = if class.is_empty() { String::new() } else { format!(" class='{class}'") };
        write!(words, "<text{class} x='{x:.1}' y='13.5' textLength='{width:.1}'>{}</text>", escaped(shown)).unwrap();
    }
    grounds + &words
}

fn look(cell: &vt100::Cell) -> Look {
    let (mut fg, mut bg) = (colour(cell.fgcolor()), colour(cell.bgcolor()));
    if cell.inverse() {
        (fg, bg) = (Some(bg.unwrap_or_else(|| GROUND.to_owned())), Some(fg.unwrap_or_else(|| INK.to_owned())));
    }
    Look {
        fg: fg.unwrap_or_else(|| INK.to_owned()),
        bg,
        bold: cell.bold(),
        italic: cell.italic(),
        underline: cell.underline(),
        dim: cell.dim(),
    }
}

fn class(look: &Look, classes: &mut Vec<String>) -> String {
    let mut css = String::new();
    if look.fg != INK {
        write!(css, "fill:{};", look.fg).unwrap();
    }
    for (is_so, rule) in [
        (look.bold, "font-weight:700;"),
        (look.italic, "font-style:italic;"),
        (look.underline, "text-decoration:underline;"),
        (look.dim, "opacity:.6;"),
    ] {
        if is_so {
            css.push_str(rule);
        }
    }
    if css.is_empty() {
        return css;
    }
    let number = classes.iter().position(|known| *known == css).unwrap_or_else(|| {
        classes.push(css);
        classes.len() - 1
    });
    format!("c{number}")
}

fn colour(colour: vt100::Color) -> Option<String> {
    match colour {
        vt100::Color::Default => None,
        vt100::Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        vt100::Color::Idx(n @ 0..=15) => Some(ANSI[usize::from(n)].to_owned()),
        vt100::Color::Idx(n @ 16..=231) => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + step * 40 };
            let n = n - 16;
            Some(format!("#{:02x}{:02x}{:02x}", level(n / 36), level(n / 6 % 6), level(n % 6)))
        }
        vt100::Color::Idx(n) => {
            let grey = 8 + (n - 232) * 10;
            Some(format!("#{grey:02x}{grey:02x}{grey:02x}"))
        }
    }
}

fn cols_of(words: &str) -> u16 {
    UnicodeWidthStr::width(words) as u16
}

/// Words as XML has them.
pub fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
