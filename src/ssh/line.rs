//! The line to a client: a socket that holds little, tells how much went out and whether it takes more, and can be cut
//! from outside.
//!
//! What a slow line has not taken is not in any queue of ours: the kernel keeps little, and who writes waits until it
//! has sent all of it.

use std::io::{self, ErrorKind};
use std::net::Shutdown;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;

/// What the kernel keeps of what the client has not confirmed; it counts its own bookkeeping too, so that this is some
/// screens of text.
const SEND_BUFFER_BYTES: usize = 16 << 10;
/// The same where all of it is wanted and nothing is left out: the answer to a command.
const WIDE_BUFFER_BYTES: usize = 256 << 10;
/// The line takes more once less than this has not been sent.
const NOT_SENT_BYTES: u32 = 1;
/// A client that confirms nothing for so long is gone, unless a session waits for it.
const USER_TIMEOUT: Duration = Duration::from_secs(120);
/// The longest that the kernel waits for: it counts milliseconds in 31 bits.
const MAX_USER_TIMEOUT: Duration = Duration::from_millis(i32::MAX as u64);

/// One end of a line, which the protocol reads and writes.
#[derive(Debug)]
pub struct Line(Arc<Wire>);

/// The line as it looks from outside.
#[derive(Debug)]
pub struct Wire {
    stream: TcpStream,
    n_read: AtomicU64,
    n_written: AtomicU64,
    written: Notify,
    is_cut: AtomicBool,
    /// So many bytes may be read before [`Wire::let_in`].
    max_read: u64,
    is_let_in: AtomicBool,
}

impl Line {
    /// The line over a connection, of which `max_read` bytes are read until the client is let in.
    pub fn new(stream: TcpStream, max_read: u64) -> Self {
        let socket = SockRef::from(&stream);
        // Where one of these cannot be had, the line is only less lively.
        let _ = socket.set_tcp_nodelay(true);
        let _ = socket.set_send_buffer_size(SEND_BUFFER_BYTES);
        #[cfg(target_os = "linux")]
        let _ = socket.set_tcp_notsent_lowat(NOT_SENT_BYTES);
        let wire = Wire {
            stream,
            n_read: AtomicU64::new(0),
            n_written: AtomicU64::new(0),
            written: Notify::new(),
            is_cut: AtomicBool::new(false),
            max_read,
            is_let_in: AtomicBool::new(false),
        };
        wire.wait_for_nobody();
        Self(Arc::new(wire))
    }

    /// The line from outside.
    pub fn wire(&self) -> Arc<Wire> {
        Arc::clone(&self.0)
    }
}

impl Wire {
    /// Ends the connection now, whatever waits.
    pub fn cut(&self) {
        self.is_cut.store(true, Ordering::Release);
        let _ = SockRef::from(&self.stream).shutdown(Shutdown::Both);
        self.written.notify_waiters();
    }

    /// Lets more be on its way, for what is sent whole.
    pub fn widen(&self) {
        let _ = SockRef::from(&self.stream).set_send_buffer_size(WIDE_BUFFER_BYTES);
    }

    /// A session waits for its client, who may confirm nothing for so long: they sleep, or their machine does.
    pub fn wait_for(&self, so_long: Duration) {
        self.set_patience(so_long.max(USER_TIMEOUT).min(MAX_USER_TIMEOUT));
    }

    /// No session waits for the client.
    pub fn wait_for_nobody(&self) {
        self.set_patience(USER_TIMEOUT);
    }

    fn set_patience(&self, so_long: Duration) {
        // Elsewhere the kernel decides by itself.
        #[cfg(target_os = "linux")]
        let _ = SockRef::from(&self.stream).set_tcp_user_timeout(Some(so_long));
        #[cfg(not(target_os = "linux"))]
        let _ = so_long;
    }

    /// Whether the client sends no more, though not all that it sent was read.
    pub fn is_hung_up(&self) -> bool {
        #[cfg(target_os = "linux")]
        let hung_up = PollFlags::RDHUP | PollFlags::HUP | PollFlags::ERR;
        #[cfg(not(target_os = "linux"))]
        let hung_up = PollFlags::HUP | PollFlags::ERR;
        let mut fds = [PollFd::new(&self.stream, hung_up)];
        let polled = poll(&mut fds, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }));
        self.is_cut() || (polled.is_ok() && fds[0].revents().intersects(hung_up))
    }

    /// Whether nothing has gone out since so many bytes had, though something waits to.
    pub fn stands_still(&self, n_written: u64) -> bool {
        self.n_written() == n_written && self.is_free().is_err()
    }

    /// Whether it was cut.
    pub fn is_cut(&self) -> bool {
        self.is_cut.load(Ordering::Acquire)
    }

    /// The client has logged in, and may send as much as it likes.
    pub fn let_in(&self) {
        self.is_let_in.store(true, Ordering::Relaxed);
    }

    /// Whether the client has logged in.
    pub fn is_let_in(&self) -> bool {
        self.is_let_in.load(Ordering::Relaxed)
    }

    /// Whether the client sent more than it may before it has logged in.
    pub fn has_flooded(&self) -> bool {
        !self.is_let_in() && self.n_read.load(Ordering::Relaxed) > self.max_read
    }

    /// Bytes that went out so far.
    pub fn n_written(&self) -> u64 {
        self.n_written.load(Ordering::Acquire)
    }

    /// Waits until so many bytes have gone out altogether, and the kernel has sent all of them.
    pub async fn taken(&self, n_bytes: u64) -> io::Result<()> {
        loop {
            let written = self.written.notified();
            if self.is_cut() {
                return Err(ErrorKind::BrokenPipe.into());
            }
            if self.n_written() >= n_bytes {
                break;
            }
            written.await;
        }
        loop {
            self.stream.writable().await?;
            // The kernel is asked anew: what tokio remembers is that there was room for one more byte.
            match self.stream.try_io(Interest::WRITABLE, || self.is_free()) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                other => return other,
            }
        }
    }

    fn is_free(&self) -> io::Result<()> {
        let mut fds = [PollFd::new(&self.stream, PollFlags::OUT)];
        poll(&mut fds, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }))?;
        if fds[0].revents().is_empty() { Err(ErrorKind::WouldBlock.into()) } else { Ok(()) }
    }

    fn poll_read(&self, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            ready!(self.stream.poll_read_ready(cx))?;
            match self.stream.try_read(into.initialize_unfilled()) {
                Ok(n_bytes) => {
                    into.advance(n_bytes);
                    let n_read = self.n_read.fetch_add(n_bytes as u64, Ordering::Relaxed) + n_bytes as u64;
                    if n_read > self.max_read && !self.is_let_in.load(Ordering::Relaxed) {
                        return Poll::Ready(Err(io::Error::other("too much was sent before the login")));
                    }
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    fn poll_write(&self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.stream.poll_write_ready(cx))?;
            match self.stream.try_write(bytes) {
                Ok(n_bytes) => {
                    self.n_written.fetch_add(n_bytes as u64, Ordering::Release);
                    self.written.notify_waiters();
                    return Poll::Ready(Ok(n_bytes));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

/// The protocol has ended: nobody waits for it any more.
impl Drop for Line {
    fn drop(&mut self) {
        self.0.cut();
    }
}

impl AsyncRead for Line {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.0.poll_read(cx, into)
    }
}

impl AsyncWrite for Line {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0.poll_write(cx, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(SockRef::from(&self.0.stream).shutdown(Shutdown::Write))
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Future, poll_fn};
    use std::pin::{Pin, pin};
    use std::sync::Arc;
    use std::task::Poll;
    use std::time::Duration;

    use socket2::SockRef;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use super::{Line, USER_TIMEOUT, Wire};

    /// A line of whose client `max_read` bytes are read before it is let in, and the client.
    async fn line(max_read: u64) -> (Line, Arc<Wire>, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let line = Line::new(listener.accept().await.unwrap().0, max_read);
        let wire = line.wire();
        (line, wire, client)
    }

    /// Whether it is done without any more waiting.
    async fn is_done(mut what: Pin<&mut impl Future>) -> bool {
        poll_fn(|cx| Poll::Ready(what.as_mut().poll(cx).is_ready())).await
    }

    #[tokio::test]
    async fn a_client_that_reads_nothing_is_waited_for_and_one_that_reads_is_not() {
        let (mut line, wire, mut client) = line(0).await;
        // More than both kernels keep, so that the rest waits here.
        let n_bytes = 1 << 20;
        let writing = tokio::spawn(async move {
            line.write_all(&vec![b'x'; n_bytes]).await.unwrap();
            line
        });
        let mut taken = pin!(wire.taken(n_bytes as u64));
        assert!(!is_done(taken.as_mut()).await);
        let mut n_read = 0;
        let mut bytes = vec![0; 1 << 16];
        while n_read < n_bytes {
            n_read += client.read(&mut bytes).await.unwrap();
        }
        taken.await.unwrap();
        assert_eq!(wire.n_written(), n_bytes as u64);
        drop(writing.await.unwrap());
    }

    #[tokio::test]
    async fn nobody_waits_for_a_line_that_is_cut_or_over() {
        let (mut line, wire, _client) = line(0).await;
        let mut taken = pin!(wire.taken(1));
        assert!(!is_done(taken.as_mut()).await);
        wire.cut();
        assert!(taken.await.is_err());
        assert_eq!(line.read(&mut [0; 8]).await.unwrap_or(0), 0, "the protocol hears of it");
        let (over, wire, _client) = self::line(0).await;
        drop(over);
        assert!(wire.taken(1).await.is_err() && wire.is_cut());
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn the_kernel_is_as_patient_as_the_session() {
        let (_line, wire, _client) = line(0).await;
        let patience = || SockRef::from(&wire.stream).tcp_user_timeout().unwrap();
        assert_eq!(patience(), Some(USER_TIMEOUT));
        // From half an hour to the longest that can be asked for.
        for (asked, held) in [(1_800, 1_800), (1, 120), (30 * 24 * 3_600, i32::MAX as u64 / 1_000)] {
            wire.wait_for(Duration::from_secs(asked));
            assert_eq!(patience().map(|held| held.as_secs()), Some(held));
        }
        wire.wait_for_nobody();
        assert_eq!(patience(), Some(USER_TIMEOUT));
    }

    #[tokio::test]
    async fn a_client_that_hangs_up_is_seen_before_all_that_it_sent_is_read() {
        let (_line, wire, mut client) = line(0).await;
        client.write_all(b"much that nobody reads").await.unwrap();
        assert!(!wire.is_hung_up());
        drop(client);
        while !wire.is_hung_up() {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_line_that_takes_something_does_not_stand_still() {
        let (mut line, wire, mut client) = line(0).await;
        assert!(!wire.stands_still(0), "nothing waits");
        let n_bytes = 1 << 20;
        let writing = tokio::spawn(async move { line.write_all(&vec![b'x'; n_bytes]).await });
        let (mut before, mut n_read) = (wire.n_written(), 0);
        // Until all that both kernels keep is full.
        while !wire.stands_still(before) || before == 0 {
            before = wire.n_written();
            tokio::task::yield_now().await;
        }
        let mut bytes = vec![0; 1 << 16];
        while n_read < n_bytes {
            n_read += client.read(&mut bytes).await.unwrap();
        }
        assert!(!wire.stands_still(before));
        writing.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_client_may_send_only_so_much_until_it_is_let_in() {
        for is_let_in in [true, false] {
            let (mut line, wire, mut client) = line(10).await;
            if is_let_in {
                wire.let_in();
            }
            client.write_all(b"01234567890").await.unwrap();
            let mut bytes = [0; 11];
            assert_eq!(line.read_exact(&mut bytes).await.is_ok(), is_let_in);
            assert_eq!(wire.has_flooded(), !is_let_in);
        }
    }
}
