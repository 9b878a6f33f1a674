//! A source file as lines and tokens, without its unit tests.

use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

pub struct Source {
    /// Below `src`, `/`-separated.
    pub path: String,
    pub lines: Vec<String>,
    pub tokens: Vec<Token>,
}

/// A word, a number, or a sign; a text in quotes is one token without its content.
pub struct Token {
    pub text: String,
    /// From 0.
    pub line: usize,
    /// Of brackets, braces and parentheses around it.
    pub depth: usize,
    /// Characters of the file before it.
    at: usize,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    pub fn is_word(&self) -> bool {
        self.text
            .starts_with(|c: char| c.is_alphabetic() || c == '_')
    }

    pub fn is_float(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit()) && self.text.contains('.')
    }
}

/// Every source under a folder, in the order of their paths.
pub fn all(root: &Path) -> Result<Vec<Source>> {
    let mut paths = Vec::new();
    walk(root, &mut paths)?;
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let below = path
            .strip_prefix(root)?
            .to_string_lossy()
            .replace('\\', "/");
        if !below.ends_with("tests.rs") && !below.contains("/tests/") {
            sources.push(Source::new(below, &text));
        }
    }
    Ok(sources)
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, paths)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
    Ok(())
}

impl Source {
    fn new(path: String, text: &str) -> Source {
        let shipped = text.split("#[cfg(test)]").next().unwrap_or(text);
        Source {
            path,
            lines: shipped.lines().map(str::to_owned).collect(),
            tokens: Cutter::new(shipped).cut(),
        }
    }

    /// Lines and characters of every function with a body.
    pub fn functions(&self) -> Vec<(usize, usize)> {
        let mut all = Vec::new();
        for (at, pair) in self.tokens.windows(2).enumerate() {
            if pair[0].is("fn") && pair[1].is_word() {
                all.extend(self.function(at));
            }
        }
        all
    }

    fn function(&self, at: usize) -> Option<(usize, usize)> {
        let depth = self.tokens[at].depth;
        let same = |token: &&Token| token.depth == depth;
        let ends = |token: &&Token| token.is("{") || token.is(";");
        let open = self.tokens[at..].iter().filter(same).find(ends)?;
        if open.is(";") {
            return None;
        }
        let behind = self.tokens.iter().filter(|token| token.at > open.at);
        let close = behind.filter(same).find(|token| token.is("}"))?;
        let body = &self.lines[open.line..=close.line];
        let spaces: usize = body.iter().map(|line| line.len() - line.trim().len()).sum();
        let between = self.characters(open, close) - 1;
        let signature_indent = indent(&self.lines[open.line]);
        let characters = (between + signature_indent).saturating_sub(spaces);
        Some((close.line - self.tokens[at].line + 1, characters))
    }

    /// Characters between two tokens, line breaks left out.
    fn characters(&self, from: &Token, to: &Token) -> usize {
        (to.at - from.at).saturating_sub(to.line - from.line)
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Walks through the characters of a file.
struct Cutter {
    signs: Vec<char>,
    at: usize,
    line: usize,
    depth: usize,
    tokens: Vec<Token>,
}

impl Cutter {
    fn new(text: &str) -> Cutter {
        Cutter {
            signs: text.chars().collect(),
            at: 0,
            line: 0,
            depth: 0,
            tokens: Vec::new(),
        }
    }

    fn cut(mut self) -> Vec<Token> {
        while let Some(sign) = self.sign(0) {
            match sign {
                _ if sign.is_whitespace() => self.step(),
                '/' if self.sign(1) == Some('/') => {
                    self.pass(|cutter| cutter.sign(0) == Some('\n'))
                }
                '/' if self.sign(1) == Some('*') => self.pass_block(),
                '"' => self.text(0),
                'r' | 'b' | 'c' if self.opens_text().is_some() => self.prefixed(),
                '\'' => self.quote(),
                _ if sign.is_alphanumeric() || sign == '_' => self.word(),
                _ => self.single(sign),
            }
        }
        self.tokens
    }

    fn sign(&self, ahead: usize) -> Option<char> {
        self.signs.get(self.at + ahead).copied()
    }

    fn step(&mut self) {
        self.line += usize::from(self.sign(0) == Some('\n'));
        self.at += 1;
    }

    fn pass(&mut self, ends: impl Fn(&Cutter) -> bool) {
        while self.at < self.signs.len() && !ends(self) {
            self.step();
        }
    }

    fn pass_block(&mut self) {
        self.pass(|cutter| cutter.sign(0) == Some('*') && cutter.sign(1) == Some('/'));
        self.step();
        self.step();
    }

    fn push(&mut self, text: String, line: usize, at: usize) {
        let depth = self.depth;
        self.tokens.push(Token {
            text,
            line,
            depth,
            at,
        });
    }

    /// A text in quotes, raw behind so many signs `#`.
    fn text(&mut self, hashes: usize) {
        let (line, at) = (self.line, self.at);
        self.step();
        while let Some(sign) = self.sign(0) {
            let closes = sign == '"' && (1..=hashes).all(|n| self.sign(n) == Some('#'));
            if sign == '\\' && hashes == 0 {
                self.step();
            }
            self.step();
            if closes {
                break;
            }
        }
        (0..hashes).for_each(|_| self.step());
        self.push("\"\"".to_owned(), line, at);
    }

    /// The length of a prefix (`r`, `b`, `br#`) and its signs `#`, where a text follows.
    fn opens_text(&self) -> Option<(usize, usize)> {
        let letters = (0..2)
            .take_while(|n| matches!(self.sign(*n), Some('r' | 'b' | 'c')))
            .count();
        let hashes = (letters..)
            .take_while(|n| self.sign(*n) == Some('#'))
            .count();
        let raw = (0..letters).any(|n| self.sign(n) == Some('r'));
        let opens = self.sign(letters + hashes) == Some('"') && (hashes == 0 || raw);
        opens.then_some((letters + hashes, hashes))
    }

    fn prefixed(&mut self) {
        let (length, hashes) = self.opens_text().unwrap_or_default();
        (0..length).for_each(|_| self.step());
        self.text(hashes);
    }

    /// A character, or the name of a lifetime.
    fn quote(&mut self) {
        let (line, at) = (self.line, self.at);
        let escaped = self.sign(1) == Some('\\');
        self.step();
        if escaped {
            self.step();
            self.step();
            self.pass(|cutter| cutter.sign(0) == Some('\''));
            self.step();
        } else if self.sign(1) == Some('\'') {
            self.step();
            self.step();
        } else {
            return;
        }
        self.push("''".to_owned(), line, at);
    }

    /// A word, or a number with its point.
    fn word(&mut self) {
        let (line, at) = (self.line, self.at);
        let number = self.sign(0).is_some_and(|sign| sign.is_ascii_digit());
        let mut text = String::new();
        while let Some(sign) = self.sign(0) {
            let digit_follows = self.sign(1).is_some_and(|next| next.is_ascii_digit());
            let point = number && sign == '.' && digit_follows && !text.contains('.');
            if !(sign.is_alphanumeric() || sign == '_' || point) {
                break;
            }
            text.push(sign);
            self.step();
        }
        self.push(text, line, at);
    }

    fn single(&mut self, sign: char) {
        let (line, at) = (self.line, self.at);
        if matches!(sign, ')' | ']' | '}') {
            self.depth = self.depth.saturating_sub(1);
        }
        self.push(sign.to_string(), line, at);
        if matches!(sign, '(' | '[' | '{') {
            self.depth += 1;
        }
        self.step();
    }
}
