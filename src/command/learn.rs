//! `annalist learn PATH... -o sites.json`: what the pages of a site have in common.
//!
//! Every page is read once, in order of the paths; what is kept is a count for each line and the
//! elements it stands in ([`crate::site`]). `extract --sites` then knows the site's boilerplate.

use crate::batch::select::{Item, PathKind, Wanted, select};
use crate::budget::{Budget, Limits};
use crate::container::{self, Member, MemberContent};
use crate::reader::{self, html};
use crate::site::Learner;
use crate::source::{Hints, Source};
use crate::write::whole::whole;
use anyhow::{Context, Result, ensure};
use std::fs::File;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// Learn what the pages of a site have in common
///
/// Writes the lines and places that stand on a third of a site's pages, for `extract --sites`:
/// they are no article's text. Ten pages of a host are a site.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    annalist learn pages -o sites.json && annalist extract pages --sites sites.json")]
pub struct Arguments {
    /// Files, folders and archives with pages
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// File to write; `-` for standard output
    #[arg(short, long, default_value = "sites.json", value_name = "FILE")]
    output: PathBuf,
    /// Take only files that match, or with `!` none that does; may be repeated
    #[arg(short, long, value_name = "GLOB")]
    glob: Vec<String>,
}

/// Learns; false where no site had pages enough.
///
/// # Errors
/// Where the paths cannot be walked or the file cannot be written.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<bool> {
    ensure!(
        arguments.paths.iter().all(|path| path.as_os_str() != "-"),
        "learning wants files: name them or their folder"
    );
    let items = select(&Wanted {
        paths: arguments.paths.clone(),
        globs: arguments.glob.clone(),
        ..Wanted::default()
    })?;
    let mut learner = Learner::default();
    for item in &items {
        if let Err(error) = learn(item, &mut learner) {
            let name = item.name();
            // Standard error may be closed.
            drop(writeln!(
                io::stderr(),
                "annalist: {}: {error}",
                name.escape_debug()
            ));
        }
    }
    let sites = learner.finish();
    let mut json = serde_json::to_string_pretty(&sites)?;
    json.push('\n');
    match arguments.output.as_os_str() == "-" {
        true => out.write_all(json.as_bytes())?,
        false => whole(&arguments.output, |file| {
            Ok(file.write_all(json.as_bytes())?)
        })
        .with_context(|| format!("cannot write {}", arguments.output.display()))?,
    }
    for site in &sites.sites {
        let (name, lines, places) = (&site.site, site.lines.len(), site.places.len());
        let told = format!("{} pages, {lines} lines, {places} places", site.pages);
        drop(writeln!(
            io::stderr(),
            "annalist: {}: {told}",
            name.escape_debug()
        ));
    }
    if sites.sites.is_empty() {
        drop(writeln!(
            io::stderr(),
            "annalist: no site has ten pages that differ"
        ));
    }
    Ok(!sites.sites.is_empty())
}

/// The pages of a file.
fn learn(item: &Item, learner: &mut Learner) -> Result<()> {
    if !matches!(item.kind, PathKind::File | PathKind::Named) {
        return Ok(());
    }
    let name = item.name();
    let folder = Path::new(name.as_ref()).parent();
    let folder = folder.map(|folder| folder.to_string_lossy().into_owned());
    let file = File::open(item.path())?;
    let (length, limits) = (file.metadata()?.len(), Limits::default());
    let mut visit = |member: Member| {
        // A page on which a library fails teaches nothing.
        let page = catch_unwind(AssertUnwindSafe(|| page(&name, member, &limits)));
        if let Ok(Some(page)) = page {
            learner.add(folder.as_deref().unwrap_or_default(), page);
        }
        ControlFlow::Continue(())
    };
    container::walk(file, length, &limits, None, &mut visit);
    Ok(())
}

fn page(name: &str, member: Member, limits: &Limits) -> Option<crate::site::Sample> {
    let MemberContent::Bytes(bytes) = member.found else {
        return None;
    };
    let hints = Hints {
        path: format!("{name}{}", member.place),
        url: member.evidence.url,
        media_type: member.evidence.media_type,
        ..Hints::default()
    };
    let source = Source {
        bytes: &bytes,
        hints: &hints,
        password: None,
        sites: None,
    };
    let format = reader::choose(&source)?;
    (format.name == "html").then_some(())?;
    html::sample(&source, &Budget::new(limits.clone()))
}
