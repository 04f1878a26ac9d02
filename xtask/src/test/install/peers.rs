//! The programs that benchmarks measure beside: installed when one of those is asked for, and not by the tests.

use super::{Need, Sign, packages};
use crate::fault::Fault;

/// What the fan-out is measured beside.
const FANOUT_PEERS: &[Need] = &[
    Need {
        package: "nginx-core",
        sign: Sign::Command("nginx"),
        reason: "carries nchan",
    },
    Need {
        package: "libnginx-mod-nchan",
        sign: Sign::File("/usr/lib/nginx/modules/ngx_nchan_module.so"),
        reason: "fans out to event streams",
    },
    Need {
        package: "mosquitto",
        sign: Sign::Command("mosquitto"),
        reason: "fans out over MQTT",
    },
    Need {
        package: "nats-server",
        sign: Sign::Command("nats-server"),
        reason: "fans out over its own protocol",
    },
];

/// Installs what the fan-out is measured beside.
pub(crate) fn fanout_peers() -> Result<(), Fault> {
    packages(FANOUT_PEERS)
}

/// Keeps people for several nodes, and finds who is in an area.
pub(super) const POSTGIS: Need = Need {
    package: "postgresql-15-postgis-3",
    sign: Sign::File("/usr/share/postgresql/15/extension/postgis.control"),
    reason: "keeps people for several nodes, and finds who is in an area",
};

/// What the index of people is measured beside.
const AUDIENCE_PEERS: &[Need] = &[
    POSTGIS,
    Need {
        package: "redis-server",
        sign: Sign::Command("redis-server"),
        reason: "finds who is in a circle",
    },
];

/// Installs what the index of people is measured beside.
pub(crate) fn audience_peers() -> Result<(), Fault> {
    packages(AUDIENCE_PEERS)
}
