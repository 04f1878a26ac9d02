//! The steps of the suite, in the order in which a fault is cheapest to find.

use super::server::Server;
use super::tally::{self, Tally};
use super::{Suite, install};
use crate::cargo::build_release;
use crate::fault::Fault;
use crate::fuzz::Fuzzer;
use crate::run::{Call, call};
use crate::site::Corpus;
use crate::{sim, tidy};
use serde_json::Value;
use std::time::Duration;

/// Seeds of the simulator in each run of the suite.
const SEEDS: u64 = 3000;

/// For each law in each run of the suite: the laws are searched for hours elsewhere, and what was found is kept.
const FUZZ_S: u32 = 20;

/// Cold builds on two cores take minutes; hanging takes for ever.
const BUILD_LIMIT: Duration = Duration::from_mins(30);

/// The exercise at full speed takes seconds.
const DEMO_LIMIT: Duration = Duration::from_mins(5);

/// One step.
pub(crate) struct Step {
    /// To be asked for alone.
    pub(crate) name: &'static str,
    /// What it does, for a person who watches.
    pub(crate) about: &'static str,
    /// Steps without which it says nothing.
    pub(crate) needs: &'static [&'static str],
    /// Its work.
    pub(crate) run: fn(&mut Suite) -> Result<Tally, Fault>,
}

pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "install",
        about: "what the tests need and this machine lacks",
        needs: &[],
        run: install::run,
    },
    Step {
        name: "fmt",
        about: "the code is formatted",
        needs: &[],
        run: fmt,
    },
    Step {
        name: "tidy",
        about: "arrows, the map, links, lengths, words",
        needs: &[],
        run: |_| tidy::run().map(|()| Tally::default()),
    },
    Step {
        name: "deny",
        about: "licences, bans and sources of everything that is built in",
        needs: &["install"],
        run: deny,
    },
    Step {
        name: "web",
        about: "the pages: types, build, tests, a real browser",
        needs: &["install"],
        run: web,
    },
    Step {
        name: "clippy",
        about: "no warning in any target",
        needs: &[],
        run: clippy,
    },
    Step {
        name: "rust",
        about: "every Rust test",
        needs: &["install"],
        run: rust,
    },
    Step {
        name: "release",
        about: "the programs as they ship",
        needs: &[],
        run: release,
    },
    Step {
        name: "words",
        about: "what is said: every rule, every dictionary",
        needs: &["install", "release"],
        run: words,
    },
    Step {
        name: "sim",
        about: "a simulated country over many seeds; each planted fault is caught",
        needs: &["release"],
        run: simulate,
    },
    Step {
        name: "fuzz",
        about: "input that breaks a law of CAP or of sirens is looked for; each planted fault is found",
        needs: &["install"],
        run: fuzz,
    },
    Step {
        name: "browser",
        about: "the pages against the real server, in a real browser",
        needs: &["web", "release"],
        run: browser,
    },
    Step {
        name: "demo",
        about: "the exercise, unattended: every promise must hold",
        needs: &["release"],
        run: demo,
    },
];

fn fmt(suite: &mut Suite) -> Result<Tally, Fault> {
    cargo(suite, &["fmt", "--all", "--check"]).must("run `cargo fmt --all`")?;
    Ok(Tally::default())
}

fn deny(suite: &mut Suite) -> Result<Tally, Fault> {
    let args = [
        "deny",
        "--workspace",
        "--locked",
        "check",
        "--hide-inclusion-graph",
    ];
    cargo(suite, &args)
        .args(["licenses", "bans", "sources"])
        .must("choose another dependency, or change deny.toml and say why in the commit")?;
    suite.notes.push(
        "known faults of dependencies were not looked up: `cargo deny check` does, where its \
         database can be fetched"
            .to_owned(),
    );
    Ok(Tally::default())
}

fn web(suite: &mut Suite) -> Result<Tally, Fault> {
    npm(suite, &["ci", "--no-audit", "--no-fund"])
        .must("see that the npm registry can be reached, then run this again")?;
    npm(suite, &["run", "check"]).must("mend the types named above, in web/src")?;
    npm(suite, &["run", "build"]).must("mend the build named above, in web")?;
    let unit = npm(suite, &["run", "test:unit"]).run()?;
    let pages = npm(suite, &["run", "test:e2e"]).run()?;
    Ok(tally::node_test(&unit)? + tally::node_test(&pages)?)
}

fn clippy(suite: &mut Suite) -> Result<Tally, Fault> {
    let args = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ];
    cargo(suite, &args).must("mend the warnings above")?;
    Ok(Tally::default())
}

fn rust(suite: &mut Suite) -> Result<Tally, Fault> {
    let mut test = cargo(
        suite,
        &["test", "--workspace", "--locked", "--no-fail-fast"],
    )
    .env("VIGIE_READERS", suite.site.readers());
    if let Corpus::Found(folder) = suite.site.corpus() {
        test = test.env("VIGIE_CORPUS", folder);
    }
    tally::cargo_test(&test.run()?)
}

fn release(suite: &mut Suite) -> Result<Tally, Fault> {
    build_release(
        &suite.site,
        &[
            ("vigie-server", "vigie"),
            ("vigie-siren", "vigie-siren"),
            ("vigie-sim", "vigie-sim"),
        ],
    )?;
    Ok(Tally::default())
}

fn words(suite: &mut Suite) -> Result<Tally, Fault> {
    call(suite.site.program("vigie"))
        .args(["words", "check", "words", "--spelling"])
        .folder(&suite.site.root)
        .must("mend each line above; docs/manual/words.md says what each name means")?;
    Ok(Tally::default())
}

fn simulate(suite: &mut Suite) -> Result<Tally, Fault> {
    sim::scenarios(&suite.site)?;
    sim::seeds(&suite.site, SEEDS, None)?;
    sim::planted_faults(&suite.site, "all")?;
    Ok(Tally::default())
}

fn fuzz(suite: &mut Suite) -> Result<Tally, Fault> {
    let mut passed = 0;
    for fuzzer in Fuzzer::all(&suite.site)? {
        passed += fuzzer.search(FUZZ_S)? + fuzzer.planted_faults()?;
    }
    Ok(Tally { passed, failed: 0 })
}

fn browser(suite: &mut Suite) -> Result<Tally, Fault> {
    let program = suite.site.program("vigie");
    let server = Server::start(&program)?;
    let ran = npm(suite, &["run", "test:real"])
        .env("VIGIE_PROGRAM", &program)
        .env("VIGIE_URL", &server.address)
        .env("VIGIE_TOKEN_A", &server.tokens[0])
        .env("VIGIE_TOKEN_B", &server.tokens[1])
        .env("VIGIE_PID", server.id().to_string())
        .run()?;
    tally::node_test(&ran)
}

fn demo(suite: &mut Suite) -> Result<Tally, Fault> {
    let ran = call(suite.site.program("vigie"))
        .args(["demo", "--unattended", "--json"])
        .folder(&suite.site.root)
        .limit(DEMO_LIMIT)
        .run()?;
    let remedy = "`cargo xtask demo` shows the exercise as it goes";
    let account = ran.stdout.join("\n");
    let account: Value = serde_json::from_str(&account).map_err(|error| {
        let ended = ran.failure.as_deref().unwrap_or("exit status: 0");
        Fault::new(
            format!("failed to read the account of the exercise: {error} ({ended})"),
            remedy,
        )
    })?;
    let promises = kept_promises(&account).map_err(|broken| Fault::new(broken, remedy))?;
    match ran.failure {
        None => Ok(promises),
        Some(why) => Err(Fault::new(
            format!("every promise is said to be held, yet the exercise failed: {why}"),
            remedy,
        )),
    }
}

/// Every promise of an exercise counts as a test; the account must agree with itself.
fn kept_promises(account: &Value) -> Result<Tally, String> {
    let promises = account["promises"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    if promises.is_empty() {
        return Err("the account of the exercise holds no promise".to_owned());
    }
    let broken: Vec<String> = promises
        .iter()
        .filter(|promise| promise["held"] != Value::Bool(true))
        .map(|promise| format!("{} ({})", promise["id"], promise["why"]))
        .collect();
    if !broken.is_empty() {
        return Err(format!("broken promises: {}", broken.join("; ")));
    }
    if account["ok"] != Value::Bool(true) || account["exercise"] != Value::Bool(true) {
        return Err("the account of the exercise does not say ok and exercise".to_owned());
    }
    Ok(Tally {
        passed: promises.len(),
        failed: 0,
    })
}

fn cargo(suite: &Suite, args: &[&str]) -> Call {
    call("cargo")
        .args(args)
        .folder(&suite.site.root)
        .limit(BUILD_LIMIT)
}

fn npm(suite: &Suite, args: &[&str]) -> Call {
    call("npm")
        .args(args)
        .folder(&suite.site.at("web"))
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .limit(BUILD_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_broken_promise_fails_the_exercise() {
        let held = json!({"id": "all_clear", "held": true, "why": ""});
        let broken = json!({"id": "nobody_forgotten", "held": false, "why": "3 screens"});
        let account = json!({"ok": true, "exercise": true, "promises": [held.clone(), held]});
        assert_eq!(kept_promises(&account).unwrap().passed, 2);
        let account = json!({"ok": true, "exercise": true, "promises": [broken]});
        assert!(
            kept_promises(&account)
                .unwrap_err()
                .contains("nobody_forgotten")
        );
    }

    #[test]
    fn an_exercise_that_promises_nothing_fails() {
        assert!(kept_promises(&json!({"ok": true, "exercise": true, "promises": []})).is_err());
        assert!(kept_promises(&json!({})).is_err());
    }

    #[test]
    fn an_account_that_is_not_marked_exercise_fails() {
        let held = json!({"id": "a", "held": true, "why": ""});
        let account = json!({"ok": true, "exercise": false, "promises": [held]});
        assert!(kept_promises(&account).is_err());
    }
}
