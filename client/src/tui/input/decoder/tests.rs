use proptest::prelude::*;

use super::*;

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Feeds pieces with the time that passes before each, as the input thread would, and lets all time run out at the end.
fn decode(pieces: &[(u64, &[u8])]) -> Vec<Event> {
    let mut now = Instant::now();
    let mut decoder = Decoder::new(Timing::default());
    let mut out = Vec::new();
    for (gap, bytes) in pieces {
        wait(&mut decoder, &mut now, ms(*gap), &mut out);
        decoder.feed(bytes, now, &mut out);
    }
    wait(&mut decoder, &mut now, Duration::from_secs(60), &mut out);
    out
}

fn wait(decoder: &mut Decoder, now: &mut Instant, gap: Duration, out: &mut Vec<Event>) {
    let until = *now + gap;
    while let Some(deadline) = decoder.deadline().filter(|deadline| *deadline < until) {
        decoder.expire(deadline, out);
    }
    *now = until;
}

/// The keys in their notation, an unsettled one with `?` behind it; other events in short.
fn words(events: &[Event]) -> String {
    let word = |event: &Event| match event {
        Event::Key(press) => format!("{}{}", press.key, if press.settled { "" } else { "?" }),
        Event::Paste(text) => format!("paste({text})"),
        Event::Focus(focus) => format!("{focus:?}"),
        Event::Cursor { column, row } => format!("at({column},{row})"),
    };
    events.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn at_once(bytes: &[u8]) -> String {
    words(&decode(&[(0, bytes)]))
}

const SEQUENCES: &[(&[u8], &str)] = &[
    (b"\x1b[A", "up"),
    (b"\x1b[B", "down"),
    (b"\x1b[1;5C", "ctrl-right"),
    (b"\x1b[1;2D", "shift-left"),
    (b"\x1bOA", "up"),
    (b"\x1bOP", "f1"),
    (b"\x1b[H", "home"),
    (b"\x1b[4~", "end"),
    (b"\x1b[5~", "pgup"),
    (b"\x1b[6~", "pgdn"),
    (b"\x1b[3~", "delete"),
    (b"\x1b[3;5~", "ctrl-delete"),
    (b"\x1b[Z", "shift-tab"),
    (b"\x1b[15~", "f5"),
    (b"\x1b[24~", "f12"),
    (b"\x1b[[A", "f1"),
    (b"\x1b[1;2R", "shift-f3"),
    (b"\x1b[2;3R", "at(2,1)"),
    (b"\x1b[27;5;13~", "ctrl-enter"),
    (b"\x1b[97;5u", "ctrl-a"),
    (b"\x1b[97;2u", "A"),
];

#[test]
fn sequences_are_known() {
    for (bytes, expected) in SEQUENCES {
        assert_eq!(at_once(bytes), *expected);
    }
    assert_eq!(at_once(b"\x1b[I"), "Gained");
    assert_eq!(at_once(b"\x1b[O"), "Lost");
    assert_eq!(at_once(b"\x1b[<0;10;10M\x1b[?62c"), "");
    assert_eq!(at_once(b"\x1b]11;rgb:0000/0000/0000\x1b\\"), "");
}

#[test]
fn plain_keys_are_themselves() {
    assert_eq!(at_once(b"j"), "j");
    assert_eq!(at_once("办".as_bytes()), "办");
    assert_eq!(at_once("𠮷".as_bytes()), "𠮷");
    assert_eq!(at_once(b"\x04"), "ctrl-d");
    assert_eq!(at_once(b"\x00"), "ctrl-space");
    assert_eq!(at_once(b"\x1a"), "ctrl-z");
    assert_eq!(at_once(b"\r"), "enter");
    assert_eq!(at_once(b"\t"), "tab");
    assert_eq!(at_once(b"\x7f"), "backspace");
    assert_eq!(at_once(b"\x1c"), "ctrl-\\");
}

#[test]
fn every_split_at_any_gap_up_to_50_ms_gives_one_key() {
    for (bytes, expected) in SEQUENCES {
        for gap in 0..=50 {
            for split in 1..bytes.len() {
                let events = decode(&[(0, &bytes[..split]), (gap, &bytes[split..])]);
                assert_eq!(
                    words(&events),
                    *expected,
                    "{bytes:?} split at {split}, {gap} ms"
                );
            }
            let single: Vec<(u64, &[u8])> = bytes.chunks(1).map(|byte| (gap, byte)).collect();
            assert_eq!(
                words(&decode(&single)),
                *expected,
                "{bytes:?} in single bytes, {gap} ms"
            );
        }
    }
}

#[test]
fn a_longer_gap_gives_an_escape_before_the_key_but_never_its_letters() {
    for gap in [61, 100, 149, 151, 200, 500, 1_000, 1_900] {
        let events = decode(&[(0, b"\x1b"), (gap, b"[A")]);
        assert_eq!(
            words(&events),
            "esc? up".replace("up", if gap < 210 { "up?" } else { "up" }),
            "{gap} ms"
        );
        assert_eq!(
            words(&decode(&[(0, b"\x1b["), (gap, b"A")])),
            "up",
            "{gap} ms"
        );
    }
}

#[test]
fn an_escape_alone_is_the_key_and_what_follows_is_not_trusted() {
    assert_eq!(at_once(b"\x1b"), "esc?");
    assert_eq!(words(&decode(&[(0, b"\x1b"), (70, b"A")])), "esc? A?");
    assert_eq!(words(&decode(&[(0, b"\x1b"), (205, b"A")])), "esc? A?");
    assert_eq!(words(&decode(&[(0, b"\x1b"), (215, b"A")])), "esc? A");
    assert_eq!(words(&decode(&[(0, b"\x1b"), (10, b"A")])), "alt-A?");
    assert_eq!(at_once(b"\x1b\x1b[A"), "esc? up?");
    assert_eq!(
        words(&decode(&[(0, b"\x1b"), (300, b"["), (300, b"x")])),
        "esc? [ x"
    );
    assert_eq!(
        words(&decode(&[(0, b"\x1b"), (300, b"O"), (100, b"x")])),
        "esc? O x"
    );
    assert_eq!(at_once(b"\x1bP"), "alt-P?");
}

#[test]
fn a_paste_is_one_event_and_nothing_near_it_is_trusted() {
    assert_eq!(
        at_once(b"\x1b[200~a\r\x1b[Ab\x1b[201~"),
        "paste(a\r\x1b[Ab)"
    );
    assert_eq!(
        words(&decode(&[
            (0, b"\x1b[200~x"),
            (400, b"y\x1b[201"),
            (400, b"~"),
            (100, b"A"),
            (100, b"A")
        ])),
        "paste(xy) A? A"
    );
    assert_eq!(at_once(b"\x1b[200~a\x1b[20\x1b[201~"), "paste(a\x1b[20)");
    // The end never comes.
    assert_eq!(at_once(b"\x1b[200~a"), "paste(a)");
    assert_eq!(
        words(&decode(&[(0, b"\x1b[I"), (100, b"A"), (100, b"A")])),
        "Gained A? A"
    );
    // A terminal that does not mark pastes.
    assert_eq!(at_once(b"yes"), "y? e? s?");
    assert_eq!(at_once(b"jj"), "j j");
}

#[test]
fn broken_characters_show_and_do_no_harm() {
    assert_eq!(at_once(b"\xe6\x8f"), "");
    assert_eq!(at_once(b"\xe6\x8fj"), "\u{FFFD} j");
    assert_eq!(at_once(b"\xff"), "\u{FFFD}");
    assert_eq!(at_once(b"\x9b"), "\u{FFFD}");
    let split: Vec<(u64, &[u8])> = "提案"
        .as_bytes()
        .chunks(1)
        .map(|byte| (200, byte))
        .collect();
    assert_eq!(words(&decode(&split)), "提 案");
}

proptest! {
    #[test]
    fn any_bytes_in_any_pieces_are_taken(
        pieces in proptest::collection::vec(
            (0u64..3_000, proptest::collection::vec(
                prop_oneof![any::<u8>(), proptest::sample::select(b"\x1b[]O~A;0123456789Pu\\\x07".to_vec())], 0..20)),
            0..20,
        ),
    ) {
        let pieces: Vec<(u64, &[u8])> = pieces.iter().map(|(gap, bytes)| (*gap, bytes.as_slice())).collect();
        let mut decoder = Decoder::new(Timing::default());
        let mut out = Vec::new();
        let mut now = Instant::now();
        for (gap, bytes) in pieces {
            wait(&mut decoder, &mut now, ms(gap), &mut out);
            decoder.feed(bytes, now, &mut out);
        }
        wait(&mut decoder, &mut now, Duration::from_secs(60), &mut out);
        prop_assert!(decoder.deadline().is_none());
        for event in &out {
            if let Event::Key(press) = event {
                prop_assert!(!press.key.typed().is_some_and(char::is_control));
            }
        }
        // Afterwards the keyboard works.
        if !matches!(decoder.state, State::Utf8 { .. }) {
            out.clear();
            now += Duration::from_secs(3);
            decoder.feed(b"j", now, &mut out);
            prop_assert_eq!(words(&out), "j");
        }
    }

    #[test]
    fn a_cut_changes_nothing_when_no_time_passes(
        bytes in proptest::collection::vec(
            prop_oneof![Just(&b"\x1b[A"[..]), Just(&b"x"[..]), Just("办".as_bytes()), Just(&b"\x1b[200~p\x1b[201~"[..]),
                Just(&b"\x1b[15~"[..]), Just(&b"\r"[..]), Just(&b"\x1bOB"[..])], 1..12),
        cut in any::<proptest::sample::Index>(),
    ) {
        let bytes = bytes.concat();
        let cut = cut.index(bytes.len());
        let keys = |events: Vec<Event>| words(&events).replace('?', "");
        prop_assert_eq!(
            keys(decode(&[(0, &bytes)])),
            keys(decode(&[(0, &bytes[..cut]), (0, &bytes[cut..])]))
        );
    }
}
