//! Asks cargo: the dependency graph, and release builds of Vigie's programs.

use crate::fault::Fault;
use crate::run::call;
use crate::site::Site;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A cold release build of everything on two cores takes about ten minutes.
const BUILD_LIMIT: Duration = Duration::from_mins(40);

/// The workspace and everything it is built from.
#[derive(Debug, Deserialize)]
pub(crate) struct Graph {
    /// Every package, ours and others'.
    pub(crate) packages: Vec<Package>,
    /// Ids of our own packages.
    pub(crate) workspace_members: BTreeSet<String>,
    resolve: Resolve,
}

/// One package of the graph.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Package {
    /// Unique in the graph.
    pub(crate) id: String,
    /// As in the registry.
    pub(crate) name: String,
    /// What its manifest asks for.
    #[serde(default)]
    pub(crate) dependencies: Vec<Asked>,
}

/// One line of a manifest's dependencies.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Asked {
    /// Package asked for.
    pub(crate) name: String,
    /// `None` for an ordinary dependency, else `dev` or `build`.
    pub(crate) kind: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Debug, Deserialize)]
struct EdgeKind {
    kind: Option<String>,
}

impl Graph {
    /// The graph of this checkout, for every target.
    pub(crate) fn of(site: &Site) -> Result<Self, Fault> {
        let ran = call("cargo")
            .args(["metadata", "--format-version", "1", "--locked"])
            .folder(&site.root)
            .quiet()
            .must(
                "run `cargo metadata --locked` to see why; a changed Cargo.toml needs `cargo check` once",
            )?;
        Self::parse(&ran.stdout.join("\n"))
    }

    /// The graph from cargo's own JSON.
    pub(crate) fn parse(json: &str) -> Result<Self, Fault> {
        serde_json::from_str(json).map_err(|error| {
            Fault::new(
                format!("failed to read the output of cargo metadata: {error}"),
                "use a cargo of the version named by rust-version in Cargo.toml, or newer",
            )
        })
    }

    /// Our own packages.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| self.workspace_members.contains(&package.id))
    }

    /// Names of everything that ends up inside this package's own code, itself left out.
    pub(crate) fn linked_into(&self, id: &str) -> BTreeSet<String> {
        let mut reached = self.reach(vec![id.to_owned()], Option::is_none);
        reached.remove(id);
        let names: BTreeMap<&str, &str> = self
            .packages
            .iter()
            .map(|package| (package.id.as_str(), package.name.as_str()))
            .collect();
        reached
            .iter()
            .filter_map(|id| names.get(id.as_str()).map(|name| (*name).to_owned()))
            .collect()
    }

    fn reach(
        &self,
        mut open: Vec<String>,
        follow: impl Fn(&Option<String>) -> bool,
    ) -> BTreeSet<String> {
        let nodes: BTreeMap<&str, &Node> = self
            .resolve
            .nodes
            .iter()
            .map(|node| (node.id.as_str(), node))
            .collect();
        let mut reached = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !reached.insert(id.clone()) {
                continue;
            }
            for edge in nodes.get(id.as_str()).map_or(&[][..], |node| &node.deps) {
                if edge.dep_kinds.iter().any(|one| follow(&one.kind)) {
                    open.push(edge.pkg.clone());
                }
            }
        }
        reached
    }
}

/// Builds the release form of these binaries: `(package, binary)`.
pub(crate) fn build_release(site: &Site, programs: &[(&str, &str)]) -> Result<(), Fault> {
    let mut args = vec!["build", "--release"];
    for (package, program) in programs {
        args.extend(["--package", package, "--bin", program]);
    }
    call("cargo")
        .args(args)
        .folder(&site.root)
        .limit(BUILD_LIMIT)
        .must("the compiler's message above says where; mend it and run this again")?;
    Ok(())
}
