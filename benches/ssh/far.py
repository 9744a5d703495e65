"""Servers, visitors and slow lines for `measure.py`: OpenSSH's client in ptys, whose bytes are stamped as they come."""
import fcntl, os, pty, re, select, signal, socket, struct, subprocess, termios, threading, time


def children(pid):
    """A process and all that came of it."""
    parents = {}
    for entry in os.listdir('/proc'):
        if entry.isdigit():
            try:
                with open(f'/proc/{entry}/stat') as stat:
                    parents.setdefault(int(stat.read().rsplit(')', 1)[1].split()[1]), []).append(int(entry))
            except OSError:
                pass
    found, todo = [], [pid]
    while todo:
        found.append(todo.pop())
        todo += parents.get(found[-1], [])
    return found


def memory_kb(pids, what='Pss'):
    """What processes hold, shared pages counted in parts."""
    total = 0
    for pid in pids:
        try:
            with open(f'/proc/{pid}/smaps_rollup') as rollup:
                total += int(re.search(rf'^{what}:\s+(\d+)', rollup.read(), re.M)[1])
        except OSError:
            pass
    return total


def cpu_s(pids):
    """Processor seconds so far."""
    total = 0
    for pid in pids:
        try:
            with open(f'/proc/{pid}/stat') as stat:
                fields = stat.read().rsplit(')', 1)[1].split()
                total += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return total / os.sysconf('SC_CLK_TCK')


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Server:
    """A server process; `port` is where it listens."""

    def __init__(self, name, command, port=None, env=None):
        self.name = name
        self.log = []
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE, env=env)
        self.port = port
        self.reading = threading.Thread(target=self.read, daemon=True)
        self.reading.start()
        end = time.monotonic() + 30
        while not self.listens():
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f'{name} does not start: {"".join(self.log)}')
            time.sleep(0.01)

    def read(self):
        for line in self.process.stderr:
            line = line.decode('utf-8', 'replace')
            self.log.append(line)
            found = re.search(r'127\.0\.0\.1:(\d+)', line)
            if self.port is None and 'listening' in line and found:
                self.port = int(found[1])

    def listens(self):
        if self.port is None:
            return False
        with open('/proc/net/tcp') as table:
            return any(line.split()[1].endswith(f':{self.port:04X}') and line.split()[3] == '0A' for line in list(table)[1:])

    def pids(self):
        return children(self.process.pid)

    def memory_kb(self, what='Pss'):
        return memory_kb(self.pids(), what)

    def n_connections(self):
        """Sockets of its port that any of its processes holds, the listening one apart."""
        held = set()
        for pid in self.pids():
            try:
                held |= {os.readlink(f'/proc/{pid}/fd/{fd}') for fd in os.listdir(f'/proc/{pid}/fd')}
            except OSError:
                pass
        with open('/proc/net/tcp') as table:
            rows = [line.split() for line in list(table)[1:]]
        return sum(row[1].endswith(f':{self.port:04X}') and row[3] != '0A' and f'socket:[{row[9]}]' in held for row in rows)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class Far:
    """A program in a pty of its own, and what it wrote when."""

    def __init__(self, command, rows=24, cols=80, env=None):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', rows, cols, 0, 0))
        self.rows, self.cols = rows, cols
        self.began = time.monotonic()
        environment = {'PATH': os.environ['PATH'], 'TERM': 'xterm-256color', 'LC_ALL': 'C.UTF-8', 'HOME': '/nonexistent'}
        environment.update(env or {})
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
                                        env=environment, close_fds=True)
        os.close(slave)
        os.set_blocking(self.master, False)
        self.log = []
        self.is_gone = False

    def send(self, text):
        os.write(self.master, text.encode('latin-1'))

    def take(self):
        """Reads what is there."""
        try:
            data = os.read(self.master, 65536)
        except BlockingIOError:
            return False
        except OSError:
            data = b''
        if not data:
            self.is_gone = True
            return False
        self.log.append((time.monotonic(), data))
        return True

    def pump(self, wait):
        if self.is_gone:
            time.sleep(wait)
            return False
        if select.select([self.master], [], [], wait)[0]:
            return self.take()
        return False

    def settle(self, quiet=0.03, first=2.0):
        """Waits for something and then for silence; what came, stamped."""
        n_before, end = len(self.log), time.monotonic() + first
        while not self.is_gone:
            if len(self.log) == n_before:
                if time.monotonic() > end:
                    break
                self.pump(min(0.02, max(0.0, end - time.monotonic())))
            else:
                left = quiet - (time.monotonic() - self.log[-1][0])
                if left <= 0:
                    break
                self.pump(left)
        return self.log[n_before:]

    def wait_for(self, emulator, words, limit=30):
        """Waits for words on the screen; when the bytes came that put them there."""
        screen, end, fed = emulator(self.rows, self.cols), time.monotonic() + limit, 0
        while True:
            while fed < len(self.log):
                stamp, data = self.log[fed]
                screen.feed(data)
                fed += 1
                if re.search(words, screen.text()):
                    return stamp
            if self.is_gone or time.monotonic() > end:
                raise SystemExit(f'{words!r} did not come; the screen:\n{screen.text()}')
            self.pump(0.05)

    def screen(self, emulator):
        screen = emulator(self.rows, self.cols)
        for _, data in self.log:
            screen.feed(data)
        return screen.text()

    def n_bytes(self):
        return sum(len(data) for _, data in self.log)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.master is not None:
            os.close(self.master)
            self.master = None
            self.is_gone = True


class Line:
    """A line between a visitor and a server: so late each way, so many bytes a second to the visitor."""

    def __init__(self, port, delay=0.0, rate=None):
        self.target, self.delay, self.rate = port, delay, rate
        self.listener = socket.socket()
        self.listener.bind(('127.0.0.1', 0))
        self.listener.listen(8)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.socket()
            if self.rate:
                # What the server has sent and the visitor not taken must not hide in here.
                far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            far.connect(('127.0.0.1', self.target))
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.carry, args=(near, far, None), daemon=True).start()
            threading.Thread(target=self.carry, args=(far, near, self.rate), daemon=True).start()

    def carry(self, source, sink, rate):
        waiting, arrived = [], threading.Condition()

        def deliver():
            while True:
                with arrived:
                    while not waiting:
                        arrived.wait()
                    due, data = waiting.pop(0)
                left = due - time.monotonic()
                if left > 0:
                    time.sleep(left)
                try:
                    if not data:
                        return sink.shutdown(socket.SHUT_WR)
                    sink.sendall(data)
                except OSError:
                    return None

        if self.delay:
            threading.Thread(target=deliver, daemon=True).start()
        step = 0.05
        while True:
            try:
                data = source.recv(max(1, int(rate * step)) if rate else 65536)
            except OSError:
                data = b''
            if self.delay:
                with arrived:
                    waiting.append((time.monotonic() + self.delay, data))
                    arrived.notify()
                if not data:
                    return
                continue
            try:
                if not data:
                    return sink.shutdown(socket.SHUT_WR)
                sink.sendall(data)
            except OSError:
                return
            if rate:
                time.sleep(len(data) / rate)

    def close(self):
        self.listener.close()
