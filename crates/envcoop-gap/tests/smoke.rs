//! The real binary runs, ends with the right status and keeps its streams apart.

use std::process::Command;

fn envcoop_gap(args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_envcoop-gap"))
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
    let (status, out, err) = envcoop_gap(&[
        "data/examples/mini-plan.csv",
        "--framework",
        "mini",
        "--as-of",
        "2027-06-30",
    ]);
    assert_eq!((status, &*err), (Some(0), ""));
    assert!(out.contains("86.7–93.3"), "{out}");
    let (status, out, err) = envcoop_gap(&["nowhere.csv"]);
    assert_eq!((status, &*out), (Some(2), ""));
    assert!(err.starts_with("envcoop-gap: error: nowhere.csv: cannot be read"), "{err}");
}
