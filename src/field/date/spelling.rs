//! Words in one spelling, before they are compared.

/// Appends the folded form of a word; lower case without diacritics and apostrophes, with the
/// letters by which pages replace those their keyboards lack.
pub fn fold(word: &str, folded: &mut String) {
    if word
        .bytes()
        .all(|byte| byte.is_ascii() && !matches!(byte, b'\'' | b'`'))
    {
        let from = folded.len();
        folded.push_str(word);
        return folded[from..].make_ascii_lowercase();
    }
    for letter in word.chars().flat_map(char::to_lowercase) {
        let base = match letter {
            'ё' => 'е',
            'ў' | 'ӯ' | 'ү' | 'ұ' => 'у',
            'ҳ' | 'њ' | 'һ' => 'х',
            'ҷ' | 'љ' => 'ч',
            'ӣ' | 'і' => 'и',
            'қ' | 'ќ' => 'к',
            'ғ' => 'г',
            'ң' => 'н',
            'ө' => 'о',
            'ә' => 'а',
            'ý' | 'ÿ' => 'y',
            'ı' => 'i',
            'ú' | 'ü' | 'ū' => 'u',
            'á' | 'ä' => 'a',
            'ó' | 'ö' => 'o',
            'ń' | 'ň' => 'n',
            'ǵ' | 'ğ' => 'g',
            'ş' => 's',
            'ç' => 'c',
            'ž' => 'z',
            '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' | '\u{AD}' => continue,
            '\u{300}'..='\u{36F}' => continue,
            other => other,
        };
        folded.push(base);
    }
}
