//! Facts about whole pages, each cut down to the lines that matter.

mod lists;

use super::*;
use crate::document::{Kind, Property, Rule, Witness};
use crate::source::Hints;

pub(in crate::reader::html) fn read_page(html: &str) -> Document {
    let hints = Hints::path("a.html");
    let source = Source {
        bytes: html.as_bytes(),
        hints: &hints,
        password: None,
        sites: None,
    };
    read(&source, &Budget::default(), &mut Diagnostics::default()).unwrap()
}

fn main_text(document: &Document) -> Vec<&str> {
    document
        .main_blocks()
        .map(|block| block.span.of(&document.text))
        .collect()
}

const FIRST: &str =
    "On Monday the library opened a new reading room, and forty readers came to see it.";
const SECOND: &str =
    "The room holds nine thousand books, most of them given by the people of the town.";

#[test]
fn the_article_is_told_from_what_stands_around_it() {
    let page = format!(
        "<html><body><nav><ul><li><a href=/>Home</a></ul></nav>
         <div id=content><h1>A new room</h1><div class=byline>By Jane Roe | 4 May 2021</div>
         <p>{FIRST}</p><div style='display: none'><p>{FIRST}</p></div><p>{SECOND}</p>
         <h3>Related articles</h3><ul><li><a href=/b>Another room</a></ul></div>
         <div class=sidebar><p>Ask a librarian, who is here every day, and knows.</p></div></body></html>"
    );
    let document = read_page(&page);
    assert_eq!(main_text(&document), [FIRST, SECOND]);
    let rule = |words: &str| {
        document
            .blocks
            .iter()
            .find(|b| b.span.of(&document.text) == words)
            .unwrap()
            .aside
    };
    assert_eq!(rule("A new room"), Some(Rule::Headline));
    assert_eq!(rule("By Jane Roe | 4 May 2021"), Some(Rule::Byline));
    assert_eq!(rule("Another room"), Some(Rule::Related));
    assert_eq!(
        document.meta.best(Property::Author).unwrap().value,
        "Jane Roe"
    );
    assert_eq!(
        document.meta.best(Property::Title).unwrap().value,
        "A new room"
    );
}

#[test]
fn words_are_not_glued_at_the_borders_of_blocks_and_lines() {
    let document = read_page(&format!(
        "<div>{FIRST}<br>{SECOND}<div>End of it, they said.</div>Or not, she said.</div>"
    ));
    assert_eq!(
        main_text(&document),
        [FIRST, SECOND, "End of it, they said.", "Or not, she said."]
    );
    let spans = "<li><span>Open</span><span>10 to 18</span></li><li><b>E</b><span>very</span> <i>inter</i><b>national</b>";
    let document = read_page(&format!(
        "<div><p>{FIRST}</p><p>{SECOND}</p><ul>{spans}</ul><p>{FIRST}!</p></div>"
    ));
    assert_eq!(
        main_text(&document)[2..4],
        ["Open 10 to 18", "Every international"]
    );
}

#[test]
fn sections_of_a_page_that_is_no_article_are_its_content() {
    let card = |n: u32| {
        format!("<li class=card><h3><a href=/s/{n}>Service {n}</a></h3><p>Done in days</p></li>")
    };
    let cards = || format!("<ul>{}{}{}</ul>", card(1), card(2), card(3));
    let page = |head: &str| {
        let cards = cards();
        let promo = "<div class=promo><p>Ask today, and read it tomorrow.</p></div>";
        read_page(&format!(
            "<html><head>{head}</head><body><div id=content><p>{FIRST}</p>{promo}{cards}<p>{SECOND}</p>{cards}</div>"
        ))
    };
    let served = page("<meta property=og:type content=website>");
    let once = [
        "Service 1",
        "Done in days",
        "Service 2",
        "Done in days",
        "Service 3",
        "Done in days",
    ];
    let expected = [
        &[FIRST, "Ask today, and read it tomorrow."],
        &once[..],
        &[SECOND],
    ]
    .concat();
    assert_eq!(main_text(&served), expected);
    let told = page("<meta property=og:type content=article>");
    assert_eq!(main_text(&told), [FIRST, SECOND]);
}

#[test]
fn a_consent_dialogue_that_says_more_than_the_page_does_not_count() {
    let list: String = (1..9)
        .map(|n| format!("<li><a href=/r/{n}>Recipe {n}</a></li>"))
        .collect();
    let dialogue = format!(
        "<p>We process your data, and keep it.</p><h4>Purposes</h4><p>{FIRST}</p><p>{SECOND}</p>"
    );
    let document = read_page(&format!(
        "<body><h1>Recipes</h1><ul>{list}</ul><div id=onetrust-consent-sdk><div>{dialogue}</div></div></body>"
    ));
    assert_eq!(main_text(&document)[..2], ["Recipe 1", "Recipe 2"]);
    assert!(!main_text(&document).contains(&FIRST));
}

#[test]
fn a_button_that_asks_heads_its_answer() {
    let document = read_page(&format!(
        "<div id=content><p>{FIRST}</p><div><button>Who may come?</button><p>{SECOND}</p></div>
         <div><h3><button>Opening hours</button></h3><p>{FIRST} Then it closes.</p></div><button>Play</button></div>"
    ));
    let text = main_text(&document);
    assert!(
        text.contains(&"Who may come?")
            && text.contains(&"Opening hours")
            && !text.contains(&"Play")
    );
}

#[test]
fn what_is_hidden_right_behind_a_heading_is_its_answer() {
    let document = read_page(&format!(
        "<div id=content><p>{FIRST}</p><div><h3>Who may come?</h3><div hidden><p>{SECOND}</p></div></div>
         <div><p>A line.</p><div hidden><p>{SECOND} It is for machines.</p></div></div></div>"
    ));
    assert_eq!(
        main_text(&document),
        [FIRST, "Who may come?", SECOND, "A line."]
    );
}

#[test]
fn the_panel_of_a_tab_is_no_hidden_text() {
    let document = read_page(&format!(
        "<div id=content><p>{FIRST}</p><div class=tab-content style='display:none'><p>{SECOND}</p></div>
         <div class=menu style='display:none'><p>Words of a menu, out of sight.</p></div></div>"
    ));
    assert_eq!(main_text(&document), [FIRST, SECOND]);
}

#[test]
fn spans_of_cells_are_counted_out() {
    let document = read_page(
        "<table border=1><tr><th>Country<th>Activities<th>Impact</tr>
         <tr><td rowspan=2>Georgia<td>A fair<td>Many came.</tr><tr><td colspan=2>A lecture</tr></table>",
    );
    let Kind::Table(table) = &document.blocks[0].kind else {
        panic!("{:?}", document.blocks)
    };
    assert_eq!((table.header, table.width(), table.rows.len()), (1, 3, 3));
    assert_eq!(
        table.shown(2, 0).unwrap().span.of(&document.text),
        "Georgia"
    );
    assert!(table.rows[2].cells[2].is_none());
}

#[test]
fn a_table_that_lays_out_the_page_is_none() {
    let document = read_page(&format!(
        "<table><tr><td><a href=/>Menu</a></td><td><table><tr><td><p>{FIRST}</p></td></tr></table></td></tr></table>"
    ));
    assert!(
        document
            .blocks
            .iter()
            .all(|block| !matches!(block.kind, Kind::Table(_)))
    );
    assert_eq!(main_text(&document), [FIRST]);
}

#[test]
fn machine_readable_dates_are_kept_apart_with_their_origin() {
    let document = read_page(&format!(
        r#"<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2020-05-24T09:14:05+06:00",
        "dateModified": "2020-05-25"}}</script><p>{FIRST}</p>"#
    ));
    let published = document.meta.best(Property::Published).unwrap();
    assert_eq!(published.value, "2020-05-24T09:14:05+06:00");
    assert_eq!(
        published.witness,
        Witness::Outside("json-ld:datePublished".into())
    );
    assert_eq!(
        document.meta.best(Property::Modified).unwrap().value,
        "2020-05-25"
    );
}

#[test]
fn no_date_is_invented() {
    let document = read_page(&format!(
        "<body><p>{FIRST} In 2019 it was closed.</p><footer>© 2021 Library</footer>"
    ));
    assert!(document.meta.best(Property::Published).is_none());
}

#[test]
fn a_page_drawn_by_a_script_is_said_to_be_empty() {
    let hints = Hints::path("a.html");
    let source = Source {
        bytes: b"<html><body><div id=root></div><script>draw()</script></body></html>",
        hints: &hints,
        password: None,
        sites: None,
    };
    let mut diagnostics = Diagnostics::default();
    let document = read(&source, &Budget::default(), &mut diagnostics).unwrap();
    assert!(document.text.is_empty() && diagnostics.has(Code::EmptyShell));
}

#[test]
fn an_article_that_the_page_does_not_show_is_read_from_its_data() {
    let read_with = |shown: &str| {
        let body = format!("{FIRST}\\n{SECOND}\\n&lt;b&gt;{FIRST}&lt;/b&gt;&lt;p&gt;It is open.");
        let html = format!(
            r#"<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>
            <div id=root>{shown}</div><script>draw()</script>"#
        );
        let hints = Hints::path("a.html");
        let source = Source {
            bytes: html.as_bytes(),
            hints: &hints,
            password: None,
            sites: None,
        };
        let mut diagnostics = Diagnostics::default();
        (
            read(&source, &Budget::default(), &mut diagnostics).unwrap(),
            diagnostics,
        )
    };
    let (document, diagnostics) = read_with("<p>A room opened.</p>");
    assert_eq!(main_text(&document), [FIRST, SECOND, FIRST, "It is open."]);
    assert_eq!(document.blocks[0].aside, Some(Rule::Teaser));
    assert!(diagnostics.has(Code::ArticleBody) && !diagnostics.has(Code::EmptyShell));
    let shown = format!("<p>{FIRST}</p><p>{SECOND}</p>");
    let (document, diagnostics) = read_with(&shown);
    assert_eq!(main_text(&document), [FIRST, SECOND]);
    assert!(!diagnostics.has(Code::ArticleBody));
}

#[test]
fn a_picture_under_a_pages_name_is_refused() {
    let hints = Hints::path("a.html");
    let source = Source {
        bytes: b"\x89PNG\r\n\x1a\n0000",
        hints: &hints,
        password: None,
        sites: None,
    };
    let error = read(&source, &Budget::default(), &mut Diagnostics::default()).unwrap_err();
    assert_eq!(error.code(), "damaged");
}

#[test]
fn deep_nesting_is_flattened_and_said() {
    let hints = Hints::path("a.html");
    let html = format!("{}{FIRST}", "<div>".repeat(100_000));
    let source = Source {
        bytes: html.as_bytes(),
        hints: &hints,
        password: None,
        sites: None,
    };
    let mut diagnostics = Diagnostics::default();
    let document = read(&source, &Budget::default(), &mut diagnostics).unwrap();
    assert_eq!(main_text(&document), [FIRST]);
    assert!(diagnostics.has(Code::LimitReached));
}

#[test]
fn unclosed_formatting_does_not_multiply_without_end() {
    let fonts: String = (0..400).map(|n| format!("<b class=c{n}>")).collect();
    let html = format!("<p>{fonts}</p>{}", "<p>x</p>".repeat(5_000));
    let hints = Hints::path("a.html");
    let source = Source {
        bytes: html.as_bytes(),
        hints: &hints,
        password: None,
        sites: None,
    };
    let mut diagnostics = Diagnostics::default();
    read(&source, &Budget::default(), &mut diagnostics).unwrap();
    assert!(diagnostics.has(Code::LimitReached));
}

#[test]
fn a_table_of_huge_spans_is_refused_while_it_is_small() {
    let row = format!("<tr>{}", "<td colspan=1000 rowspan=1000>x".repeat(30));
    let html = format!("<table border=1>{}</table>", row.repeat(300));
    let hints = Hints::path("a.html");
    let source = Source {
        bytes: html.as_bytes(),
        hints: &hints,
        password: None,
        sites: None,
    };
    let budget = Budget::new(crate::budget::Limits {
        table_cells: 40_000,
        ..Default::default()
    });
    let error = read(&source, &budget, &mut Diagnostics::default()).unwrap_err();
    assert_eq!(error.code(), "too-large");
}

#[test]
fn a_tag_of_endless_attributes_is_closed_and_said() {
    let attributes: String = (0..200_000).map(|n| format!("a{n}=\"'\" ")).collect();
    let hints = Hints::path("a.html");
    let html = format!(
        "<p>{FIRST}</p><div {attributes}>{SECOND}</div><!-- {attributes} --><p>It is still here.</p>"
    );
    let source = Source {
        bytes: html.as_bytes(),
        hints: &hints,
        password: None,
        sites: None,
    };
    let mut diagnostics = Diagnostics::default();
    let start = std::time::Instant::now();
    let document = read(&source, &Budget::default(), &mut diagnostics).unwrap();
    assert_eq!(main_text(&document).last(), Some(&"It is still here."));
    assert!(document.text.contains(SECOND) && diagnostics.has(Code::LimitReached));
    // The tokenizer would overflow the stack, and telling the attributes apart would take minutes.
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn what_is_said_about_a_text_is_no_part_of_it() {
    let page = format!(
        "<html><head><meta name=author content='Jane Roe'></head><body><article><h1>A new room</h1>
         <p>{FIRST}</p><p>City desk</p><p>Published:</p><p>Monday, 4 May 2021, 09:30</p>
         <p>{SECOND}</p><p>Photo: City Post</p><p>{FIRST} {SECOND}</p><p>{SECOND} {SECOND}</p>
         <p>Tags: rooms, readers, the town</p><p>Found a mistake? Select it and press Ctrl+Enter to tell us.</p>
         <p>© 2021 City Post. All rights reserved.</p></article></body></html>"
    );
    let document = read_page(&page);
    let again = [format!("{FIRST} {SECOND}"), format!("{SECOND} {SECOND}")];
    assert_eq!(main_text(&document), [FIRST, SECOND, &again[0], &again[1]]);
    assert_eq!(
        document.meta.best(Property::Published).unwrap().value,
        "Monday, 4 May 2021, 09:30"
    );
}

#[test]
fn days_that_head_the_paragraphs_of_a_chronicle_stay() {
    let page = format!(
        "<article><h1>A year of rooms</h1><p>{FIRST}</p><p>4 May 2021</p><p>{SECOND}</p>
         <p>9 July 2021</p><p>{SECOND} {FIRST}</p></article>"
    );
    let again = format!("{SECOND} {FIRST}");
    assert_eq!(
        main_text(&read_page(&page)),
        [FIRST, "4 May 2021", SECOND, "9 July 2021", &again]
    );
}

#[test]
fn the_author_is_no_part_of_the_text() {
    let text = format!("{FIRST} {SECOND}");
    let page = |about: &str| {
        format!(
            "<head><meta name=author content='Jane Roe'></head><article><h1>A new room</h1><p>{text}</p>
             <p>{text} {text}</p><p>{about}</p><p>Before that she was a librarian for many years.</p></article>"
        )
    };
    let about = "Jane Roe is a reporter of the City Post.";
    assert!(
        !main_text(&read_page(&page(about)))
            .iter()
            .any(|line| line.contains("reporter") || line.contains("she"))
    );
    assert_eq!(
        main_text(&read_page(&page(
            "Jane Roe: And who reads there, if I may ask?"
        )))
        .len(),
        4
    );
}

#[test]
fn what_a_click_on_a_picture_does_is_no_text() {
    let page = format!(
        "<article><p>{FIRST}</p><figure><div role=button><span>Press to enlarge</span><picture><img src=a.jpg></picture>
         </div></figure><p>{SECOND}</p><figure><blockquote><p>A short word.</p></blockquote></figure><p>{FIRST} {SECOND}</p></article>"
    );
    let again = format!("{FIRST} {SECOND}");
    assert_eq!(
        main_text(&read_page(&page)),
        [FIRST, SECOND, "A short word.", &again]
    );
}

#[test]
fn escaped_markup_for_readers_without_scripts_is_no_text() {
    let page = format!(
        "<article><p>{FIRST}</p><noscript>&lt;p&gt;&lt;img src=a.gif&gt;&lt;/p&gt;</noscript><p>{SECOND}</p></article>"
    );
    let document = read_page(&page);
    assert_eq!(main_text(&document), [FIRST, SECOND]);
    assert!(!document.text.contains("img"));
}

#[test]
fn a_head_that_advertises_much_is_no_part_of_the_article() {
    let offer = |n: u32| {
        format!(
            "<li><p>Open account {n} with us today, and we will pay for your first 30 books.</p>"
        )
    };
    let menu: String = (1..6).map(offer).collect();
    let page = format!(
        "<html><body><header><ul>{menu}</ul></header><div><h1>A new room</h1><p>{FIRST}</p><p>{SECOND}</p>
         <p>It is open every day but Sunday, and whoever comes may stay until the evening.</p></div></body></html>"
    );
    let document = read_page(&page);
    assert_eq!(main_text(&document).len(), 3, "{:?}", main_text(&document));
    assert_eq!(main_text(&document)[0], FIRST);
}
