//! The real binary runs, ends with the right status and keeps its streams apart.

use std::process::Command;

fn envcoop_report(args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_envcoop-report"))
        .args(args)
        .env("LC_ALL", "C")
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_binary_works() {
    let (status, out, err) = envcoop_report(&["csv", "nowhere.csv", "-o", "nowhere"]);
    assert_eq!((status, &*out), (Some(2), ""));
    assert!(err.starts_with("envcoop-report: error: nowhere.csv: cannot be read"), "{err}");
}
