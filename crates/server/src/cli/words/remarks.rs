//! What of a site's words should be known before it starts: what is for exercises alone, as its journal
//! knows it, and what an upgrade changed under its own.

use super::changes;
use crate::cli::count;
use crate::config::Loaded;
use crate::record::replay;
use crate::views;
use vigie_core::State;

pub(crate) fn remarks(loaded: &Loaded) -> Result<Vec<String>, String> {
    let folders = &loaded.config.folders;
    let journal = folders.state.join("journal");
    let state = if journal.is_dir() {
        replay(&journal, |_, _| {})?
    } else {
        State::default()
    };
    let mut remarks = views::words::remarks(&state, &loaded.site);
    let changed = changes::found(&folders.words)?.len();
    if changed > 0 {
        remarks.push(format!(
            "{} under the site's own words since they were written: `vigie words changes {}`",
            count(changed, "change"),
            folders.words.display()
        ));
    }
    Ok(remarks)
}
