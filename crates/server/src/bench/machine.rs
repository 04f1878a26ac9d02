//! What machine a figure was measured on: without it no two figures can be compared.

use serde::Serialize;
use std::path::Path;

/// Processor, kernel, and the file system that is written to.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    cpu: String,
    cores: usize,
    kernel: String,
    filesystem: String,
    /// Load of the last minute before the run: above the number of cores others were working.
    load_before: String,
}

impl Machine {
    /// This machine, and the disk under `folder`. What cannot be read is `unknown`.
    pub fn here(folder: &Path) -> Self {
        let read = |path| std::fs::read_to_string(path).unwrap_or_default();
        let known = |text: &str| match text.trim() {
            "" => "unknown".to_owned(),
            text => text.to_owned(),
        };
        let cpuinfo = read("/proc/cpuinfo");
        let model = cpuinfo
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.trim() == "model name");
        Self {
            cpu: known(model.map_or("", |(_, model)| model)),
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            kernel: known(&read("/proc/sys/kernel/osrelease")),
            filesystem: known(filesystem(&read("/proc/self/mounts"), folder).unwrap_or("")),
            load_before: known(read("/proc/loadavg").split(' ').next().unwrap_or("")),
        }
    }
}

/// The type of the file system that holds `folder`: that of its longest mount point.
fn filesystem<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    let mounts = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((Path::new(fields.next()?), fields.next()?))
    });
    let holding = mounts.filter(|(point, _)| folder.starts_with(point));
    holding
        .max_by_key(|(point, _)| point.components().count())
        .map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_system_of_a_folder_is_that_of_its_longest_mount_point() {
        let mounts = "/dev/a / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n";
        assert_eq!(filesystem(mounts, Path::new("/tmp/x")), Some("tmpfs"));
        assert_eq!(filesystem(mounts, Path::new("/tmpx")), Some("ext4"));
        assert_eq!(filesystem("", Path::new("/")), None);
    }
}
