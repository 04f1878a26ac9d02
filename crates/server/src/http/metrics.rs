//! `/metrics`: Prometheus' text form, named by the seven words.
//!
//! Counters start at the program's start; gauges are what is true now.

use super::App;
use crate::relay::Relay;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::fmt::{Display, Write};
use std::sync::Arc;
use vigie_core::State as Core;
use vigie_core::audience::cells::{Cell, merged};
use vigie_core::delivery::{Life, Stage, Target};
use vigie_core::time::Timestamp;
use vigie_fanout::{Closed, Counted};

pub(super) async fn get(State(app): State<Arc<App>>) -> Response {
    let mut page = Page::default();
    program(&mut page, app.started);
    counted(&mut page, &app);
    standing(&mut page, &app);
    wire(&mut page, app.hub.counted(), app.hub.by_cell());
    page.answer()
}

/// The same of a relay, which has no journal.
pub(super) async fn of_a_relay(State(relay): State<Arc<Relay>>) -> Response {
    let (known, mut page) = (&relay.known, Page::default());
    program(&mut page, relay.started);
    let [passed_on, refused, lost] = known.counted();
    let families = [
        (
            "vigie_relay_link_up",
            "gauge",
            "1 while heartbeats of the server come.",
            u64::from(known.is_linked()),
        ),
        (
            "vigie_relay_links_lost_total",
            "counter",
            "Times that the link was lost.",
            lost,
        ),
        (
            "vigie_relay_bulletins_total",
            "counter",
            "Bulletins passed on.",
            passed_on,
        ),
        (
            "vigie_relay_refused_total",
            "counter",
            "Texts that no pinned key signed as it must be; they went no further.",
            refused,
        ),
        (
            "vigie_live_connections",
            "gauge",
            "Connections on the live wire.",
            known.hub().connections(),
        ),
    ];
    for (name, kind, help, value) in families {
        page.family(name, kind, help);
        page.line(name, &[], value);
    }
    wire(&mut page, known.hub().counted(), known.hub().by_cell());
    page.answer()
}

fn wire(page: &mut Page, counted: Option<&Counted>, by_cell: BTreeMap<Cell, u64>) {
    if let Some(counted) = counted {
        live(page, counted);
        cells(page, by_cell);
    }
}

fn program(page: &mut Page, started: Timestamp) {
    page.family("vigie_build_info", "gauge", "Which program this is.");
    page.line(
        "vigie_build_info",
        &[("version", env!("CARGO_PKG_VERSION"))],
        1,
    );
    let name = "process_start_time_seconds";
    page.family(
        name,
        "gauge",
        "Start of the program, seconds since 1970-01-01 UTC.",
    );
    let ms = started.unix_ms();
    page.line(name, &[], format!("{}.{:03}", ms / 1_000, ms % 1_000));
}

fn counted(page: &mut Page, app: &App) {
    let counted = app.desk.tally.counted();
    let counters = [
        (
            "vigie_reports_total",
            "Reports taken, CAP messages of others included.",
            counted.reports,
        ),
        (
            "vigie_decisions_total",
            "Inputs that became facts.",
            counted.decisions,
        ),
        (
            "vigie_delivery_attempts_total",
            "Attempts to deliver whose outcome is known.",
            counted.delivery_attempts,
        ),
        (
            "vigie_receipts_total",
            "Answers of sirens, screens and people.",
            counted.receipts,
        ),
        (
            "vigie_record_lines_total",
            "Assertions, claims and withdrawals.",
            counted.record_lines,
        ),
    ];
    for (name, help, value) in counters {
        page.family(name, "counter", help);
        page.line(name, &[], value);
    }
    let name = "vigie_refusals_total";
    page.family(name, "counter", "Inputs that a rule refused.");
    for (rule, count) in &counted.refusals {
        page.line(name, &[("rule", rule)], count);
    }
    let name = "vigie_delivery_letters_total";
    let help = "Letters to single apps and browsers of the public, by what became of them.";
    page.family(name, "counter", help);
    for (became, count) in app.letters.counted() {
        page.line(name, &[("became", became.as_str())], count);
    }
}

fn standing(page: &mut Page, app: &App) {
    let state = app.desk.state();
    let sirens_up = state.sirens.values().filter(|s| s.up == Some(true)).count();
    let sirens = state.site.as_deref().map_or(0, |site| site.sirens.len());
    let unconfirmed = state.live_warnings().filter(|w| w.is_unconfirmed()).count();
    let gauges = [
        (
            "vigie_journal_entries",
            "Number of the last entry.",
            state.head,
        ),
        (
            "vigie_live_connections",
            "Connections on the live wire.",
            app.hub.connections(),
        ),
        (
            "vigie_ntfy_connections",
            "Those who listen by ntfy's protocol.",
            app.ntfy.taken() as u64,
        ),
        (
            "vigie_live_answering",
            "Connections that say what they show.",
            app.hub.answering(),
        ),
        (
            "vigie_warnings_live",
            "Warnings that people are being warned of.",
            state.warnings.live_len() as u64,
        ),
        (
            "vigie_warnings_unconfirmed",
            "Live warnings that no human has confirmed.",
            unconfirmed as u64,
        ),
        (
            "vigie_audience_people",
            "People on the roster.",
            roster(&state),
        ),
        (
            "vigie_sirens_up",
            "Sirens whose link is up.",
            sirens_up as u64,
        ),
        ("vigie_sirens", "Sirens of the site.", sirens as u64),
        (
            "vigie_cap_unsigned",
            "CAP messages of ours given out without their signature since the start.",
            app.unsigned().len() as u64,
        ),
        (
            "vigie_delivery_open",
            "Deliveries that are not final.",
            state.deliveries.open_len() as u64,
        ),
    ];
    for (name, help, value) in gauges {
        page.family(name, "gauge", help);
        page.line(name, &[], value);
    }
    let name = "vigie_deliveries";
    page.family(
        name,
        "gauge",
        "Deliveries kept in memory, by where they stand.",
    );
    for life in Stage::ALL {
        let count = state
            .deliveries
            .values()
            .filter(|d| d.life.stage() == life)
            .count();
        page.line(name, &[("life", life.as_str())], count);
    }
    let tried = state
        .deliveries
        .values()
        .filter(|d| matches!(d.target, Target::Siren(_)) && !matches!(d.life, Life::Planned));
    let attempts: u64 = tried.map(|d| u64::from(d.attempt)).sum();
    let name = "vigie_delivery_attempts";
    page.family(
        name,
        "gauge",
        "Attempts to reach sirens, of deliveries kept in memory.",
    );
    page.line(name, &[], attempts);
}

/// What the engine of the live wire did.
fn live(page: &mut Page, counted: &Counted) {
    let families = [
        (
            "vigie_live_connections_total",
            "counter",
            "Connections taken since the start.",
            counted.taken(),
        ),
        (
            "vigie_live_frames_total",
            "counter",
            "Frames handed whole to the network.",
            counted.frames(),
        ),
        (
            "vigie_live_bytes_total",
            "counter",
            "Bytes handed to the network.",
            counted.bytes(),
        ),
        (
            "vigie_live_dropped_total",
            "counter",
            "Frames that slow connections lost, and were told of.",
            counted.dropped(),
        ),
        (
            "vigie_live_behind",
            "gauge",
            "Connections that have something waiting.",
            counted.behind(),
        ),
        (
            "vigie_live_first_write_us",
            "gauge",
            "From the last bulletin's publishing until it was first written.",
            counted.first_us(),
        ),
        (
            "vigie_live_last_write_us",
            "gauge",
            "The same until it was written to the last connection.",
            counted.last_us(),
        ),
    ];
    for (name, kind, help, value) in families {
        page.family(name, kind, help);
        page.line(name, &[], value);
    }
    let name = "vigie_live_closed_total";
    page.family(name, "counter", "Connections that ended, by why.");
    let reasons = [
        ("left", Closed::Left),
        ("slow", Closed::Slow),
        ("told_to_go", Closed::ToldToGo),
    ];
    for (why, closed) in reasons {
        page.line(name, &[("why", why)], counted.closed(closed));
    }
}

/// Cells that fewer share are counted with the cell around them.
const CELL_LEAST: u64 = 20;

/// Where listeners are, as far as that may be known.
fn cells(page: &mut Page, counts: BTreeMap<Cell, u64>) {
    let name = "vigie_live_cell_connections";
    let help = "Connections that gave a cell; where fewer than 20 share one, that of the cell around it, up to the globe (no name).";
    page.family(name, "gauge", help);
    for (cell, count) in merged(counts, CELL_LEAST) {
        page.line(name, &[("cell", &cell.to_string())], count);
    }
}

fn roster(state: &Core) -> u64 {
    state.roster.people.len() as u64
}

/// The text, line by line. Writing to a String cannot fail.
#[derive(Debug, Default)]
struct Page(String);

impl Page {
    fn answer(self) -> Response {
        let kind = "text/plain; version=0.0.4; charset=utf-8";
        ([(header::CONTENT_TYPE, kind)], self.0).into_response()
    }

    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let labels: Vec<String> = labels
            .iter()
            .map(|(label, value)| format!("{label}=\"{value}\""))
            .collect();
        let labels = if labels.is_empty() {
            String::new()
        } else {
            format!("{{{}}}", labels.join(","))
        };
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }
}
