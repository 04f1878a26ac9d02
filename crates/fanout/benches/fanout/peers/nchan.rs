//! nginx with nchan: workers on one port, which tell each other over shared memory.

use super::{Peer, WayIn, quiet, reached};
use crate::SERVED_AT;
use std::path::Path;
use std::process::Command;

/// Starts it.
pub fn start(port: u16, processes: usize, folder: &Path) -> Result<Peer, String> {
    let fault = |error: std::io::Error| format!("failed to start nginx: {error}");
    let path = folder.join("nginx.conf");
    std::fs::write(&path, configuration(port, processes.max(2), folder)).map_err(fault)?;
    let mut nginx = Command::new("nginx");
    nginx.arg("-c").arg(path).args(["-e", "stderr"]);
    let children = vec![quiet(nginx).map_err(fault)?];
    Ok(Peer {
        addresses: SERVED_AT.len(),
        children,
        hello: "sse",
        ports: vec![port],
        way_in: WayIn::http(reached(port)?, |payload| {
            let length = payload.len();
            format!(
                "POST /pub HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{payload}"
            )
            .into()
        })?,
    })
}

fn configuration(port: u16, workers: usize, folder: &Path) -> String {
    let folder = folder.display();
    let listens = SERVED_AT.map(|at| format!("listen {at}:{port} reuseport backlog=8192;"));
    let listens = listens.join(" ");
    format!(
        "load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
user root; daemon off; worker_processes {workers}; worker_rlimit_nofile 20000; pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 19000; }}
http {{
  access_log off; keepalive_timeout 1h; client_body_temp_path {folder}; nchan_shared_memory_size 1024m;
  server {{
    {listens}
    location = /live {{ nchan_subscriber eventsource; nchan_channel_id live; nchan_subscriber_first_message newest; }}
    location = /pub {{ nchan_publisher; nchan_channel_id live; nchan_message_buffer_length 1; }}
  }}
}}
"
    )
}
