//! Character sets of fonts, by their numbers in a file.

/// The label of the code page of a font's character set.
pub fn label(charset: i32, code_page: i32) -> String {
    let page = match charset {
        77 => 10_000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        // The document's own, also for symbols.
        _ => code_page,
    };
    match page {
        932 => "shift_jis".to_owned(),
        949 => "euc-kr".to_owned(),
        936 => "gbk".to_owned(),
        950 => "big5".to_owned(),
        866 => "ibm866".to_owned(),
        10_000 => "macintosh".to_owned(),
        10_007 => "x-mac-cyrillic".to_owned(),
        65_001 => "utf-8".to_owned(),
        874 | 1250..=1258 => format!("windows-{page}"),
        _ => "windows-1252".to_owned(),
    }
}
