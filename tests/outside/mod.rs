//! The program from outside: a folder with sources, what is run in it, and what it leaves.
#![allow(dead_code)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

pub const PAGE: &str = "<html lang=en><head><title>Poetry morning</title></head><body><article><h1>Poetry morning</h1>\
    <p>On 18 May 2021 the city library of Almaty held a poetry morning for forty of its young readers.</p>\
    <p>Poets of the town read from their new books and answered what the children asked them.</p></article></body></html>";
pub const NOTE: &str = "Book fair\n\nOn 3 June 2021 the library of Osh opened a fair of books for children in the town park.\n";

/// A folder that is gone after the test, with sources in `in`.
pub struct Place(pub TempDir);

impl Place {
    pub fn with(sources: &[(&str, &[u8])]) -> Place {
        let place = Place(tempfile::tempdir().unwrap());
        for (path, bytes) in sources {
            place.put(&format!("in/{path}"), bytes);
        }
        place
    }

    pub fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_annalist"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &str) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs with something on standard input.
    pub fn fed(&self, arguments: &str, input: &[u8]) -> Output {
        let mut child = self.start(self.command(arguments).stdin(Stdio::piped()));
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap()
    }

    pub fn start(&self, command: &mut Command) -> Child {
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Every output file and what it holds, the state of runs aside.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let root = self.0.path().join(folder);
        let mut folders = Vec::from_iter(root.exists().then(|| root.clone()));
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
                let name = entry
                    .path()
                    .strip_prefix(&root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                if entry.file_type().unwrap().is_file() {
                    files.insert(name, fs::read_to_string(entry.path()).unwrap());
                } else if name != ".annalist" {
                    folders.push(entry.path());
                }
            }
        }
        files
    }

    pub fn manifest(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.0.path().join("out/manifest.json")).unwrap())
            .unwrap()
    }

    /// Path, status and code of every source.
    pub fn outcomes(&self) -> Vec<String> {
        let manifest = self.manifest();
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let line = |s: &Value| {
            format!(
                "{} {} {}",
                text(&s["path"]),
                text(&s["status"]),
                text(&s["error"]["code"])
            )
        };
        manifest["sources"]
            .as_array()
            .unwrap()
            .iter()
            .map(line)
            .collect()
    }
}

pub fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

pub fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A response record of a web archive.
pub fn record(address: &str, page: &str) -> String {
    let body = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-06-04T08:00:00Z\r\n\
         Content-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
        body.len()
    )
}
