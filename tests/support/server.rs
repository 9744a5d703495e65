//! A web server on loopback for tests: routes by path, each answering as a script says, well or badly.
//!
//! It counts what it is asked and keeps the order, so that tests can hold to facts instead of times. A route may hold
//! its answer back until the test lets it go.

#![allow(dead_code, clippy::format_push_string, reason = "each test uses the part that it needs")]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;

/// Long enough for a busy machine; what has not happened by then will not happen.
pub const DEADLINE: Duration = Duration::from_secs(60);

/// What was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// With its query.
    pub path: String,
    pub headers: HashMap<String, String>,
}

impl Asked {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// How a route answers.
#[derive(Clone)]
pub enum Answer {
    /// Status, headers, body; the length is said.
    Whole(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Bytes as they go over the wire, then the connection is closed.
    Raw(Vec<u8>),
    /// These bytes, then these again and again until the other side goes away.
    Endless(Vec<u8>, Vec<u8>),
    /// A head that says more than comes.
    Short(Vec<u8>),
    /// Nothing until the gate of this name is opened; then the answer.
    Held(&'static str, Box<Answer>),
    /// One byte at a time, with so long between two.
    Drip(Vec<u8>, Duration),
}

impl Answer {
    pub fn page(body: impl Into<Vec<u8>>) -> Self {
        Self::typed("text/html; charset=utf-8", body)
    }

    pub fn feed(body: impl Into<Vec<u8>>) -> Self {
        Self::typed("application/rss+xml", body)
    }

    pub fn typed(kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::Whole(200, vec![("Content-Type", kind.to_owned())], body.into())
    }

    pub fn status(status: u16) -> Self {
        Self::Whole(status, Vec::new(), b"no".to_vec())
    }

    pub fn to(status: u16, target: impl Into<String>) -> Self {
        Self::Whole(status, vec![("Location", target.into())], Vec::new())
    }

    pub fn gzip(kind: &str, body: &[u8]) -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(body).unwrap();
        let headers = vec![("Content-Type", kind.to_owned()), ("Content-Encoding", "gzip".to_owned())];
        Self::Whole(200, headers, encoder.finish().unwrap())
    }

    pub fn with(self, name: &'static str, value: impl Into<String>) -> Self {
        match self {
            Self::Whole(status, mut headers, body) => {
                headers.push((name, value.into()));
                Self::Whole(status, headers, body)
            }
            other => other,
        }
    }

    pub fn held(self, gate: &'static str) -> Self {
        Self::Held(gate, Box::new(self))
    }
}

type Route = Arc<dyn Fn(&Asked) -> Answer + Send + Sync>;

#[derive(Default)]
struct Shared {
    routes: Mutex<HashMap<String, Route>>,
    asked: Mutex<Vec<Asked>>,
    /// Connections that are being answered, and the most there were at once.
    open: Mutex<(usize, usize)>,
    gates: Mutex<Vec<&'static str>>,
    changed: Condvar,
    is_closing: AtomicBool,
}

/// The server; it ends with the value.
pub struct Server {
    port: u16,
    shared: Arc<Shared>,
    /// Last parts of the loopback addresses that it listens on.
    hosts: Mutex<Vec<u8>>,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, shared: Arc::default(), hosts: Mutex::new(vec![1]) };
        server.listen(listener);
        server
    }

    fn listen(&self, listener: TcpListener) {
        let own = Arc::clone(&self.shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if own.is_closing.load(Ordering::Relaxed) {
                    return;
                }
                let (Ok(stream), shared) = (stream, Arc::clone(&own)) else { continue };
                std::thread::spawn(move || serve(&stream, &shared));
            }
        });
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The same path at another address of loopback, which is another host to whoever counts them.
    pub fn url_of(&self, n: u8, path: &str) -> String {
        let mut hosts = self.hosts.lock().unwrap();
        if !hosts.contains(&n) {
            hosts.push(n);
            self.listen(TcpListener::bind((std::net::Ipv4Addr::new(127, 0, 0, n), self.port)).unwrap());
        }
        format!("http://127.0.0.{n}:{}{path}", self.port)
    }

    pub fn on(&self, path: &str, answer: Answer) -> &Self {
        self.on_asked(path, move |_| answer.clone())
    }

    pub fn on_asked(&self, path: &str, answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> &Self {
        self.shared.routes.lock().unwrap().insert(path.to_owned(), Arc::new(answer));
        self
    }

    /// A route that gives 304 for its `ETag`.
    pub fn on_tagged(&self, path: &str, etag: &'static str, answer: Answer) -> &Self {
        self.on_asked(path, move |asked| {
            if asked.header("if-none-match") == etag {
                Answer::Whole(304, vec![("ETag", etag.to_owned())], Vec::new())
            } else {
                answer.clone().with("ETag", etag)
            }
        })
    }

    /// What was asked so far, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub fn count(&self, path: &str) -> usize {
        self.shared.asked.lock().unwrap().iter().filter(|asked| asked.path == path).count()
    }

    pub fn forget(&self) {
        self.shared.asked.lock().unwrap().clear();
    }

    /// Waits until a path has been asked for so often.
    #[track_caller]
    pub fn wait_for(&self, path: &str, count: usize) {
        let end = Instant::now() + DEADLINE;
        let mut asked = self.shared.asked.lock().unwrap();
        while asked.iter().filter(|asked| asked.path == path).count() < count {
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "{path} was not asked for {count} times: {asked:?}");
            asked = self.shared.changed.wait_timeout(asked, left).unwrap().0;
        }
    }

    /// Lets go what is held behind a gate, now and later.
    pub fn open(&self, gate: &'static str) {
        self.shared.gates.lock().unwrap().push(gate);
        self.shared.changed.notify_all();
    }

    /// The most questions that were answered at the same time.
    pub fn most_at_once(&self) -> usize {
        self.shared.open.lock().unwrap().1
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.is_closing.store(true, Ordering::Relaxed);
        self.shared.changed.notify_all();
        // The loops look at the flag when somebody comes.
        for n in self.hosts.lock().unwrap().iter() {
            let _ = TcpStream::connect((std::net::Ipv4Addr::new(127, 0, 0, *n), self.port));
        }
    }
}

/// Answers one connection's questions until it is closed.
fn serve(stream: &TcpStream, shared: &Shared) {
    let mut reader = BufReader::new(stream);
    while let Some(asked) = read_question(&mut reader) {
        {
            let mut open = shared.open.lock().unwrap();
            open.0 += 1;
            open.1 = open.1.max(open.0);
        }
        let route = {
            let routes = shared.routes.lock().unwrap();
            let bare = asked.path.split('?').next().unwrap_or_default();
            routes.get(&asked.path).or_else(|| routes.get(bare)).cloned()
        };
        shared.asked.lock().unwrap().push(asked.clone());
        shared.changed.notify_all();
        let answer = route.map_or_else(|| Answer::status(404), |route| route(&asked));
        let answer = when_open(shared, answer);
        // Before the last byte: whoever has the answer may ask the next thing at once.
        shared.open.lock().unwrap().0 -= 1;
        if !write_answer(stream, shared, answer) {
            return;
        }
    }
}

fn read_question(reader: &mut BufReader<&TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
    let path = line.split_whitespace().nth(1)?.to_owned();
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return Some(Asked { path, headers });
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
}

/// The answer, once its gate is open.
fn when_open(shared: &Shared, answer: Answer) -> Answer {
    let Answer::Held(gate, answer) = answer else { return answer };
    let mut gates = shared.gates.lock().unwrap();
    while !gates.contains(&gate) && !shared.is_closing.load(Ordering::Relaxed) {
        gates = shared.changed.wait_timeout(gates, Duration::from_secs(1)).unwrap().0;
    }
    *answer
}

/// Whether the connection stays open.
fn write_answer(mut stream: &TcpStream, shared: &Shared, answer: Answer) -> bool {
    match answer {
        Answer::Whole(status, headers, body) => {
            let mut head = format!("HTTP/1.1 {status} Said\r\n");
            for (name, value) in headers {
                head += &format!("{name}: {value}\r\n");
            }
            if status != 304 {
                head += &format!("Content-Length: {}\r\n", body.len());
            }
            head.push_str("\r\n");
            stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body)).is_ok()
        }
        Answer::Raw(bytes) => {
            let _ = stream.write_all(&bytes);
            false
        }
        Answer::Endless(head, again) => {
            let _ = stream.write_all(&head);
            while stream.write_all(&again).is_ok() {
                if shared.is_closing.load(Ordering::Relaxed) {
                    break;
                }
            }
            false
        }
        Answer::Short(body) => {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len() + 1000);
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
            false
        }
        Answer::Held(_, answer) => write_answer(stream, shared, *answer),
        Answer::Drip(bytes, pause) => {
            for byte in bytes {
                if shared.is_closing.load(Ordering::Relaxed) || stream.write_all(&[byte]).is_err() {
                    return false;
                }
                std::thread::sleep(pause);
            }
            false
        }
    }
}

/// Reads all that is left; for answers written by hand.
pub fn drain(mut stream: &TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    bytes
}
