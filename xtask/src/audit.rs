//! `audit`: what the dependencies bring along, held against `.ci/dependencies.tsv`.
//!
//! `cargo metadata` names every package of the lock file that this system builds. Each must come
//! from crates.io, under terms of the table, and none may be of a kind that the table keeps out.
//! Nothing is fetched; advisories are `cargo audit`'s work, where it is installed.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The table.
struct Rules {
    licences: Vec<String>,
    foreign: Vec<(String, String)>,
}

pub fn run(_: &[String]) -> Result<()> {
    let rules = Rules::read()?;
    let packages = packages()?;
    let wrong: Vec<String> = packages
        .iter()
        .filter_map(|package| rules.wrong(package))
        .collect();
    println!(
        "{} packages, {} against the rules",
        packages.len(),
        wrong.len()
    );
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// The packages that are not the project's own.
fn packages() -> Result<Vec<Value>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let host = Command::new("rustc").arg("--print=host-tuple").output()?;
    let host = String::from_utf8(host.stdout)?;
    let output = Command::new("cargo")
        .args([
            "metadata",
            "--format-version=1",
            "--locked",
            "--filter-platform",
            host.trim(),
        ])
        .current_dir(root)
        .output()
        .context("cannot run cargo")?;
    if !output.status.success() {
        bail!(
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let all = metadata["packages"].as_array().context("no packages")?;
    let own = |package: &Value| package["source"].is_null();
    Ok(all
        .iter()
        .filter(|package| !own(package))
        .cloned()
        .collect())
}

impl Rules {
    fn read() -> Result<Rules> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/dependencies.tsv");
        let table = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let mut rules = Rules {
            licences: Vec::new(),
            foreign: Vec::new(),
        };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["licence", name, _] => rules.licences.push(name.to_owned()),
                ["foreign", name, why] => rules.foreign.push((name.to_owned(), why.to_owned())),
                _ => bail!("a row of dependencies.tsv: {line}"),
            }
        }
        Ok(rules)
    }

    /// What is wrong with a package.
    fn wrong(&self, package: &Value) -> Option<String> {
        let name = package["name"].as_str().unwrap_or("");
        let licence = package["license"].as_str().unwrap_or("");
        let foreign = self
            .foreign
            .iter()
            .find(|(foreign, _)| name.starts_with(foreign));
        if let Some((_, why)) = foreign {
            return Some(format!("{name}: {why}"));
        }
        if package["source"] != REGISTRY {
            return Some(format!("{name} comes from {}", package["source"]));
        }
        (!self.allows(licence)).then(|| format!("{name}: under {licence:?}"))
    }

    /// Whether terms can be met: of alternatives one, of several at once all. Brackets bind `AND`
    /// last in every expression there is, so that one level of them is enough.
    fn allows(&self, expression: &str) -> bool {
        let plain = expression.replace(['(', ')'], "").replace('/', " OR ");
        plain.split(" AND ").all(|part| {
            let mut choices = part.split(" OR ").map(str::trim);
            choices.any(|choice| self.licences.iter().any(|known| known == choice))
        })
    }
}
