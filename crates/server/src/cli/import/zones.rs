//! Puts a file of zones in place of the one before: whole or not at all, and only when the site is sound with it.
//! What it changes is shown as two people will read it; until they agree, the zones before hold.

use super::Args;
use crate::cli::count;
use crate::config::{Loaded, load_with_zones};
use crate::zones::{Repair, look};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vigie_core::administration::left_for_two;
use vigie_core::audience::area::Ring;
use vigie_core::ids::ZoneId;
use vigie_core::site::{Site, Zone};

/// Drawings before this one that are looked for on disk.
const EARLIER_MAX: u32 = 100_000;

pub fn import(args: &Args, loaded: &Loaded) -> Result<ExitCode, String> {
    let Some(target) = &loaded.config.site.zone_file else {
        return Err(format!(
            "{} names no file of zones; add zone_file = \"zones.geojson\" under [site], and import again",
            args.config.path().display()
        ));
    };
    let repair = if args.repair { Repair::Yes } else { Repair::No };
    let drawn = look(&args.list, repair)?;
    if args.repair {
        for (zone, offer) in &drawn.offers {
            println!("{zone}: drawn anew: {offer}");
        }
    }
    for line in &drawn.said {
        println!("{line}");
    }
    if !drawn.faults.is_empty() {
        refused(&drawn.faults);
        return Ok(ExitCode::FAILURE);
    }
    let written = beside(target, "new");
    crate::cli::zones::write_over(&written, &drawn.zones)?;
    let is_sound = weighed(args, loaded, &written);
    let kept = if is_sound && !args.dry_run {
        keep(&written, target)
    } else {
        Ok(())
    };
    // What was not put in place is of no use to anybody.
    let _ = std::fs::remove_file(&written);
    kept?;
    if !is_sound {
        return Ok(ExitCode::FAILURE);
    }
    if args.dry_run {
        println!("nothing is kept: it was only asked");
    } else {
        println!(
            "kept in {}; the server takes it up at its next start, and what two people must agree to waits for \
             them (vigie change list)",
            target.display()
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Shows what the new file changes; false, with every fault said, when the site is not sound with it.
fn weighed(args: &Args, loaded: &Loaded, written: &Path) -> bool {
    let after = match load_with_zones(args.config.path(), written) {
        Ok(after) => after.site,
        Err(faults) => {
            refused(&faults);
            return false;
        }
    };
    let faults = unlikely(&loaded.site, &after);
    if !faults.is_empty() {
        refused(&faults);
        return false;
    }
    let says = left_for_two(&loaded.site, &after);
    for line in &says {
        println!("{line}");
    }
    if says.is_empty() {
        println!("these zones are those that are configured");
    }
    true
}

fn refused(faults: &[String]) {
    for fault in faults {
        eprintln!("{fault}");
    }
    eprintln!("{}; nothing is kept", count(faults.len(), "fault"));
}

/// What no authority means: an older drawing, two drawings of one number, numbers the wrong way round.
fn unlikely(before: &Site, after: &Site) -> Vec<String> {
    let mut faults = Vec::new();
    for (id, zone) in &after.zones {
        let known = before.zones.get(id);
        if let Some(known) = known.filter(|known| *known != zone) {
            faults.extend(out_of_order(id, known, zone));
        }
        if known.is_none() && before.seem_swapped(zone.rings().flat_map(Ring::points)) {
            faults.push(format!(
                "zone {id}: its corners seem swapped: the other way round they lie at this site; GeoJSON \
                 writes longitude first, then latitude"
            ));
        }
    }
    faults
}

fn out_of_order(id: &ZoneId, known: &Zone, zone: &Zone) -> Option<String> {
    let (known_version, version) = (known.version?, zone.version?);
    if version < known_version {
        return Some(format!(
            "zone {id}: drawing {version} is older than {known_version}, which is configured; take the latest \
             file of its authority"
        ));
    }
    let is_redrawn = !known.rings().eq(zone.rings());
    (version == known_version && is_redrawn).then(|| {
        format!(
            "zone {id}: another border under the number {version} of the one that is configured; each drawing \
             has a number of its own"
        )
    })
}

/// The new file takes the place of the old one, which is kept beside it.
fn keep(written: &Path, target: &Path) -> Result<(), String> {
    let failed = |why: std::io::Error| format!("failed to replace {}: {why}", target.display());
    if target.exists() {
        let earlier = (1..EARLIER_MAX).map(|number| beside(target, &number.to_string()));
        let earlier = earlier.into_iter().find(|path| !path.exists());
        let earlier = earlier.ok_or_else(|| {
            format!(
                "there are {EARLIER_MAX} drawings beside {}; move some away",
                target.display()
            )
        })?;
        std::fs::hard_link(target, earlier).map_err(failed)?;
    }
    std::fs::rename(written, target).map_err(failed)?;
    let folder = target.parent().unwrap_or(Path::new("."));
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let folder = std::fs::File::open(folder).map_err(failed)?;
    folder.sync_all().map_err(failed)
}

/// `zones.geojson` becomes `zones.3.geojson`.
fn beside(path: &Path, with: &str) -> PathBuf {
    path.with_extension(format!("{with}.geojson"))
}
