//! Text to tokens: html5gum splits it by the rules of the WHATWG tokenizer, and
//! html5ever's tree builder takes the tokens. Its own tokenizer takes twice the time.
//!
//! [`feed`] drives both. The emitter in between gathers the bytes of one token and hands it
//! over whole; comments, the text of programs and style sheets, and attributes for drawing it
//! lets go by. The tokenizer calls itself anew for each attribute of a tag, so the reader before
//! it closes a tag that goes on and on.

use super::meta::seen::is_stamp;
use super::verbatim::{Gathered, SharedText, utf8};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::{Attribute, LocalName, QualName, ns};
use html5gum::{Emitter, Error, Readable, Reader, State, Tokenizer};
use memchr::{memchr, memchr3};
use std::cell::Cell;
use std::convert::Infallible;
use std::mem::take;

/// The line that tokens are said to stand on; nobody asks.
const LINE: u64 = 1;

/// Feeds the tokens of a text to the sink, at most so many attributes of a tag; true where one had
/// more.
pub fn feed<S: TokenSink>(source: SharedText, sink: &S, attributes: u64) -> bool {
    let closing = Closing {
        allowed: attributes,
        ..Closing::default()
    };
    let input = TagInput {
        rest: source.bytes(),
        closing: &closing,
    };
    let Ok(()) = Tokenizer::new_with_emitter(input, Tokens::new(source, sink, &closing)).finish();
    closing.happened.get()
}

/// What the emitter tells the reader: that a tag has gone on for long enough.
#[derive(Default)]
struct Closing {
    allowed: u64,
    due: Cell<bool>,
    happened: Cell<bool>,
}

/// What is left of the text, in which a tag can be closed early.
struct TagInput<'s> {
    rest: &'s [u8],
    closing: &'s Closing,
}

impl<'s> TagInput<'s> {
    fn take(&mut self, length: usize) -> &'s [u8] {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Goes on to the end of a tag that is to be closed; the tokenizer is in a name of an
    /// attribute.
    fn close(&mut self) -> Option<u8> {
        self.closing.due.set(false);
        self.closing.happened.set(true);
        self.take(memchr(b'>', self.rest).unwrap_or(self.rest.len()));
        self.take(1.min(self.rest.len())).first().copied()
    }
}

impl Reader for TagInput<'_> {
    type Error = Infallible;

    #[inline]
    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        if self.closing.due.get() {
            return Ok(self.close());
        }
        Ok(self.rest.split_off_first().copied())
    }

    fn try_read_string(&mut self, wanted: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        let alike = |own: &[u8]| {
            if case_sensitive {
                own == wanted
            } else {
                own.eq_ignore_ascii_case(wanted)
            }
        };
        let begins = |one: Option<&u8>, other: Option<&u8>| {
            one.map(|byte| byte | 32) == other.map(|byte| byte | 32)
        };
        let found = begins(self.rest.first(), wanted.first())
            && self.rest.get(..wanted.len()).is_some_and(alike);
        if found {
            self.take(wanted.len());
        }
        Ok(found)
    }

    /// The bytes before the next of those wanted, or that one by itself. The three that matter in
    /// scripts, most of many pages, are looked for at the speed of memory; the rest is quick only
    /// where the compiler knows what is wanted.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read_until<'b>(
        &'b mut self,
        wanted: &[u8],
        one: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, Infallible> {
        if self.closing.due.get() {
            let end = self.close();
            one[0] = end.unwrap_or_default();
            return Ok(end.map(|_| &one[..1]));
        }
        let length = match *wanted {
            _ if self.rest.is_empty() => return Ok(None),
            [a, b, c] => memchr3(a, b, c, self.rest).map_or(self.rest.len(), |at| at.max(1)),
            _ => self
                .rest
                .to_reader()
                .read_until(wanted, one)?
                .map_or(0, <[u8]>::len),
        };
        Ok(Some(self.take(length)))
    }
}

/// The token that is being read.
struct Tokens<'s, S> {
    source: SharedText<'s>,
    sink: &'s S,
    kind: TagKind,
    names: NameCache,
    name: Vec<u8>,
    self_closing: bool,
    attributes: Vec<Attribute>,
    /// Attributes of the tag so far, those of one name counted each.
    count: u64,
    /// Name and value of the attribute that is being read.
    attribute: Option<(Vec<u8>, Gathered)>,
    duplicates: bool,
    doctype: Doctype,
    /// Text since the last tag.
    text: Gathered,
    /// The text is a program or a style sheet.
    code: bool,
    /// The name of the last start tag: only its end tag ends raw text.
    last_start: Vec<u8>,
    closing: &'s Closing,
}

/// Room for attributes on a tag; most have no more that are kept.
const ATTRIBUTES: usize = 2;

/// Names met, by their bytes where these are eight at most; a name takes the place of another.
struct NameCache([Option<(u64, LocalName)>; 64]);

impl NameCache {
    /// The name as the parser holds it.
    fn get(&mut self, bytes: &[u8]) -> LocalName {
        let name = || LocalName::from(&*utf8(bytes));
        if bytes.len() > 8 {
            return name();
        }
        // No name holds a zero byte.
        let key = bytes
            .iter()
            .fold(0, |key, &byte| key << 8 | u64::from(byte));
        // Multiplicative hashing by the golden ratio: Knuth, The Art of Computer Programming 3,
        // section 6.4.
        let place = &mut self.0[(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as usize];
        match place {
            Some((known, name)) if *known == key => name.clone(),
            _ => place.insert((key, name())).1.clone(),
        }
    }
}

impl<'s, S: TokenSink> Tokens<'s, S> {
    fn new(source: SharedText<'s>, sink: &'s S, closing: &'s Closing) -> Self {
        Tokens {
            source,
            sink,
            kind: TagKind::StartTag,
            names: NameCache([const { None }; 64]),
            name: Vec::new(),
            self_closing: false,
            attributes: Vec::new(),
            count: 0,
            attribute: None,
            duplicates: false,
            doctype: Doctype::default(),
            text: Gathered::default(),
            code: false,
            last_start: Vec::new(),
            closing,
        }
    }

    fn hand(&self, token: Token) -> TokenSinkResult<S::Handle> {
        self.sink.process_token(token, LINE)
    }

    fn begin_tag(&mut self, kind: TagKind) {
        self.kind = kind;
        self.name.clear();
        self.self_closing = false;
        self.count = 0;
    }

    fn end_text(&mut self) {
        let text = self.text.bytes(&self.source);
        if text.is_empty() {
            return;
        }
        for (place, part) in text.split(|&byte| byte == 0).enumerate() {
            if place > 0 {
                let _ = self.hand(Token::NullCharacterToken);
            }
            if !part.is_empty() {
                let _ = self.hand(Token::CharacterTokens(self.source.share(part)));
            }
        }
        self.text.clear();
    }

    /// Puts the attribute on the tag. Of two with one name the first counts.
    fn end_attribute(&mut self) {
        let Some((key, value)) = &mut self.attribute else {
            return;
        };
        if key.is_empty() {
            return;
        }
        if self.kind == TagKind::StartTag && !draws(key) {
            let name = QualName::new(None, ns!(), self.names.get(key));
            if self.attributes.iter().any(|other| other.name == name) {
                self.duplicates = true;
            } else {
                if self.attributes.capacity() == 0 {
                    self.attributes = Vec::with_capacity(ATTRIBUTES);
                }
                let value = self.source.share(value.bytes(&self.source));
                self.attributes.push(Attribute { name, value });
            }
        }
        key.clear();
        value.clear();
    }

    fn tag(&mut self) -> Tag {
        Tag {
            kind: self.kind,
            name: self.names.get(&self.name),
            self_closing: self.self_closing,
            attrs: take(&mut self.attributes),
            had_duplicate_attributes: take(&mut self.duplicates),
        }
    }
}

/// Whether an attribute only tells a browser how to draw, load or act: nothing in it is said to a
/// reader, and the tree builder does not ask for it.
fn draws(name: &[u8]) -> bool {
    // Of what programs keep for themselves a day may be told to a reader.
    name.starts_with(b"on")
        || name.starts_with(b"data-") && !std::str::from_utf8(name).is_ok_and(is_stamp)
        || matches!(
            name,
            b"src"
                | b"srcset"
                | b"sizes"
                | b"width"
                | b"height"
                | b"viewbox"
                | b"d"
                | b"fill"
                | b"points"
                | b"transform"
                | b"loading"
                | b"decoding"
                | b"target"
                | b"tabindex"
                | b"integrity"
                | b"crossorigin"
                | b"nonce"
        )
}

/// Whether the text in an element is a program or a style sheet, and no data.
fn is_code(tag: &Tag) -> bool {
    let kind = || {
        tag.attrs
            .iter()
            .find(|attribute| &*attribute.name.local == "type")
    };
    match &*tag.name {
        "style" => true,
        "script" => !kind().is_some_and(|kind| kind.value.contains("ld+json")),
        _ => false,
    }
}

impl<S: TokenSink> Emitter for Tokens<'_, S> {
    type Token = Infallible;

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start = name.unwrap_or_default().to_vec();
    }

    fn emit_eof(&mut self) {
        self.end_text();
        let _ = self.hand(Token::EOFToken);
        self.sink.end();
    }

    fn emit_error(&mut self, _error: Error) {}

    #[inline]
    fn should_emit_errors(&mut self) -> bool {
        false
    }

    #[inline]
    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, bytes: &[u8]) {
        if !self.code {
            self.text.push(bytes, &self.source);
        }
    }

    fn init_start_tag(&mut self) {
        self.begin_tag(TagKind::StartTag);
    }

    fn init_end_tag(&mut self) {
        self.begin_tag(TagKind::EndTag);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_text();
        self.end_attribute();
        let tag = self.tag();
        let code = is_code(&tag);
        if self.kind == TagKind::StartTag {
            self.last_start.clone_from(&self.name);
        }
        self.code = false;
        match self.hand(Token::TagToken(tag)) {
            TokenSinkResult::Plaintext => Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => {
                self.code = code;
                Some(State::RawText)
            }
            TokenSinkResult::RawData(_) => {
                self.code = code;
                Some(State::ScriptData)
            }
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => None,
        }
    }

    fn set_self_closing(&mut self) {
        self.self_closing = true;
    }

    fn push_tag_name(&mut self, bytes: &[u8]) {
        self.name.extend_from_slice(bytes);
    }

    fn init_attribute(&mut self) {
        self.end_attribute();
        self.attribute.get_or_insert_default();
        self.count += 1;
        self.closing.due.set(self.count > self.closing.allowed);
    }

    fn push_attribute_name(&mut self, bytes: &[u8]) {
        self.attribute
            .get_or_insert_default()
            .0
            .extend_from_slice(bytes);
    }

    fn push_attribute_value(&mut self, bytes: &[u8]) {
        self.attribute
            .get_or_insert_default()
            .1
            .push(bytes, &self.source);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.kind == TagKind::EndTag && !self.last_start.is_empty() && self.last_start == self.name
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        // Text before it may open the element that is asked about.
        self.end_text();
        self.sink
            .adjusted_current_node_present_but_not_in_html_namespace()
    }

    fn init_comment(&mut self) {}

    fn push_comment(&mut self, _bytes: &[u8]) {}

    fn emit_current_comment(&mut self) {}

    fn init_doctype(&mut self) {
        self.doctype = Doctype::default();
    }

    fn push_doctype_name(&mut self, bytes: &[u8]) {
        push(&mut self.doctype.name, bytes);
    }

    fn set_doctype_public_identifier(&mut self, value: &[u8]) {
        self.doctype.public_id = Some(self.source.share(value));
    }

    fn set_doctype_system_identifier(&mut self, value: &[u8]) {
        self.doctype.system_id = Some(self.source.share(value));
    }

    fn push_doctype_public_identifier(&mut self, bytes: &[u8]) {
        push(&mut self.doctype.public_id, bytes);
    }

    fn push_doctype_system_identifier(&mut self, bytes: &[u8]) {
        push(&mut self.doctype.system_id, bytes);
    }

    fn set_force_quirks(&mut self) {
        self.doctype.force_quirks = true;
    }

    fn emit_current_doctype(&mut self) {
        self.end_text();
        let doctype = take(&mut self.doctype);
        let _ = self.hand(Token::DoctypeToken(doctype));
    }
}

/// Adds to a part of a doctype, whose characters matter as far as they are ASCII.
fn push(part: &mut Option<StrTendril>, bytes: &[u8]) {
    part.get_or_insert_default().push_slice(&utf8(bytes));
}
