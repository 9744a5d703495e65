//! Where the server listens. An address of IPv6 takes IPv6 alone, as with OpenSSH's server, so that `0.0.0.0` and `[::]`
//! can stand side by side, and each visitor has one address.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};

use socket2::{Domain, Protocol, Socket, Type};

/// Connections that the system holds until they are taken.
const N_PENDING: i32 = 1024;

/// Listens on an address with a port; of a name, on the first of its addresses that can be listened on.
pub(super) fn listen(address: &str) -> io::Result<TcpListener> {
    let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in address.to_socket_addrs()? {
        match on(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

fn on(address: SocketAddr) -> io::Result<TcpListener> {
    // An IPv4 address in the clothes of IPv6 is one of IPv4.
    let address = match address.ip().to_canonical() {
        IpAddr::V4(ip) => SocketAddr::from((ip, address.port())),
        IpAddr::V6(_) => address,
    };
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // A server that is started anew need not wait until the system has forgotten the connections of the last.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(N_PENDING)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::listen;

    #[test]
    fn all_of_ipv4_and_all_of_ipv6_are_listened_on_side_by_side() {
        if TcpListener::bind("[::1]:0").is_err() {
            return;
        }
        // Somebody else may have the port in the other family.
        let both = (0..20).find_map(|_| {
            let old = listen("0.0.0.0:0").unwrap();
            let port = old.local_addr().unwrap().port();
            Some((old, listen(&format!("[::]:{port}")).ok()?))
        });
        let (old, new) = both.unwrap();
        assert!(old.local_addr().unwrap().is_ipv4() && new.local_addr().unwrap().is_ipv6());
    }

    #[test]
    fn an_address_that_is_taken_or_not_there_cannot_be_listened_on() {
        let taken = listen("127.0.0.1:0").unwrap();
        let again = listen(&taken.local_addr().unwrap().to_string()).unwrap_err();
        assert_eq!(again.kind(), std::io::ErrorKind::AddrInUse);
        assert_eq!(listen("192.0.2.1:0").unwrap_err().kind(), std::io::ErrorKind::AddrNotAvailable);
        assert!(listen("[::ffff:127.0.0.1]:0").unwrap().local_addr().unwrap().is_ipv4());
    }
}
