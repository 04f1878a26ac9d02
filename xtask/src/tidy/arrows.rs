//! Which crate may know which. The arrows point inwards: everything may know the core, the core
//! knows only CAP, and nothing that ships knows the simulator.

use super::Finding;
use crate::cargo::Graph;

/// What one crate may and may not be built from.
struct Arrow {
    package: &'static str,
    /// Our own crates that it may name; any other is a finding.
    may_know: &'static [&'static str],
    /// Crates that its own manifest may not name.
    never_names: &'static [&'static str],
    /// Crates that may not be linked into it, however far away.
    never_links: &'static [&'static str],
    why: &'static str,
}

/// What runs, reads a clock, or talks to a disk or network.
const RUNS: &[&str] = &[
    "tokio", "mio", "socket2", "hyper", "axum", "reqwest", "rusqlite", "notify", "rustls",
];

const ARROWS: &[Arrow] = &[
    Arrow {
        package: "vigie-cap",
        may_know: &[],
        never_names: &["rand", "getrandom"],
        never_links: RUNS,
        why: "CAP is usable alone and knows nothing of Vigie",
    },
    Arrow {
        package: "vigie-words",
        // Itself, for its tests: with the texts built in.
        may_know: &["vigie-words"],
        never_names: &["rand", "getrandom", "clap", "tracing"],
        never_links: RUNS,
        why: "what is said depends on nothing but the texts and the values of their slots",
    },
    Arrow {
        package: "vigie-core",
        may_know: &["vigie-cap", "vigie-words"],
        never_names: &["rand", "getrandom", "clap", "tracing"],
        never_links: RUNS,
        why: "the core cannot see the time, the disk or chance",
    },
    Arrow {
        package: "vigie-store",
        may_know: &[],
        // The client of PostgreSQL brings a runtime along, for itself alone.
        never_names: &["tokio"],
        never_links: &["axum", "hyper", "reqwest"],
        why: "the store keeps bytes and chains; it does not know what they mean",
    },
    Arrow {
        package: "vigie-client",
        may_know: &[],
        never_names: &["rand", "getrandom", "clap", "tracing"],
        never_links: RUNS,
        why: "a device listens with it whatever runs there; it opens nothing and waits for nothing",
    },
    Arrow {
        package: "vigie-fanout",
        may_know: &[],
        never_names: &["serde", "serde_json"],
        never_links: &["tokio", "axum", "hyper", "reqwest", "rusqlite"],
        why: "the engine moves frames and does not know what they say",
    },
    Arrow {
        package: "vigie-channels",
        may_know: &["vigie-core", "vigie-cap", "vigie-fanout"],
        never_names: &[],
        never_links: &["axum", "rusqlite"],
        why: "a channel only returns outcomes; it never reaches the store or the engine",
    },
    Arrow {
        package: "vigie-siren",
        may_know: &["vigie-core"],
        never_names: &[],
        never_links: &["axum", "hyper", "reqwest", "rusqlite"],
        why: "the program on the mast stays small and has no web server in it",
    },
    Arrow {
        package: "vigie-server",
        may_know: &[
            "vigie-cap",
            "vigie-words",
            "vigie-core",
            "vigie-fanout",
            "vigie-store",
            "vigie-channels",
        ],
        never_names: &[],
        never_links: &[],
        why: "the server ships without the simulator and without the siren's program",
    },
    Arrow {
        package: "vigie-sim",
        may_know: &[
            "vigie-cap",
            "vigie-words",
            "vigie-core",
            "vigie-fanout",
            "vigie-store",
            "vigie-channels",
            "vigie-server",
            "vigie-siren",
        ],
        never_names: &["rand", "getrandom"],
        never_links: &[],
        why: "a country comes from one seed",
    },
    Arrow {
        package: "xtask",
        may_know: &[],
        never_names: RUNS,
        never_links: RUNS,
        why: "the repository's commands build fast and run when nothing else compiles",
    },
];

/// May not be in the tree at all, not even for tests: rustls on ring is the one TLS stack.
const NOWHERE: &[&str] = &["aws-lc-sys", "aws-lc-rs", "openssl-sys", "native-tls"];

/// Every arrow that points the wrong way.
pub(crate) fn check(graph: &Graph) -> Vec<Finding> {
    let mut findings: Vec<Finding> = graph
        .packages
        .iter()
        .filter(|package| NOWHERE.contains(&package.name.as_str()))
        .map(|package| {
            let name = &package.name;
            Finding::new(
                "Cargo.lock",
                format!(
                    "may not hold {name}: TLS is rustls on ring (cargo tree -i {name} shows how it \
                     came in; turn off the default features of that crate)"
                ),
            )
        })
        .collect();
    for package in graph.members() {
        let at = format!("crate {}", package.name);
        let Some(arrow) = ARROWS.iter().find(|arrow| arrow.package == package.name) else {
            findings.push(Finding::new(
                at,
                "is not in the table of arrows; an eighth crate needs a decision note in \
                 docs/decisions and a row in xtask/src/tidy/arrows.rs",
            ));
            continue;
        };
        let names = package
            .dependencies
            .iter()
            .filter(|asked| asked.kind.as_deref() != Some("dev"))
            .map(|asked| asked.name.as_str());
        for name in names {
            let ours = name.starts_with("vigie-") && !arrow.may_know.contains(&name);
            if ours || arrow.never_names.contains(&name) {
                findings.push(Finding::new(
                    &at,
                    format!("may not depend on {name}: {}", arrow.why),
                ));
            }
        }
        for name in graph.linked_into(&package.id) {
            if arrow.never_links.contains(&name.as_str()) {
                findings.push(Finding::new(
                    &at,
                    format!(
                        "may not be built with {name} (cargo tree -p {} -i {name} shows how it \
                         came in): {}",
                        package.name, arrow.why
                    ),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::printed;

    /// A graph of `(package, dependencies)`, all ours being those that begin with `vigie`.
    fn graph(packages: &[(&str, &[&str])]) -> Graph {
        let described: Vec<String> = packages
            .iter()
            .map(|(name, deps)| {
                let deps: Vec<String> = deps
                    .iter()
                    .map(|dep| format!(r#"{{"name":"{dep}","kind":null}}"#))
                    .collect();
                format!(
                    r#"{{"id":"{name}","name":"{name}","dependencies":[{}]}}"#,
                    deps.join(",")
                )
            })
            .collect();
        let nodes: Vec<String> = packages
            .iter()
            .map(|(name, deps)| {
                let edges: Vec<String> = deps
                    .iter()
                    .map(|dep| format!(r#"{{"pkg":"{dep}","dep_kinds":[{{"kind":null}}]}}"#))
                    .collect();
                format!(r#"{{"id":"{name}","deps":[{}]}}"#, edges.join(","))
            })
            .collect();
        let members: Vec<String> = packages
            .iter()
            .filter(|(name, _)| name.starts_with("vigie"))
            .map(|(name, _)| format!("{name:?}"))
            .collect();
        Graph::parse(&format!(
            r#"{{"packages":[{}],"workspace_members":[{}],"resolve":{{"nodes":[{}]}}}}"#,
            described.join(","),
            members.join(","),
            nodes.join(",")
        ))
        .unwrap()
    }

    #[test]
    fn the_arrows_as_drawn_are_clean() {
        let findings = check(&graph(&[
            ("vigie-cap", &[]),
            ("vigie-core", &["vigie-cap"]),
            ("vigie-server", &["vigie-core", "tokio"]),
            ("tokio", &[]),
        ]));
        assert_eq!(findings, []);
    }

    #[test]
    fn a_store_that_knows_the_core_is_found() {
        let findings = check(&graph(&[
            ("vigie-core", &[]),
            ("vigie-store", &["vigie-core"]),
        ]));
        assert!(printed(&findings).contains("may not depend on vigie-core"));
    }

    #[test]
    fn tokio_behind_a_friend_of_the_core_is_found() {
        let findings = check(&graph(&[
            ("vigie-core", &["innocent"]),
            ("innocent", &["tokio"]),
            ("tokio", &[]),
        ]));
        assert!(printed(&findings).contains("may not be built with tokio"));
    }

    #[test]
    fn a_second_tls_stack_is_found_wherever_it_is() {
        let findings = check(&graph(&[("vigie-cap", &[]), ("aws-lc-sys", &[])]));
        assert!(printed(&findings).contains("may not hold aws-lc-sys"));
    }

    #[test]
    fn a_crate_that_nobody_drew_is_found() {
        let findings = check(&graph(&[("vigie-extra", &[])]));
        assert!(printed(&findings).contains("decision note"));
    }
}
