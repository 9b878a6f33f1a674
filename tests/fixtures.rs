//! The fixtures through the runner that users have: `annalist check`.

use std::path::Path;
use std::process::Command;

#[test]
fn every_fixture_is_extracted_as_expected() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let checked = Command::new(env!("CARGO_BIN_EXE_annalist"))
        .arg("check")
        .arg(&fixtures)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&checked.stdout);
    assert!(
        checked.status.success(),
        "{told}\n{}",
        String::from_utf8_lossy(&checked.stderr)
    );
    assert!(told.contains(" 0 not, 0 without expectation"), "{told}");
}
