//! A process of another program, seen from outside through `/proc`.

use std::fs;

use rustix::process::{Pid, Signal, kill_process};

/// A process.
#[derive(Clone, Copy, Debug)]
pub struct Process {
    pid: Pid,
}

impl Process {
    /// The process of this name in the session that another process leads.
    pub fn named_in_session(name: &str, leader: u32) -> Option<Self> {
        let pids = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        pids.filter_map(Pid::from_raw).map(|pid| Self { pid }).find(|process| {
            process.fields().is_some_and(|(its_name, fields)| its_name == name && fields[3] == leader.to_string())
        })
    }

    /// How many processes are in the session that another process leads, that one and dead ones among them.
    pub fn n_in_session(leader: u32) -> usize {
        let pids = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        let is_in_it = |process: &Self| process.fields().is_some_and(|(_, fields)| fields[3] == leader.to_string());
        pids.filter_map(Pid::from_raw).map(|pid| Self { pid }).filter(is_in_it).count()
    }

    /// The process with this number.
    pub fn of(pid: u32) -> Self {
        Self { pid: Pid::from_raw(i32::try_from(pid).unwrap()).unwrap() }
    }

    /// Memory that it holds at the moment, in kB.
    pub fn resident_kb(self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid)).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches("kB").trim().parse().unwrap()
    }

    /// Connections to its port that it holds, whatever became of the other side.
    pub fn n_connections(self, port: u16) -> usize {
        let links = fs::read_dir(format!("/proc/{}/fd", self.pid)).unwrap();
        let held = links.filter_map(|entry| Some(fs::read_link(entry.ok()?.path()).ok()?.to_str()?.to_owned()));
        let held: Vec<String> = held.collect();
        let table = fs::read_to_string(format!("/proc/{}/net/tcp", self.pid)).unwrap();
        let is_ours = |line: &&str| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            // Address, state (0A listens) and inode of the socket.
            fields[1].ends_with(&format!(":{port:04X}"))
                && fields[3] != "0A"
                && held.contains(&format!("socket:[{}]", fields[9]))
        };
        table.lines().skip(1).filter(is_ours).count()
    }

    pub fn signal(self, signal: Signal) {
        kill_process(self.pid, signal).unwrap();
    }

    /// It has ended, or waits only for its parent to notice.
    pub fn has_ended(self) -> bool {
        self.fields().is_none_or(|(_, fields)| matches!(fields[0].as_str(), "Z" | "X"))
    }

    /// It was stopped, as by Ctrl-z.
    pub fn is_stopped(self) -> bool {
        self.fields().is_some_and(|(_, fields)| fields[0] == "T")
    }

    /// Another job has the terminal.
    pub fn is_in_background(self) -> bool {
        // Its group, and the group that its terminal is with.
        self.fields().is_some_and(|(_, fields)| fields[2] != fields[5])
    }

    /// Whoever started it waits, and so has done all that came of what it has seen.
    pub fn is_waited_for(self) -> bool {
        let parent = self.fields().map(|(_, fields)| Self::of(fields[1].parse().unwrap()));
        parent.and_then(Self::fields).is_some_and(|(_, fields)| fields[0] == "S")
    }

    /// Processor time so far, in ticks of 10 ms.
    pub fn ticks(self) -> u64 {
        self.fields().map_or(0, |(_, fields)| fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap())
    }

    /// How often it has gone to sleep, which is how often it has woken.
    pub fn wake_ups(self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid)).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        line.unwrap().trim().parse().unwrap()
    }

    /// Its name, and what `/proc/PID/stat` has after it, the state first.
    fn fields(self) -> Option<(String, Vec<String>)> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid)).ok()?;
        let (before, after) = stat.rsplit_once(')')?;
        let name = before.split_once('(')?.1.to_owned();
        Some((name, after.split_whitespace().map(str::to_owned).collect()))
    }
}
