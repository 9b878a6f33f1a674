//! Hostile office files, the same in every run: each kind of damage over each format it can befall.
//!
//! A [`Harm`] takes a sound file of a format and a source of chance and gives a broken one, or none
//! where the format has nothing of the kind. [`family`] is all of them, several rounds each.

use std::io::{Cursor, Read, Write};

/// The next of a row of numbers that are the same in every run (xorshift).
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `end`; 0 where there is none.
    fn below(&mut self, end: usize) -> usize {
        self.next() as usize % end.max(1)
    }
}

/// A sound file, and the ending that names its format.
pub struct Sound {
    pub ending: &'static str,
    pub bytes: Vec<u8>,
}

impl Sound {
    fn is_package(&self) -> bool {
        self.bytes.starts_with(b"PK")
    }

    fn is_compound(&self) -> bool {
        self.bytes.starts_with(&[0xd0, 0xcf])
    }

    /// The part that holds the text.
    fn main(&self) -> &'static str {
        match self.ending {
            "docx" => "word/document.xml",
            "xlsx" => "xl/worksheets/sheet1.xml",
            _ => "content.xml",
        }
    }
}

type Harm = fn(&Sound, &mut Chance) -> Option<Vec<u8>>;

/// Every kind of damage, and how many files of each format it gives.
const HARMS: [(&str, usize, Harm); 13] = [
    ("truncated", 6, truncated),
    ("bits", 8, bits),
    ("doubled", 4, doubled),
    ("filled", 4, filled),
    ("torn", 4, torn),
    ("edited", 10, edited),
    ("deep", 2, deep),
    ("entities", 2, entities),
    ("far", 2, far),
    ("repeated", 2, repeated),
    ("bomb", 1, bomb),
    ("lying", 4, lying),
    ("mistaken", 4, mistaken),
];

/// All files, each with the name it is written under.
pub fn family(sound: &[Sound], seed: u64) -> Vec<(String, Vec<u8>)> {
    let mut chance = Chance(seed);
    let mut all = Vec::new();
    for file in sound {
        for (name, rounds, harm) in HARMS {
            for round in 0..rounds {
                let bytes = harm(file, &mut chance);
                let name = format!("{name}-{round}.{}", file.ending);
                all.extend(bytes.map(|bytes| (name, bytes)));
            }
        }
    }
    all
}

fn truncated(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    Some(file.bytes[..chance.below(file.bytes.len())].to_vec())
}

fn bits(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    let mut out = file.bytes.clone();
    for _ in 0..=chance.below(40) {
        let at = chance.below(out.len());
        out[at] ^= 1 << chance.below(8);
    }
    Some(out)
}

fn doubled(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    let mut out = file.bytes.clone();
    let at = chance.below(out.len());
    let stretch = out[at..(at + 200).min(out.len())].to_vec();
    out.splice(at..at, stretch);
    Some(out)
}

fn filled(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    let mut out = file.bytes.clone();
    let at = chance.below(out.len());
    let end = (at + 1 + chance.below(64)).min(out.len());
    out[at..end].fill([0, 0xff][chance.below(2)]);
    Some(out)
}

/// The text's part stops somewhere; the package around it is sound.
fn torn(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    let cut = chance.next() as usize;
    file.is_package().then(|| {
        changed(file, file.main(), &|text| {
            let end = text.floor_char_boundary(cut % text.len().max(1));
            text[..end].to_owned()
        })
    })
}

/// Words of markup, and what in their place asks for more than there is.
const EDITS: [(&str, &str); 20] = [
    ("<w:tcPr>", "<w:tcPr><w:gridSpan w:val=\"2147483647\"/>"),
    ("<w:tcPr>", "<w:tcPr><w:vMerge/>"),
    ("<w:trPr>", "<w:trPr><w:gridBefore w:val=\"4000000000\"/>"),
    ("<w:tc>", "<w:tc><w:tbl><w:tr><w:tc>"),
    ("</w:tc>", ""),
    (
        "<w:p>",
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>",
    ),
    ("<w:t>", "<w:txbxContent><w:p><w:r><w:t>"),
    ("r=\"B", "r=\"XFD"),
    ("<v>", "<v>99999999999999999999"),
    ("<v>", "<v>1e308"),
    ("ref=\"A2:A3\"", "ref=\"A1:XFD1048576\""),
    (
        "<table:table-cell",
        "<table:table-cell table:number-rows-spanned=\"4294967295\"",
    ),
    ("<text:p", "<text:list><text:list-item><text:p"),
    ("<text:span", "<text:span><text:span"),
    ("</table:table-row>", ""),
    ("\\cellx", "\\cellx-2147483648\\cellx"),
    ("\\cell", "\\cell\\nestcell\\nestrow\\itap9999"),
    ("\\par", "\\par{\\field{\\*\\fldinst HYPERLINK"),
    ("\\'", "\\bin2147483647 \\u-99999\\'"),
    (",", ",\""),
];

/// Markup that says too much, everywhere or in one place.
fn edited(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    let text = match file.is_package() {
        true => None,
        false => Some(String::from_utf8(file.bytes.clone()).ok()?),
    };
    // The next that the format has words for.
    let from = chance.below(EDITS.len());
    let times = [1, usize::MAX][chance.below(2)];
    let order = (0..EDITS.len()).map(|step| EDITS[(from + step) % EDITS.len()]);
    for (words, other) in order {
        let change = |text: &str| text.replacen(words, other, times);
        let out = match &text {
            Some(text) => change(text).into_bytes(),
            None => changed(file, file.main(), &|text| change(&text)),
        };
        let differs = match &text {
            Some(_) => out != file.bytes,
            None => part(&out, file.main()) != part(&file.bytes, file.main()),
        };
        if differs {
            return Some(out);
        }
    }
    None
}

/// Elements, groups or quotation marks within each other, a hundred thousand deep.
fn deep(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    let times = 50_000 + chance.below(100_000);
    let open = match file.ending {
        "docx" => ["<w:tbl><w:tr><w:tc>", "<w:sdt><w:sdtContent>"],
        "odt" => ["<text:list><text:list-item>", "<table:table>"],
        "xlsx" => ["<row><c>", "<x>"],
        "ods" => ["<table:table>", "<table:table-row><table:table-cell>"],
        "rtf" => ["{\\b x", "{\\trowd\\intbl x\\nestcell"],
        "csv" => ["\"a,", "\"\"\","],
        _ => return None,
    };
    let body = open[chance.below(2)].repeat(times);
    Some(in_place(file, &body))
}

/// A document type whose entities grow, or one that names a file.
fn entities(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    if !file.is_package() {
        return None;
    }
    let grow: String = (1..20)
        .map(|n| format!("<!ENTITY e{n} \"&e{0};&e{0};&e{0};&e{0};\">", n - 1))
        .collect();
    let types = [
        format!("<!DOCTYPE a [<!ENTITY e0 \"words\">{grow}]>"),
        "<!DOCTYPE a [<!ENTITY e19 SYSTEM \"file:///etc/passwd\">]>".to_owned(),
    ];
    let kind = &types[chance.below(2)];
    Some(changed(file, file.main(), &|text| {
        let text = text.replacen("</", "&e19;</", 40);
        match text.split_once("?>") {
            Some((head, rest)) => format!("{head}?>{kind}{rest}"),
            None => format!("{kind}{text}"),
        }
    }))
}

/// Cells in the farthest corners, alone or along a diagonal.
fn far(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    let rows = [1, 300, 10_000][chance.below(3)];
    let body: String = match file.ending {
        "xlsx" => (1..=rows)
            .map(|row| {
                let (row, place) = (1_048_577 - row, column(16_383 - row % 16_000));
                format!("<row r=\"{row}\"><c r=\"{place}{row}\"><v>1</v></c><c><v>2</v></c></row>")
            })
            .collect(),
        "ods" => (1..=rows)
            .map(|row| {
                let before = 16_383 - row % 16_000;
                format!(
                    "<table:table-row table:number-rows-repeated=\"9\"/><table:table-row>\
                     <table:table-cell table:number-columns-repeated=\"{before}\"/>\
                     <table:table-cell><text:p>a</text:p></table:table-cell>\
                     </table:table-row>"
                )
            })
            .collect(),
        "docx" => "<w:tr><w:trPr><w:gridBefore w:val=\"1000\"/></w:trPr><w:tc><w:p><w:r>\
                   <w:t>a</w:t></w:r></w:p></w:tc></w:tr>"
            .repeat(rows),
        "rtf" => format!("\\trowd{}a\\cell\\row ", "\\cellx2000000000").repeat(rows),
        "csv" => format!("{}a\n", ",".repeat(2_000_000 / rows)).repeat(rows.min(300)),
        _ => return None,
    };
    Some(in_place(file, &body))
}

/// One thing said a million times: cells, spans, rows, one long string.
fn repeated(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    let cell = "<table:table-cell table:number-columns-repeated=\"100\"><text:p>a</text:p>\
                </table:table-cell>";
    let body = match file.ending {
        "docx" => {
            "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"1000\"/></w:tcPr></w:tc></w:tr>".repeat(20_000)
        }
        "odt" | "ods" => format!(
            "<table:table-row table:number-rows-repeated=\"{}\">{cell}</table:table-row>",
            1 + chance.below(1_000_000_000)
        ),
        "xlsx" => {
            let row = "<row><c t=\"s\"><v>0</v></c></row>";
            let long = "words ".repeat(1 + chance.below(40_000));
            let strings = format!("<sst><si><t>{long}</t></si></sst>");
            let with = changed(file, "xl/sharedStrings.xml", &|_| strings.clone());
            let file = Sound {
                bytes: with,
                ..*file
            };
            return Some(in_place(&file, &row.repeat(20_000)));
        }
        "rtf" => "\\trowd\\cellx1\\cellx2 a\\cell b\\cell\\row ".repeat(20_000),
        "csv" => "a,b\n".repeat(50_000),
        _ => return None,
    };
    Some(in_place(file, &body))
}

/// Far more than the file weighs.
fn bomb(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    let fill = [" ", "<a/>"][chance.below(2)];
    file.is_package().then(|| {
        changed(file, file.main(), &|_| {
            format!("<a>{}", fill.repeat((8 << 20) / fill.len()))
        })
    })
}

/// Sizes and offsets of the container that are not true.
fn lying(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    let mut out = file.bytes.clone();
    let size = [0, 1, 0x7fff_ffff, 0xffff_ffff, 0xffff_fff0u32][chance.below(5)];
    let at = if file.is_package() {
        // Compressed size, size, length of the name, offset of an entry in the directory.
        let entries = places(&out, b"PK\x01\x02");
        entries[chance.below(entries.len())] + [20, 24, 28, 42][chance.below(4)]
    } else if file.is_compound() {
        // Start and size of an entry in the directory; numbers of the table of sectors.
        let entries = places(&out, &[b'R', 0, b'o', 0, b'o', 0, b't', 0]);
        let first = entries.first()? + 116 + 128 * chance.below(4);
        [
            first,
            first + 4,
            76,
            48,
            60,
            68,
            512 + 4 * chance.below(100),
        ][chance.below(7)]
    } else {
        return None;
    };
    out.get_mut(at..at + 4)?
        .copy_from_slice(&size.to_le_bytes());
    Some(out)
}

/// A file that says it is another, or whose parts are missing or of another kind.
fn mistaken(file: &Sound, chance: &mut Chance) -> Option<Vec<u8>> {
    let other: [&[u8]; 4] = [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"<html><body><p>A page",
        b"<Relationships><Relationship Id=\"rId1\" TargetMode=\"External\" \
          Target=\"file:///etc/passwd\"/><Relationship Id=\"rId2\" \
          Target=\"../../../../etc/passwd\"/></Relationships>",
        b"",
    ];
    if !file.is_package() {
        let head = [
            &b"%PDF-1.7\n"[..],
            b"PK\x03\x04",
            b"{\\rtf1",
            b"\xd0\xcf\x11\xe0",
        ];
        return Some([head[chance.below(4)], &file.bytes].concat());
    }
    let parts = zip::ZipArchive::new(Cursor::new(&file.bytes)).ok()?.len();
    let (place, other) = (chance.below(parts), other[chance.below(4)]);
    let gone = chance.below(3) == 0;
    Some(repacked(
        &file.bytes,
        &|index, _, content| match index == place {
            true => (!gone).then(|| other.to_vec()),
            false => Some(content),
        },
    ))
}

/// The body in the place of the text's: after the first element or line of its kind.
fn in_place(file: &Sound, body: &str) -> Vec<u8> {
    let frame = match file.ending {
        "docx" => ["<w:document xmlns:w=\"w\"><w:body><w:tbl>", "</w:tbl>"],
        "xlsx" => ["<worksheet><sheetData>", "</sheetData></worksheet>"],
        "odt" => [
            "<a><office:body><office:text><table:table>",
            "</table:table>",
        ],
        "ods" => [
            "<a><office:body><office:spreadsheet><table:table table:name=\"a\">",
            "</table:table>",
        ],
        "rtf" => ["{\\rtf1 ", "}"],
        _ => ["Country,Activities\n", "\n"],
    };
    let text = format!("{}{body}{}", frame[0], frame[1]);
    match file.is_package() {
        true => changed(file, file.main(), &|_| text.clone()),
        false => text.into_bytes(),
    }
}

/// Where a run of bytes stands.
fn places(bytes: &[u8], wanted: &[u8]) -> Vec<usize> {
    let windows = bytes.windows(wanted.len()).enumerate();
    windows
        .filter(|(_, window)| *window == wanted)
        .map(|(at, _)| at)
        .collect()
}

/// A package with one of its parts changed.
fn changed(file: &Sound, name: &str, change: &dyn Fn(String) -> String) -> Vec<u8> {
    repacked(&file.bytes, &|_, own, content| {
        Some(match String::from_utf8(content) {
            Ok(text) if own == name => change(text).into_bytes(),
            Ok(text) => text.into_bytes(),
            Err(error) => error.into_bytes(),
        })
    })
}

/// What a part becomes, by its place, name and content; none where it goes.
type Change<'c> = &'c dyn Fn(usize, &str, Vec<u8>) -> Option<Vec<u8>>;

/// A package with parts changed.
pub fn repacked(bytes: &[u8], change: Change) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        let Some(content) = change(index, &name, content) else {
            continue;
        };
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(name, options).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A part of a package.
fn part(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut content = Vec::new();
    archive.by_name(name).ok()?.read_to_end(&mut content).ok()?;
    Some(content)
}

fn column(mut number: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + (number % 26) as u8));
        if number < 26 {
            return letters;
        }
        number = number / 26 - 1;
    }
}
