//! Turns the files of `words/` into Rust, or says what is wrong with them.

#![expect(clippy::disallowed_methods, reason = "a build reads and writes files")]

use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "build/generate.rs"]
mod generate;

use generate::catalogue::{Catalogue, File};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=words");
    let help = files(Path::new("words/help"))?;
    let rust = Catalogue::read(&files(Path::new("words"))?).and_then(|catalogue| {
        Ok(generate::rust(&catalogue) + &generate::help::rust(&help, &catalogue.langs)?)
    });
    match rust {
        Ok(rust) => {
            let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
            fs::write(out.join("words.rs"), rust)?;
        }
        Err(problems) => {
            problems.iter().for_each(|problem| println!("cargo::error={problem}"));
        }
    }
    Ok(())
}

fn files(folder: &Path) -> io::Result<Vec<File>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let lang = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files.push(File { lang, text: fs::read_to_string(&path)? });
        }
    }
    Ok(files)
}
