//! Where or through what something was said: *a press conference in Berlin*, *Truth Social*, *an interview with the
//! BBC*, *the steps of City Hall*.

use super::super::super::lexicon::Classes;
use super::super::super::page::Stretch;
use super::super::super::token::Shape;
use super::frame::Frame;
use super::phrase;

/// Gatherings that hear what is said: whoever *told* one spoke at it.
const GATHERINGS: [&str; 26] = [
    "conference",
    "rally",
    "briefing",
    "hearing",
    "meeting",
    "forum",
    "symposium",
    "summit",
    "congress",
    "debate",
    "dinner",
    "breakfast",
    "lunch",
    "gathering",
    "vigil",
    "seminar",
    "panel",
    "podcast",
    "interview",
    "broadcast",
    "ceremony",
    "reception",
    "assembly",
    "workshop",
    "webinar",
    "demonstration",
];

/// Texts, talks and media that carry what is said.
const CHANNELS: [&str; 58] = [
    "statement",
    "speech",
    "post",
    "posts",
    "posting",
    "email",
    "e-mail",
    "emails",
    "tweet",
    "tweets",
    "letter",
    "letters",
    "blog",
    "channel",
    "address",
    "memo",
    "video",
    "report",
    "note",
    "message",
    "messages",
    "essay",
    "article",
    "column",
    "book",
    "memoir",
    "paper",
    "study",
    "ruling",
    "decision",
    "judgment",
    "judgement",
    "appendix",
    "notice",
    "call",
    "talk",
    "lecture",
    "sermon",
    "homily",
    "evidence",
    "testimony",
    "remarks",
    "comments",
    "documentary",
    "radio",
    "television",
    "tv",
    "programme",
    "program",
    "show",
    "website",
    "site",
    "page",
    "filing",
    "affidavit",
    "arguments",
    "newsletter",
    "release",
];

/// What stands after *by*, *via* or *over* without an article.
const WIRES: [&str; 14] = [
    "telephone",
    "phone",
    "email",
    "e-mail",
    "fax",
    "text",
    "radio",
    "letter",
    "video",
    "videolink",
    "link",
    "post",
    "app",
    "tweet",
];

/// Places that people speak in or at, as common nouns.
const PLACES: [&str; 48] = [
    "room",
    "hall",
    "court",
    "courtroom",
    "parliament",
    "square",
    "street",
    "church",
    "mosque",
    "cathedral",
    "garden",
    "kitchen",
    "office",
    "station",
    "airport",
    "town",
    "city",
    "village",
    "capital",
    "harbour",
    "harbor",
    "library",
    "stadium",
    "hospital",
    "theatre",
    "theater",
    "school",
    "corridor",
    "lobby",
    "park",
    "market",
    "depot",
    "port",
    "cinema",
    "home",
    "house",
    "university",
    "museum",
    "steps",
    "stage",
    "pitch",
    "beach",
    "floor",
    "chamber",
    "studio",
    "headquarters",
    "shed",
    "gates",
];

/// Networks and broadcasters, by a word of their names.
const NETWORKS: [&str; 40] = [
    "twitter",
    "x",
    "facebook",
    "instagram",
    "threads",
    "social",
    "telegram",
    "linkedin",
    "tiktok",
    "youtube",
    "weibo",
    "wechat",
    "bluesky",
    "mastodon",
    "reddit",
    "snapchat",
    "whatsapp",
    "substack",
    "medium",
    "twitch",
    "bbc",
    "cnn",
    "abc",
    "nbc",
    "cbs",
    "pbs",
    "npr",
    "msnbc",
    "cnbc",
    "fox",
    "sky",
    "itv",
    "c-span",
    "jazeera",
    "radio",
    "tv",
    "television",
    "news",
    "show",
    "fm",
];

/// Verbs after which *on* leads to a network of any name.
const POSTS: [&str; 10] =
    ["wrote", "writes", "posted", "posts", "tweeted", "tweets", "blogged", "messaged", "shared", "post"];

/// Occasions that are neither.
const OCCASIONS: [&str; 14] = [
    "event", "launch", "visit", "trip", "trial", "inquest", "festival", "funeral", "service", "wedding", "session",
    "press", "opening", "talks",
];

/// What stands after *in* or *at* and is no place.
const IDLE: [&str; 34] = [
    "time",
    "times",
    "weekend",
    "end",
    "beginning",
    "start",
    "least",
    "first",
    "last",
    "length",
    "once",
    "present",
    "all",
    "response",
    "part",
    "fact",
    "general",
    "particular",
    "tears",
    "reply",
    "turn",
    "private",
    "public",
    "past",
    "future",
    "english",
    "french",
    "spanish",
    "arabic",
    "behalf",
    "condition",
    "way",
    "moment",
    "case",
];

/// The place or channel that stands nearest to the cue.
pub fn find(frame: &Frame<'_>) -> Option<Stretch> {
    // According to a declaration filed in court: the court heard it from nobody.
    if frame.is(frame.cue.first, &["according"]) {
        return None;
    }
    gathering(frame)
        .or_else(|| frame.zones().into_iter().find_map(|zone| named(frame, zone)))
        .or_else(|| place_after(frame))
        .or_else(|| place_before(frame))
}

/// *told a news conference*
fn gathering(frame: &Frame<'_>) -> Option<Stretch> {
    let verb = frame.cue.iter().find(|&index| frame.token(index).is(Classes::TELL))?;
    let first = verb + 1;
    let inside = frame.attribution.content.iter().any(|part| part.contains(first));
    let end = phrase::end_of(frame, first, frame.after.end);
    let heard = (first..end).any(|index| frame.is(index, &GATHERINGS));
    (heard && !inside).then(|| Stretch::new(first, with_place(frame, end, frame.after.end)))
}

/// *in an interview with the BBC*, *on Truth Social*, *by telephone*
fn named(frame: &Frame<'_>, zone: Stretch) -> Option<Stretch> {
    zone.iter().find_map(|index| {
        let first = index + 1;
        let prepositions = ["at", "in", "during", "on", "over", "through", "via", "by", "after", "from", "before"];
        if first >= zone.end || !frame.is(index, &prepositions) || is_day(frame, first) {
            return None;
        }
        if frame.is(index, &["by", "via", "over"]) && frame.token(first).shape == Shape::Lower {
            let end = (first..(first + 2).min(zone.end)).rfind(|&at| frame.is(at, &WIRES)).map(|at| at + 1);
            if end.is_some() || frame.is(index, &["by"]) {
                return end.map(|end| Stretch::new(first, end));
            }
        }
        if frame.is(index, &["after", "before", "from"])
            && !frame.token(first).is(Classes::DETERMINER.or(Classes::POSSESSIVE))
        {
            return None;
        }
        let end = phrase::end_of(frame, first, zone.end);
        let mut heads = (first..end).filter(|&at| is_head(frame, at, end));
        if let Some(head) = heads.next_back().filter(|_| !frame.is(index, &["by", "before"])) {
            let ending = frame.word(head).len() > 1 && head + 1 == end || head + 1 < end;
            return ending.then(|| Stretch::new(first, with_place(frame, end, zone.end)));
        }
        // On Truth Social, on BBC Radio 4
        let opener = frame.token(first);
        let channel = frame.is(index, &["on", "via"]) && opener.is_capital() && !opener.is(Classes::MONTH);
        let posted = index == frame.cue.end && frame.cue.iter().any(|at| frame.is(at, &POSTS));
        let known = (first..end).any(|at| frame.is(at, &NETWORKS));
        if channel && end > first && (posted || known) {
            return Some(Stretch::new(first, end));
        }
        // Through a spokesman, through her lawyer
        let through = frame.is(index, &["through", "via"]) && (first..end).any(|at| frame.token(at).is(Classes::HEAD));
        through.then(|| Stretch::new(first, end))
    })
}

fn is_head(frame: &Frame<'_>, index: usize, end: usize) -> bool {
    let own = frame.is(index, &GATHERINGS) || frame.is(index, &CHANNELS) || frame.is(index, &OCCASIONS);
    // The report's author is no report.
    own && !(index + 1 < end && frame.token(index + 1).shape == Shape::Clitic)
}

/// *said in Berlin*, *told villagers at the ceremony*, *said Roe, at the depot in Lock Lane*
fn place_after(frame: &Frame<'_>) -> Option<Stretch> {
    let zone = frame.after;
    zone.iter().find_map(|index| {
        let first = index + 1;
        let before = frame.found.before(index);
        let told = frame.cue.iter().any(|at| frame.token(at).is(Classes::TELL))
            && index == phrase::end_of(frame, zone.first, zone.end);
        let near = index == zone.first || told || before.is_mark(',') || before.is(Classes::DAY.or(Classes::TIME));
        (near && first < zone.end).then(|| place(frame, zone, index)).flatten()
    })
}

/// *In Berlin, Roe said*, *Roe, speaking in Berlin, said*
fn place_before(frame: &Frame<'_>) -> Option<Stretch> {
    let spoken = |zone: Stretch| {
        zone.iter()
            .find(|&index| frame.is(index, &["speaking", "preaching", "writing", "asked", "appearing", "talking"]))
    };
    if let Some(zone) = [frame.between, frame.lead].into_iter().find(|zone| spoken(*zone).is_some()) {
        let from = spoken(zone)?;
        return (from + 1..zone.end).find_map(|index| place(frame, zone, index));
    }
    let zone = frame.lead;
    let end = place(frame, zone, zone.first).filter(|place| frame.token(place.end).is_mark(','));
    end.or_else(|| place(frame, frame.between, frame.between.first + 1).filter(|_| frame.between.len() > 3))
}

/// The place that a preposition at `index` leads to.
fn place(frame: &Frame<'_>, zone: Stretch, index: usize) -> Option<Stretch> {
    let first = index + 1;
    let roomy = frame.is(index, &["outside", "inside", "aboard"]);
    if !(roomy || frame.is(index, &["in", "at", "on", "from"])) || first > zone.end || is_day(frame, first) {
        return None;
    }
    let end = phrase::end_of(frame, first, zone.end);
    if roomy {
        return Some(Stretch::new(first, with_place(frame, end, zone.end))).filter(|place| !place.is_empty());
    }
    if end == first || (first..end).any(|at| frame.is(at, &IDLE)) {
        return None;
    }
    let opener = frame.token(first);
    let proper = opener.is_capital()
        && frame.is(index, &["in", "at"])
        && !is_time_word(frame, first)
        && (!opener.is(Classes::DEMONYM) || opener.is(Classes::PLACE));
    let room = (first..end).any(|at| frame.is(at, &PLACES));
    let definite = frame.is(index, &["at"]) && opener.is(Classes::DETERMINER.or(Classes::POSSESSIVE));
    (proper || room || definite).then(|| Stretch::new(first, with_place(frame, end, zone.end)))
}

/// *… in Berlin*, *… with the BBC*, *… outside the gates*: up to three more phrases that belong to it.
fn with_place(frame: &Frame<'_>, end: usize, limit: usize) -> usize {
    let mut end = end;
    for _ in 0..3 {
        // A statement issued after talks in Geneva.
        let issued = frame.is(end, &["issued", "held", "made"]) && frame.is(end + 1, &["after", "at", "in", "by"]);
        let led = end + usize::from(issued);
        let first = led + 1;
        let belongs = ["in", "at", "with", "on", "outside", "of", "for", "about", "called", "posted", "given"];
        if first >= limit || !(issued || frame.is(end, &belongs)) || is_day(frame, first) || is_time_word(frame, first)
        {
            break;
        }
        let next = phrase::end_of(frame, first, limit);
        if next == first || (first..next).any(|at| frame.is(at, &IDLE)) {
            break;
        }
        end = next;
    }
    end
}

fn is_day(frame: &Frame<'_>, index: usize) -> bool {
    let token = frame.token(index);
    token.is(Classes::DAY)
        || token.shape == Shape::Number
        || frame.is(index, &["late", "early", "last", "this", "next", "earlier", "later"])
}

fn is_time_word(frame: &Frame<'_>, index: usize) -> bool {
    let token = frame.token(index);
    token.is(Classes::MONTH)
        && token.is_capital()
        && (frame.token(index + 1).shape == Shape::Number || token.is(Classes::AUXILIARY))
        || token.is(Classes::MONTH) && !frame.token(index + 1).is_capital()
}
