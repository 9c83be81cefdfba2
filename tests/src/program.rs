//! Where the programs under test are.

use std::path::PathBuf;

/// The path of a program of this workspace (`banli`, `banli-server`).
///
/// Looked for in `BANLI_BIN_DIR`, else beside the test binary, where a build of the same
/// profile puts it.
///
/// # Panics
/// When it is not there: a test that cannot start its program has failed.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let directory = std::env::var_os("BANLI_BIN_DIR").map_or_else(beside_tests, PathBuf::from);
    let path = directory.join(name);
    assert!(
        path.is_file(),
        "{} is not there: build it first (cargo build --workspace), or name its folder in BANLI_BIN_DIR",
        path.display()
    );
    path
}

/// `target/PROFILE`, as seen from `target/PROFILE/deps/e2e-…`.
fn beside_tests() -> PathBuf {
    let test = std::env::current_exe().expect("the running test has a path");
    let deps = test.parent().expect("the test binary is in a folder");
    deps.parent()
        .expect("cargo puts test binaries in PROFILE/deps")
        .to_path_buf()
}
