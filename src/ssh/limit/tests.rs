use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use proptest::prelude::*;

use super::penalty::MAX_SOURCES;
use super::{Gate, Offence, Refusal, Source, Ticket, is_dropped};
use crate::config::serve::{Limits, Startups};

const START: Duration = Duration::ZERO;

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn address(n: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(192, 0, 2, n))
}

fn small() -> Limits {
    Limits {
        startups: Startups { start: 3, rate: 50, full: 6 },
        max_sessions: 8,
        max_sessions_per_source: 4,
        max_channels: 2,
        ..Limits::default()
    }
}

fn logged_in(gate: &mut Gate, address: IpAddr) -> Ticket {
    let ticket = gate.connect(START, address, 99).unwrap();
    gate.logged_in(&ticket).unwrap();
    ticket
}

#[test]
fn startups_are_dropped_by_a_chance_that_grows_evenly_from_start_to_full() {
    let startups = Startups { start: 10, rate: 30, full: 100 };
    let percent = |n| (0..100).filter(|&chance| is_dropped(startups, n, chance)).count();
    let found = [0, 9, 10, 11, 55, 99, 100, 5000].map(percent);
    assert_eq!(found, [0, 0, 30, 30, 65, 99, 100, 100]);
    let all = Startups { start: 5, rate: 100, full: 5 };
    assert_eq!([4, 5].map(|n| is_dropped(all, n, 99)), [false, true]);
    let nobody = Startups { start: 0, rate: 0, full: 0 };
    assert!(is_dropped(nobody, 0, 99), "nobody comes in where nobody may");
}

#[test]
fn a_login_makes_room_for_the_next_who_waits() {
    let mut gate = Gate::new(small());
    let waiting: Vec<Ticket> = (0..6).map(|n| gate.connect(START, address(n), 99).unwrap()).collect();
    assert_eq!(gate.connect(START, address(9), 99), Err(Refusal::Startups));
    gate.logged_in(&waiting[0]).unwrap();
    assert!(gate.connect(START, address(9), 99).is_ok());
}

#[test]
fn one_failed_login_does_not_shut_out_and_three_do() {
    let mut gate = Gate::new(Limits::default());
    assert_eq!(gate.failed(at(0), address(1), Offence::Login), None);
    assert_eq!(gate.failed(at(0), address(1), Offence::Login), None);
    assert!(gate.connect(at(0), address(1), 99).is_ok(), "twice is a slip");
    assert_eq!(gate.failed(at(0), address(1), Offence::Login), Some(at(15)));
    assert_eq!(gate.connect(at(14), address(1), 99), Err(Refusal::ShutOut(at(1))));
    assert!(gate.connect(at(14), address(2), 99).is_ok(), "another address is not meant");
    assert!(gate.connect(at(15), address(1), 99).is_ok(), "it is over");
}

#[test]
fn who_goes_without_a_login_is_charged_little() {
    let mut gate = Gate::new(Limits::default());
    // Programs that ask for a server's key connect once for each kind of key; two such are nothing bad.
    let found: Vec<_> = (0..14).map(|_| gate.failed(at(0), address(1), Offence::NoLogin)).collect();
    assert_eq!(found, [None; 14]);
    assert!(gate.connect(at(0), address(1), 99).is_ok());
    assert_eq!(gate.failed(at(0), address(1), Offence::NoLogin), Some(at(15)), "one after the other without end is");
    let mut gate = Gate::new(Limits::default());
    let slow = (0..100).find_map(|n| gate.failed(at(n), address(1), Offence::NoLogin));
    assert_eq!(slow, None, "whoever only looks each second whether the server is there is not shut out");
}

#[test]
fn a_source_is_given_so_many_codes_an_hour_and_others_their_own() {
    let exempt = vec!["192.0.2.9".parse().unwrap()];
    let mut gate = Gate::new(Limits { max_codes_per_source: 3, exempt, ..small() });
    let mut given = |seconds, address| (0..5).filter(|_| gate.newcomer(at(seconds), address)).count();
    assert_eq!([given(10, address(1)), given(3609, address(1)), given(3609, address(2))], [3, 0, 3]);
    assert_eq!(given(3610, address(1)), 3, "an hour after the first");
    let home = |n: u128| IpAddr::V6(Ipv6Addr::from_bits(0x2001_0db8 << 96 | n));
    let at_home = (0..100).map(|n| given(3610, home(n))).sum::<usize>();
    assert_eq!(at_home, 3, "all addresses of a household are one source");
    assert_eq!(given(3610, address(9)), 5, "a proxy stands for many");
    gate.change(Limits { max_codes_per_source: 0, ..small() });
    assert!(!gate.newcomer(at(3610), address(3)));
}

#[test]
fn penalties_wear_off_with_time() {
    let mut gate = Gate::new(Limits::default());
    for seconds in [0, 6, 12, 18, 24, 30] {
        assert_eq!(gate.failed(at(seconds), address(1), Offence::Login), None, "one every six seconds is bearable");
    }
    let found = [31, 31, 31].map(|seconds| gate.failed(at(seconds), address(1), Offence::Login));
    assert_eq!(found, [None, None, Some(at(19))], "three more at once are not");
}

#[test]
fn nobody_is_shut_out_longer_than_the_most() {
    let mut gate = Gate::new(Limits { max_penalty: at(60), ..Limits::default() });
    for _ in 0..1000 {
        gate.failed(at(0), address(1), Offence::Flood);
    }
    assert_eq!(gate.connect(at(0), address(1), 99), Err(Refusal::ShutOut(at(60))));
    assert!(gate.connect(at(60), address(1), 99).is_ok());
}

#[test]
fn without_penalties_nobody_is_shut_out_and_a_reload_lets_all_in_again() {
    let none = Limits { penalty: START, ..Limits::default() };
    let mut gate = Gate::new(Limits::default());
    for _ in 0..9 {
        gate.failed(START, address(1), Offence::Broken);
    }
    assert!(gate.connect(START, address(1), 99).is_err());
    gate.change(none);
    for _ in 0..9 {
        gate.failed(START, address(1), Offence::Broken);
    }
    assert!(gate.connect(START, address(1), 99).is_ok());
}

#[test]
fn a_source_that_floods_is_refused_and_then_shut_out_while_others_come_in() {
    let mut gate = Gate::new(small());
    let mut tickets: Vec<Ticket> = (0..4).map(|_| logged_in(&mut gate, address(1))).collect();
    assert_eq!(gate.connect(START, address(1), 99), Err(Refusal::Source));
    assert_eq!(gate.connect(START, address(1), 99), Err(Refusal::Source));
    assert!(matches!(gate.connect(START, address(1), 99), Err(Refusal::ShutOut(_))));
    tickets.push(logged_in(&mut gate, address(2)));
    let sessions: Vec<_> = tickets.iter().map(|ticket| gate.session_began(ticket)).collect();
    assert_eq!(sessions, [Ok(()); 5], "what is open stays open");
}

#[test]
fn an_exempt_proxy_has_neither_penalties_nor_a_share() {
    let exempt = vec!["192.0.2.1".parse().unwrap()];
    let mut gate = Gate::new(Limits { exempt, ..small() });
    (0..9).for_each(|_| assert_eq!(gate.failed(START, address(1), Offence::Broken), None));
    let tickets: Vec<Ticket> = (0..8).map(|_| logged_in(&mut gate, address(1))).collect();
    assert!(tickets.iter().all(|ticket| gate.session_began(ticket).is_ok()));
    assert_eq!(gate.session_began(&tickets[0]), Err(Refusal::Full), "all together have the limit of all");
}

#[test]
fn sessions_are_limited_for_a_connection_a_source_and_all() {
    let mut gate = Gate::new(Limits { max_channels: 3, ..small() });
    let first = logged_in(&mut gate, address(1));
    let second = logged_in(&mut gate, address(1));
    let began: Vec<_> = (0..4).map(|_| gate.session_began(&first)).collect();
    assert_eq!(began, [Ok(()), Ok(()), Ok(()), Err(Refusal::Channels)]);
    assert_eq!([gate.session_began(&second), gate.session_began(&second)], [Ok(()), Err(Refusal::Source)]);
    let others: Vec<Ticket> = (2..4).map(|n| logged_in(&mut gate, address(n))).collect();
    let began: Vec<_> =
        others.iter().flat_map(|ticket| [gate.session_began(ticket), gate.session_began(ticket)]).collect();
    assert_eq!(began, [Ok(()); 4]);
    assert_eq!(gate.session_began(&others[0]), Err(Refusal::Full));
    gate.session_ended(&second);
    assert_eq!(gate.session_began(&others[0]), Ok(()));
    gate.closed(&first);
    assert_eq!(gate.counts().sessions, 5, "a connection takes its sessions with it");
}

#[test]
fn sessions_are_for_those_who_logged_in_on_a_connection_that_is_open() {
    let mut gate = Gate::new(small());
    let ticket = gate.connect(START, address(1), 99).unwrap();
    assert_eq!(gate.session_began(&ticket), Err(Refusal::Nobody));
    gate.logged_in(&ticket).unwrap();
    assert_eq!(gate.logged_in(&ticket), Ok(()), "twice is once");
    gate.closed(&ticket);
    assert_eq!(gate.session_began(&ticket), Err(Refusal::Nobody));
    assert_eq!(gate.logged_in(&ticket), Err(Refusal::Nobody));
}

#[test]
fn connections_without_a_session_cannot_be_heaped_up() {
    let mut gate = Gate::new(small());
    let tickets: Vec<Ticket> = (0..8).map(|n| logged_in(&mut gate, address(n))).collect();
    // They are let in as far as the login, after which they can be told.
    let late = gate.connect(START, address(9), 99).unwrap();
    assert_eq!(gate.logged_in(&late), Err(Refusal::Full));
    gate.closed(&late);
    gate.closed(&tickets[0]);
    let late = [gate.connect(START, address(9), 99).unwrap(), gate.connect(START, address(10), 99).unwrap()];
    assert_eq!(late.each_ref().map(|ticket| gate.logged_in(ticket)), [Ok(()), Err(Refusal::Full)]);
}

#[test]
fn other_limits_hold_from_now_on_and_send_nobody_away() {
    let mut gate = Gate::new(small());
    let tickets: Vec<Ticket> = (0..4).map(|n| logged_in(&mut gate, address(n))).collect();
    for ticket in &tickets {
        gate.session_began(ticket).unwrap();
    }
    gate.change(Limits { max_sessions: 2, ..small() });
    assert_eq!(gate.counts().sessions, 4);
    let late = gate.connect(START, address(9), 99).unwrap();
    assert_eq!(gate.logged_in(&late), Err(Refusal::Full));
    for ticket in tickets.iter().take(3) {
        gate.closed(ticket);
    }
    assert_eq!(gate.logged_in(&late), Ok(()));
}

#[test]
fn what_is_kept_of_sources_does_not_grow_without_end() {
    let mut gate = Gate::new(Limits::default());
    let many = u32::try_from(MAX_SOURCES).unwrap() + 5000;
    for n in 0..many {
        let address = IpAddr::V6(Ipv6Addr::from_bits(u128::from(n) << 64));
        gate.failed(Duration::from_micros(u64::from(n)), address, Offence::Login);
    }
    assert_eq!(gate.counts().sources, MAX_SOURCES);
    let ticket = gate.connect(at(60), address(1), 99).unwrap();
    assert_eq!(gate.counts().sources, 1, "penalties that are over are forgotten");
    gate.closed(&ticket);
    for n in 0..many {
        let address = IpAddr::V6(Ipv6Addr::from_bits(u128::from(n) << 64));
        assert!(gate.newcomer(at(60) + Duration::from_micros(u64::from(n)), address));
    }
    assert_eq!(gate.counts().sources, MAX_SOURCES);
    gate.connect(at(3661), address(1), 99).unwrap();
    assert_eq!(gate.counts().sources, 1, "codes of more than an hour ago are forgotten");
}

/// What may happen at a gate.
#[derive(Clone, Debug)]
enum Step {
    Connect(u8, u32),
    LogIn(usize),
    Begin(usize),
    End(usize),
    Close(usize),
    CloseTwice(usize),
    Fail(u8, usize),
    Wait(u64),
    Change(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0u8..12, any::<u32>()).prop_map(|(who, chance)| Step::Connect(who, chance)),
        4 => any::<usize>().prop_map(Step::LogIn),
        5 => any::<usize>().prop_map(Step::Begin),
        3 => any::<usize>().prop_map(Step::End),
        1 => any::<usize>().prop_map(Step::Close),
        1 => any::<usize>().prop_map(Step::CloseTwice),
        1 => (0u8..12, 0..Offence::NAMES.len()).prop_map(|(who, what)| Step::Fail(who, what)),
        1 => (0u64..40).prop_map(Step::Wait),
        1 => (1u8..20).prop_map(Step::Change),
    ];
    prop::collection::vec(step, 0..200)
}

/// What a gate should know, counted the slow way.
#[derive(Default)]
struct Model {
    open: Vec<(Ticket, u8, bool, usize)>,
}

impl Model {
    fn sessions(&self) -> usize {
        self.open.iter().map(|open| open.3).sum()
    }

    fn of(&self, who: u8) -> (usize, usize) {
        let own = || self.open.iter().filter(|open| open.1 == who);
        (own().count(), own().map(|open| open.3).sum())
    }

    fn pick(&mut self, n: usize) -> Option<&mut (Ticket, u8, bool, usize)> {
        let n = n.checked_rem(self.open.len())?;
        self.open.get_mut(n)
    }
}

proptest! {
    #[test]
    fn no_limit_is_passed_nothing_is_counted_twice_and_at_the_end_nothing_is_left(steps in steps()) {
        let mut limits = small();
        let mut gate = Gate::new(limits.clone());
        let mut model = Model::default();
        let mut now = START;
        for step in steps {
            match step {
                Step::Connect(who, chance) => {
                    let waiting = model.open.iter().filter(|open| !open.2).count();
                    if let Ok(ticket) = gate.connect(now, address(who), chance) {
                        prop_assert!(waiting < limits.startups.full as usize);
                        prop_assert!(model.of(who).0 < limits.max_sessions_per_source);
                        model.open.push((ticket, who, false, 0));
                    }
                }
                Step::LogIn(n) => {
                    let logged_in = model.open.iter().filter(|open| open.2).count();
                    if let Some(open) = model.pick(n) {
                        let outcome = gate.logged_in(&open.0);
                        prop_assert_eq!(outcome.is_ok(), open.2 || logged_in < limits.max_sessions);
                        open.2 |= outcome.is_ok();
                    }
                }
                Step::Begin(n) => {
                    let all = model.sessions();
                    let own = model.pick(n).map(|open| open.1).map(|who| model.of(who).1);
                    if let (Some(open), Some(own)) = (model.pick(n), own) {
                        let outcome = gate.session_began(&open.0);
                        let may = open.2
                            && open.3 < limits.max_channels
                            && own < limits.max_sessions_per_source
                            && all < limits.max_sessions;
                        prop_assert_eq!(outcome.is_ok(), may, "{:?}", outcome);
                        open.3 += usize::from(outcome.is_ok());
                    }
                }
                Step::End(n) => {
                    if let Some(open) = model.pick(n) {
                        gate.session_ended(&open.0);
                        open.3 = open.3.saturating_sub(1);
                    }
                }
                Step::Close(n) | Step::CloseTwice(n) => {
                    if let Some(n) = n.checked_rem(model.open.len()) {
                        let (ticket, ..) = model.open.swap_remove(n);
                        gate.closed(&ticket);
                        if matches!(step, Step::CloseTwice(_)) {
                            gate.session_ended(&ticket);
                            gate.closed(&ticket);
                        }
                    }
                }
                Step::Fail(who, what) => {
                    gate.failed(now, address(who), Offence::NAMES[what].0);
                }
                Step::Wait(seconds) => now += at(seconds),
                Step::Change(n) => {
                    limits.max_sessions = usize::from(n);
                    gate.change(limits.clone());
                }
            }
            let counts = gate.counts();
            prop_assert_eq!(counts.waiting, model.open.iter().filter(|open| !open.2).count());
            prop_assert_eq!(counts.connections, model.open.iter().filter(|open| open.2).count());
            prop_assert_eq!(counts.sessions, model.sessions());
        }
        for open in &model.open {
            gate.closed(&open.0);
        }
        let sources: BTreeSet<Source> = (0..12).map(|who| Source::from(address(who))).collect();
        prop_assert!(gate.counts().sources <= sources.len());
        let later = now + Limits::default().max_penalty;
        let last = gate.connect(later, address(99), 99).unwrap();
        gate.closed(&last);
        prop_assert_eq!(gate.counts(), super::Counts::default());
    }
}
