//! The readers that run in this process, each given the same messages.

use crate::set::Set;
use crate::signed::Signed;
use quick_xml::events::Event;
use rustix::time::{ClockId, clock_gettime};
use std::hint::black_box;
use std::time::Duration;
use vigie_cap::sign::verify;
use vigie_cap::{Finding, Mode, Profile, Reading, read};

/// Reads one message.
type Reads<'a> = Box<dyn Fn(&[u8]) + 'a>;

/// One way of reading messages.
pub(crate) struct Reader<'a> {
    pub(crate) name: &'static str,
    set: &'a Set,
    read: Reads<'a>,
}

/// How long a set took, read so many times.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pass {
    pub(crate) taken: Duration,
    pub(crate) alerts: usize,
    pub(crate) bytes: usize,
}

impl Pass {
    /// Millions of bytes a second.
    pub(crate) fn mb_per_s(&self) -> f64 {
        per_s(self.bytes, self.taken) / 1e6
    }

    /// Alerts a second.
    pub(crate) fn per_s(&self) -> f64 {
        per_s(self.alerts, self.taken)
    }
}

/// The limit, this crate, and the peer crate with this crate beside it on what that one can read.
pub(crate) fn ours<'a>(set: &'a Set, oasis: &'a Set, signed: &'a Signed) -> Vec<Reader<'a>> {
    let lenient = |bytes: &[u8]| {
        black_box(read(bytes, Mode::Lenient));
    };
    vec![
        Reader::new("events", set, events),
        Reader::new("read", set, lenient),
        Reader::new("read_and_every_rule", set, |bytes| {
            black_box(read_and_every_rule(bytes));
        }),
        Reader::new("verify", &signed.set, |bytes| {
            let _ = black_box(verify(bytes, &signed.trust));
        }),
        Reader::new("oasiscap", oasis, crate::oasis::read),
        Reader::new("read_of_the_same", oasis, lenient),
    ]
}

impl<'a> Reader<'a> {
    fn new(name: &'static str, set: &'a Set, read: impl Fn(&[u8]) + 'a) -> Self {
        Self {
            name,
            set,
            read: Box::new(read),
        }
    }

    /// Reads the whole set again and again for this long, after one time that does not count.
    pub(crate) fn pass(&self, share: Duration) -> Pass {
        self.set
            .files
            .iter()
            .for_each(|file| (self.read)(&file.bytes));
        let mut pass = Pass {
            taken: Duration::ZERO,
            alerts: 0,
            bytes: 0,
        };
        let began = worked();
        while pass.taken < share {
            self.set
                .files
                .iter()
                .for_each(|file| (self.read)(&file.bytes));
            pass.alerts += self.set.files.len();
            pass.bytes += self.set.bytes();
            pass.taken = worked().saturating_sub(began);
        }
        pass
    }
}

/// quick-xml alone, to the last event: what it costs to find the tags.
fn events(bytes: &[u8]) {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return,
            Ok(event) => {
                black_box(event);
            }
        }
    }
}

/// `read` checks the schema and the standard; this adds every profile and finds the line of each finding.
fn read_and_every_rule(bytes: &[u8]) -> (Reading, Vec<Vec<Finding>>) {
    let reading = read(bytes, Mode::Lenient);
    let alerts = reading.alerts.iter();
    let more = alerts.map(|alert| alert.check(&Profile::ALL)).collect();
    (reading, more)
}

/// Processor time of this thread.
fn worked() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(now.tv_sec).unwrap_or_default();
    Duration::from_secs(seconds)
        + Duration::from_nanos(u64::try_from(now.tv_nsec).unwrap_or_default())
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn per_s(count: usize, taken: Duration) -> f64 {
    count as f64 / taken.as_secs_f64()
}
