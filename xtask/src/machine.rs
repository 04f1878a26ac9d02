//! What machine a number was measured on: a figure without it cannot be compared.

use serde::Serialize;

/// Processor, memory and kernel, as the kernel tells them.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub(crate) struct Machine {
    /// Model of the first processor.
    pub(crate) cpu: String,
    /// Processors this process may use.
    pub(crate) cores: usize,
    /// Installed memory in MiB.
    pub(crate) memory_mib: u64,
    /// Name and release of the kernel.
    pub(crate) kernel: String,
}

impl Machine {
    /// This machine; what cannot be read is `unknown` or 0.
    pub(crate) fn here() -> Self {
        let read = |path| std::fs::read_to_string(path).unwrap_or_default();
        Self {
            cpu: field(&read("/proc/cpuinfo"), "model name")
                .unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            memory_mib: field(&read("/proc/meminfo"), "MemTotal")
                .and_then(|text| text.trim_end_matches("kB").trim().parse::<u64>().ok())
                .map_or(0, |kib| kib / 1024),
            kernel: match read("/proc/sys/kernel/osrelease").trim() {
                "" => "unknown".to_owned(),
                release => format!("{} {release}", std::env::consts::OS),
            },
        }
    }
}

/// The value of the first `name : value` line.
fn field(text: &str, name: &str) -> Option<String> {
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.trim() == name)
        .map(|(_, value)| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_tables_are_read_by_name() {
        let text = "processor\t: 0\nmodel name\t: Example 3000\nmodel name\t: other\n";
        assert_eq!(field(text, "model name").as_deref(), Some("Example 3000"));
        assert_eq!(field(text, "model"), None);
    }

    #[test]
    fn this_machine_has_at_least_one_core() {
        assert!(Machine::here().cores >= 1);
    }
}
