"""Measures `nutgraf serve` beside OpenSSH serving less: usage in `run`."""
import importlib.util, os, re, select, statistics, subprocess, sys, time
from far import Far, Line, Server, cpu_s, free_port

tool, work, *parts = sys.argv[1:]
PARTS = ['connect', 'keys', 'bytes', 'lines', 'memory', 'swarm']
parts = parts or PARTS
if unknown := [part for part in parts if part not in PARTS]:
    raise SystemExit(f'ssh: no part is called {unknown[0]}; parts are {" ".join(PARTS)}')
N_MEMORY = int(os.environ.get('N_MEMORY', 200))
N_SWARM = int(os.environ.get('N_SWARM', 500))
SWARM_S = int(os.environ.get('SWARM_S', 20))
N_CONNECT = int(os.environ.get('N_CONNECT', 20))
N_OLDER = int(os.environ.get('N_OLDER', 200))

spec = importlib.util.spec_from_file_location('ptybench', tool)
ptybench = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ptybench)
Emulator = ptybench.Emu

rows = []


def tell(part, what, ours, theirs='', bound=''):
    """A row of the table; said at once, since a run is long."""
    rows.append((part, what, ours, theirs, bound))
    print(f'{part}: {what}: nutgraf {ours}' + (f', OpenSSH with less {theirs}' if theirs else '')
          + (f' (bound: {bound})' if bound else ''), file=sys.stderr, flush=True)


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, round(share * (len(values) - 1)))]


def ms(values, *shares):
    return ' / '.join(f'{quantile(values, share) * 1000:.2f}' for share in shares)


# ---------------------------------------------------------------- what is served
binary, library, text = (os.path.join(work, name) for name in ('nutgraf', 'library.db', 'article.txt'))
home = {'PATH': os.environ['PATH'], 'HOME': work, 'XDG_CONFIG_HOME': work, 'XDG_DATA_HOME': work, 'XDG_STATE_HOME': work,
        'LC_ALL': 'C.UTF-8'}
# Older stories behind it, so that the list is longer than any screen.
older = os.path.join(work, 'older')
os.mkdir(older)
with open(text) as file:
    lines = file.read().splitlines()
for n in range(N_OLDER):
    with open(os.path.join(older, f'{n:04}.txt'), 'w') as file:
        file.write('\n'.join([f'Older story {n}', *(line.replace('2025', '2024') for line in lines[1:])]))
files = [text, *(os.path.join(older, name) for name in sorted(os.listdir(older)))]
subprocess.run([binary, '--library', library, 'add', *files], check=True, env=home, stdout=subprocess.DEVNULL,
               stderr=subprocess.DEVNULL)
for name in ('key', 'host'):
    subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', os.path.join(work, name)], check=True)


def serve_nutgraf():
    many = str(2 * N_SWARM)
    return Server('nutgraf', [binary, 'serve', '--library', library, '--listen', '127.0.0.1:0',
                              '--host-key', os.path.join(work, 'own_key'), '--anonymous', '--max-sessions', many,
                              '--max-sessions-per-source', many, '--startups', f'{many}:100:{many}'], env=home)


def serve_sshd():
    port = free_port()
    config = os.path.join(work, 'sshd_config')
    with open(config, 'w') as file:
        file.write(f'''ListenAddress 127.0.0.1:{port}
HostKey {work}/host
AuthorizedKeysFile {work}/key.pub
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PrintMotd no
LogLevel ERROR
MaxStartups 1000:30:2000
LoginGraceTime 300
ForceCommand exec less {text}
''')
    if os.getuid() == 0:
        os.makedirs('/run/sshd', exist_ok=True)
    sshd = subprocess.run(['sh', '-c', 'command -v sshd'], capture_output=True, text=True).stdout.strip()
    return Server('sshd', [sshd, '-D', '-e', '-f', config], port=port)


def ssh(port, *more):
    user = subprocess.run(['id', '-un'], capture_output=True, text=True).stdout.strip()
    options = ['BatchMode=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'GlobalKnownHostsFile=/dev/null',
               'IdentityAgent=none', 'IdentitiesOnly=yes', 'LogLevel=ERROR', 'ControlPath=none', f'IdentityFile={work}/key']
    return ['ssh', '-F', 'none', *[part for option in options for part in ('-o', option)], *more, '-p', str(port),
            '-l', user, '127.0.0.1']


TITLE = 'Rival presidents'
# What the reader shows once the article is opened, and the list does not.
OPENED = r'a same speaker|resumed at'


def read_at(port):
    """A visitor of ours with the article open."""
    far = Far(ssh(port))
    far.painted = far.wait_for(Emulator, TITLE) - far.began
    opened(far)
    return far


def opened(far):
    far.settle(0.15)
    far.send('\r')
    far.wait_for(Emulator, OPENED)
    # From the beginning: a visitor with this key comes back to where the last one was.
    far.settle(0.15)
    far.send('g')
    far.settle(0.15)


def less_at(port):
    far = Far(ssh(port))
    far.painted = far.wait_for(Emulator, TITLE) - far.began
    far.settle(0.15)
    return far


ours, theirs = serve_nutgraf(), serve_sshd()
try:
    # ------------------------------------------------------------ connect to first paint
    if 'connect' in parts:
        times = {'ours': [], 'theirs': []}
        for n in range(N_CONNECT + 1):
            for name, server in (('ours', ours), ('theirs', theirs)):
                far = Far(ssh(server.port))
                stamp = far.wait_for(Emulator, TITLE)
                # The first of each warms the caches.
                if n:
                    times[name].append(stamp - far.began)
                far.kill()
        tell('connect', 'to first paint, ms, median / p95', ms(times['ours'], .5, .95), ms(times['theirs'], .5, .95),
             'no slower')

    # ------------------------------------------------------------ a key, beside the same reader at the desk
    if 'keys' in parts:
        there = read_at(ours.port)
        desk = Far([binary, '--library', library], env=home)
        desk.wait_for(Emulator, TITLE)
        opened(desk)
        less_far, less_desk = less_at(theirs.port), Far(['less', text])
        less_desk.wait_for(Emulator, TITLE)
        less_desk.settle(0.15)
        took = {'there': [], 'desk': [], 'less there': [], 'less desk': []}
        sides = (('there', there), ('desk', desk), ('less there', less_far), ('less desk', less_desk))
        for key in ['j', 'k'] * 60 + ['n', 'N'] * 60:
            for name, far in sides:
                if 'less' in name and key in 'nN':
                    continue
                began = time.monotonic()
                far.send(key)
                came = far.settle(0.012, 1.0)
                if came:
                    took[name].append(came[-1][0] - began)
        for share, label in ((.5, 'median'), (.95, 'p95')):
            tell('keys', f'a key at the desk and over SSH, ms, {label}',
                 f'{ms(took["desk"], share)} and {ms(took["there"], share)}',
                 f'{ms(took["less desk"], share)} and {ms(took["less there"], share)}',
                 'at most 0.5 ms more at p95' if share > .9 else '')
        more = (quantile(took['there'], .95) - quantile(took['desk'], .95)) * 1000
        less_more = (quantile(took['less there'], .95) - quantile(took['less desk'], .95)) * 1000
        tell('keys', 'more over SSH at p95, ms', f'{more:.2f}', f'{less_more:.2f}', '0.5')
        for _, far in sides:
            far.kill()

    # ------------------------------------------------------------ bytes at the visitor's terminal
    if 'bytes' in parts:
        far, less_far = read_at(ours.port), less_at(theirs.port)

        def sizes(side, keys):
            found = []
            for key in keys:
                side.send(key)
                found.append(sum(len(data) for _, data in side.settle(0.05, 0.5)))
            return [size for size in found if size]

        scroll, less_scroll = sizes(far, 'j' * 40), sizes(less_far, 'j' * 40)
        tell('bytes', 'a line scroll, median / largest', f'{statistics.median(scroll):.0f} / {max(scroll)}',
             f'{statistics.median(less_scroll):.0f} / {max(less_scroll)}', '150')
        sizes(far, 'g')
        jumps = sizes(far, 'n' * 40)
        tell('bytes', 'a jump to the next statement, median / p95', f'{statistics.median(jumps):.0f} / {quantile(jumps, .95)}',
             '', '2,000')
        pages, less_pages = sizes(far, 'g    '), sizes(less_far, 'g    ')
        tell('bytes', 'a page, median', f'{statistics.median(pages[1:]):.0f}', f'{statistics.median(less_pages[1:]):.0f}')
        for key in 'jn':
            floods = []
            for side in (far, less_far):
                side.send('g')
                side.settle(0.1, 0.5)
                if key == 'n' and side is less_far:
                    continue
                side.send(key * 200)
                floods.append(sum(len(data) for _, data in side.settle(0.4, 2)))
            tell('bytes', f'200 keys at once ({key})', floods[0], floods[1] if len(floods) > 1 else '', '20,000')
        far.kill()
        less_far.kill()

    # ------------------------------------------------------------ far lines
    if 'lines' in parts:
        for name, delay, rate in (('300 ms', .15, None), ('2 kB/s', 0.0, 2000)):
            results = []
            for server, start in ((ours, read_at), (theirs, less_at)):
                line = Line(server.port, delay, rate)
                far = start(line.port)
                far.settle(1.0, 1.0)
                before, most = server.memory_kb('Rss'), 0
                n_before, keys = far.n_bytes(), 'j' * 60 + 'k' * 20
                for key in keys:
                    # As a key that is held down comes.
                    far.send(key)
                    end = time.monotonic() + 1 / 30
                    while (left := end - time.monotonic()) > 0:
                        far.pump(left)
                    most = max(most, server.memory_kb('Rss') - before)
                last = time.monotonic()
                came = far.settle(2.5, 5)
                most = max(most, server.memory_kb('Rss') - before)
                late = came[-1][0] - last if came else 0.0
                # One key alone.
                single = time.monotonic()
                far.send('j')
                came = far.settle(2.0, 5)
                alone = came[-1][0] - single if came else 0.0
                results.append(f'{late:.2f} s after the last, {far.n_bytes() - n_before:,} bytes, {most} kB more; one key'
                               f' {alone:.2f} s; first paint after {far.painted:.1f} s')
                far.kill()
                line.close()
            tell('lines', f'80 keys held down at {name}: the last is shown', *results)

    # ------------------------------------------------------------ memory a session
    def connect_all(server, n, opens):
        """So many visitors, some at a time, each with the text on the screen."""
        fars = []
        for first in range(0, n, 10):
            batch = [Far(ssh(server.port)) for _ in range(min(10, n - first))]
            for far in batch:
                far.wait_for(Emulator, TITLE, 120)
                if opens:
                    far.settle(0.02, 0.02)
                    far.send('\r')
            fars += batch
        for far in fars:
            if opens:
                far.wait_for(Emulator, OPENED, 120)
                far.send('g')
        return fars

    def let_go(server, fars):
        """Kills all; seconds until the server holds none of their connections, or nothing where it still does."""
        for far in fars:
            far.process.kill()
        for far in fars:
            far.kill()
        began = time.monotonic()
        while server.n_connections() > 0:
            if time.monotonic() - began > 30:
                return None
            time.sleep(0.02)
        return time.monotonic() - began

    if 'memory' in parts:
        a_session = []
        for server, opens in ((ours, True), (theirs, False)):
            # One alone first: what is made once is not a session's.
            warm = connect_all(server, 1, opens)
            before, before_rss = server.memory_kb(), server.memory_kb('Rss')
            fars = connect_all(server, N_MEMORY, opens)
            for key in 'jjjkn':
                for far in fars:
                    far.send(key)
                    far.take()
                time.sleep(0.2)
            for far in fars:
                far.settle(0.02, 0.05)
            pss, rss = (server.memory_kb() - before) / N_MEMORY, (server.memory_kb('Rss') - before_rss) / N_MEMORY
            left = let_go(server, fars + warm)
            a_session.append(f'{pss / 1024:.3f} (RSS {rss / 1024:.3f})')
            print(f'memory: {server.name}: from {before} kB; all gone after {left}', file=sys.stderr)
        tell('memory', f'MB a session (PSS of all its processes) at {N_MEMORY}', *a_session, '0.4')

    # ------------------------------------------------------------ a swarm, each visitor pressing a key a second
    if 'swarm' in parts:
        results = []
        for server, opens in ((ours, True), (theirs, False)):
            fars = connect_all(server, N_SWARM, opens)
            by_fd = {far.master: far for far in fars}
            poll = select.epoll()
            for fd in by_fd:
                poll.register(fd, select.EPOLLIN)
            for far in fars:
                far.settle(0.0, 0.0)
                far.log.clear()
            # Each has its own moment of the second.
            now = time.monotonic() + 1
            due = [now + n / N_SWARM for n in range(N_SWARM)]
            order, at, took, sent, n_silent = list(range(N_SWARM)), 0, [], {}, 0
            spent, idle = cpu_s(server.pids()), cpu_s([os.getpid()])
            end = now + SWARM_S
            began = time.monotonic()

            def close_books(number):
                """The time of the last byte that this visitor's last key brought."""
                global n_silent
                far, pressed = fars[number], sent.pop(number, None)
                if pressed is None:
                    return
                came = [stamp for stamp, _ in far.log]
                far.log.clear()
                if not came:
                    n_silent += 1
                    return
                # A burst: what came with no pause of 100 ms in it.
                last = came[0]
                for stamp in came[1:]:
                    if stamp - last > 0.1:
                        break
                    last = stamp
                took.append(last - pressed)

            n_silent = 0
            while due[order[at]] < end:
                number = order[at]
                wait = due[number] - time.monotonic()
                if wait > 0:
                    for fd, _ in poll.poll(wait):
                        by_fd[fd].take()
                    continue
                for fd, _ in poll.poll(0):
                    by_fd[fd].take()
                close_books(number)
                n_pressed = int((due[number] - now))
                sent[number] = time.monotonic()
                fars[number].send('jjnjNknj'[n_pressed % 8])
                due[number] += 1.0
                at = (at + 1) % N_SWARM
            last_end = time.monotonic() + 1
            while (wait := last_end - time.monotonic()) > 0:
                for fd, _ in poll.poll(wait):
                    by_fd[fd].take()
            for number in list(sent):
                close_books(number)
            elapsed = time.monotonic() - began
            spent = (cpu_s(server.pids()) - spent) / elapsed
            poll.close()
            left = let_go(server, fars)
            gone = 'some are left after 30 s' if left is None else f'none left {left:.2f} s after all are killed'
            results.append(f'{ms(took, .5, .95, .99)} of {len(took)}, {n_silent} silent; {spent * 100:.0f} % of a core; {gone}')
            print(f'swarm: {server.name}: {results[-1]}', file=sys.stderr, flush=True)
        tell('swarm', f'{N_SWARM} sessions, a key a second each: ms to the last byte, p50 / p95 / p99', *results, '50 at p99')
finally:
    codes = [server.stop() for server in (ours, theirs)]

print('| part | what | nutgraf serve | OpenSSH with less | bound |\n|---|---|---|---|---|')
for row in rows:
    print('| ' + ' | '.join(str(cell) for cell in row) + ' |')
if codes[0] != 0:
    print(f'nutgraf serve ended with {codes[0]}: ' + ''.join(ours.log[-5:]))
