//! Facts about pages that are no single text: lists, catalogues, threads, manuals.

use super::*;

/// The words of a run of blocks.
fn text_of(document: &Document, blocks: std::ops::Range<usize>) -> String {
    let words = |block: &crate::document::Block| block.span.of(&document.text).to_owned();
    document.blocks[blocks]
        .iter()
        .map(words)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn items_of_a_list_page_keep_their_titles_and_targets() {
    let item = |n: u32| {
        format!(
            "<article class=post><h2><a href=/n/{n}>Title number {n}</a></h2><p>{FIRST} {n}</p></article>"
        )
    };
    let document = read_page(&format!(
        "<main><h1>News</h1>{}{}{}</main>",
        item(1),
        item(2),
        item(3)
    ));
    let boxes = document.siblings.iter().filter(|b| b.family == 0);
    let told: Vec<_> = boxes
        .map(|b| text_of(&document, b.blocks.clone()))
        .collect();
    assert_eq!(told.len(), 3);
    let title = |n: usize| format!("Title number {}", n + 1);
    assert!((0..3).all(|n| told[n].contains(&title(n))), "{told:?}");
}

#[test]
fn links_behind_a_few_words_are_what_a_page_without_an_article_lists() {
    let link = |n: u32| format!("<a href=/c/{n}>Hinges and bolts {n}</a>");
    let group = |n: u32| {
        format!(
            "<div><h3>{n}</h3><ul><li>{} {}</ul></div>",
            link(2 * n),
            link(2 * n + 1)
        )
    };
    let links: String = (1..12).map(group).collect();
    let both = format!("{FIRST} {SECOND}");
    let page = |kind: &str| {
        let head = format!("<head><meta property=og:type content={kind}></head>");
        read_page(&format!(
            "<html>{head}<body><div id=content><p>{both}</p><p>{both}.</p><h2>Catalogue</h2>{links}"
        ))
    };
    assert!(main_text(&page("website")).contains(&"Hinges and bolts 6 Hinges and bolts 7"));
    assert_eq!(
        main_text(&page("article")),
        [both.clone(), format!("{both}.")]
    );
}

#[test]
fn the_cards_of_a_page_that_calls_itself_a_list_are_its_content() {
    let card = |n: u32| {
        format!(
            "<article class='post type-post'><header class=entry-header><h2><a href=/n/{n}>Title number {n}</a></h2>
             <div>Read in {n} towns</div></header></article>"
        )
    };
    let page = format!(
        "<html><head><meta property=og:type content=article></head><body class='archive category-rooms'>
         <div class=content-sidebar-wrap><div class=intro><p>{FIRST}</p><p>{SECOND}</p></div><main>{}{}{}{}</main>
         <div class=sidebar><h3>Ask us</h3><p>A librarian is here every day, and knows.</p></div></div></body></html>",
        card(1),
        card(2),
        card(3),
        card(4)
    );
    let document = read_page(&page);
    assert_eq!(
        main_text(&document)[..4],
        [FIRST, SECOND, "Title number 1", "Read in 1 towns"]
    );
    assert_eq!(main_text(&document).len(), 10);
}

#[test]
fn cards_that_hold_nearly_all_of_a_page_are_kept_though_a_heading_titles_it() {
    let teaser = "it took the reading room a week to find out, and another one to tell us.";
    let card = |n: u32| {
        format!(
            "<div class=item><a href=/n/{n}><span>{n} readers liked it</span><h3>What happened on day number {n}</h3></a>
             <div><a href=/people/roe>Jane Roe</a></div><p>On day {n} {teaser}</p></div>"
        )
    };
    let cards: String = (1..9).map(card).collect();
    let page = format!(
        "<html><head><title>News from the library - City Post</title></head>
         <body><main><h1>News from the library</h1><p>{FIRST}</p>{cards}</main></body></html>"
    );
    let document = read_page(&page);
    let text = main_text(&document);
    assert_eq!(
        text.iter()
            .filter(|line| line.starts_with("What happened"))
            .count(),
        8
    );
    assert_eq!(
        text.iter()
            .filter(|line| line.ends_with("readers liked it"))
            .count(),
        8
    );
    assert!(
        !text.contains(&"Jane Roe"),
        "a link to somebody else's page"
    );
}

#[test]
fn what_a_list_says_of_every_item_is_no_text() {
    let card = |n: u32| {
        format!(
            "<div class=book><h3><a href=/b/{n}>The book with number {n}</a></h3><div>Shelf {n}</div>
             <div>Put it aside for me</div><div>Views: {n}4</div></div>"
        )
    };
    let cards: String = (1..4).map(card).collect();
    assert!(
        main_text(&read_page(&format!("<main><h1>Books</h1>{cards}</main>")))
            .contains(&"Put it aside for me")
    );
    let cards: String = (1..9).map(card).collect();
    let document = read_page(&format!("<main><h1>Books</h1>{cards}</main>"));
    let text = main_text(&document);
    assert!(
        !text.contains(&"Put it aside for me") && text.contains(&"Shelf 8"),
        "{text:?}"
    );
    assert_eq!(text.len(), 16);
}

#[test]
fn the_definitions_behind_linked_terms_are_parts_of_the_items() {
    let item = |n: u32| {
        format!(
            "<dt><a href=/p/{n}>paper:20.{n}</a></dt><dd><div>On the shelving of books, part {n}</div><div>Twelve pages</div><div>In print since May {n}</div>
             <div class=authors><a href=/a/{n}>Jane Roe {n}</a>, <a href=/a/x>Aida Poe</a></div><p>{FIRST} {SECOND} {n}.</p></dd>"
        )
    };
    let items: String = (1..12).map(item).collect();
    let document = read_page(&format!("<main><h1>Papers</h1><dl>{items}</dl></main>"));
    assert!(
        main_text(&document).contains(&"Jane Roe 11, Aida Poe"),
        "{:?}",
        main_text(&document)
    );
}

#[test]
fn a_thread_is_all_of_its_posts() {
    let post = |n: u32, words: &str| {
        format!(
            "<div class=message id=p{n}><div class=name>Reader {n}</div><div><div>{words}</div></div></div>"
        )
    };
    let page = format!(
        "<html><head><meta property=og:url content=https://a.example/threads/7></head><body><div class=all>
         <div class=posts>{}{}{}</div><p>All times are those of the reading room.</p></div>",
        post(1, "Where do the maps of the town lie now?"),
        post(2, &[FIRST, SECOND].repeat(4).join(" ")),
        post(3, "Thanks, I have found them there.")
    );
    let document = read_page(&page);
    let kept = main_text(&document);
    assert!(
        kept.contains(&"Where do the maps of the town lie now?"),
        "{kept:?}"
    );
    assert!(
        kept.contains(&"Thanks, I have found them there."),
        "{kept:?}"
    );
}

#[test]
fn a_list_that_stands_twice_is_kept_once() {
    let names = [
        "The maps of the town",
        "A reading room for children",
        "Nine thousand old books",
        "The year in figures",
    ];
    let card = |(n, name): (usize, &&str)| {
        format!("<li class=card><h3><a href=/n/{n}>{name}</a></h3><p>{n} May</p></li>")
    };
    let cards: String = names.iter().enumerate().map(card).collect();
    let slide =
        |(n, name): (usize, &&str)| format!("<div class=slide><a href=/n/{n}>{name}</a></div>");
    let slides: String = names.iter().enumerate().map(slide).collect();
    let list = |body: &str| {
        read_page(&format!(
            "<html><head></head><body class=archive><main>{body}</main></body></html>"
        ))
    };
    let document = list(&format!("<div class=strip>{slides}</div><ul>{cards}</ul>"));
    let kept = main_text(&document);
    assert_eq!(
        kept.iter().filter(|words| **words == names[1]).count(),
        1,
        "{kept:?}"
    );
    assert!(kept.contains(&"1 May"), "the fuller list stays: {kept:?}");
    // An item may fall under several sections.
    let sections = list(&format!(
        "<ul>{cards}</ul><h2>For children</h2><ul>{}<li class=card><h3><a href=/n/8>Stories at noon</a></h3><p>8 May</p></li><li class=card><h3><a href=/n/9>A puppet theatre comes</a></h3><p>9 May</p></li></ul>",
        card((1, &names[1]))
    ));
    assert_eq!(
        main_text(&sections)
            .iter()
            .filter(|words| **words == names[1])
            .count(),
        2
    );
}

#[test]
fn a_day_that_heads_an_item_is_not_its_title() {
    let item = |n: u32| {
        format!(
            "<div class=day><h2>{n} May 2025</h2><h3><a href=/n/{n}>Title number {n}</a></h3><p>{FIRST} {n}</p></div>"
        )
    };
    let document = read_page(&format!(
        "<main><h1>News</h1>{}{}{}</main>",
        item(1),
        item(2),
        item(3)
    ));
    let boxes = document.siblings.iter().filter(|b| b.family == 0);
    let told: Vec<_> = boxes
        .map(|b| text_of(&document, b.blocks.clone()))
        .collect();
    assert_eq!(told.len(), 3);
    let title = |n: usize| format!("Title number {}", n + 1);
    assert!((0..3).all(|n| told[n].contains(&title(n))), "{told:?}");
    let section = |n: u32| format!("<div class=part><h2>Part {n}</h2>{0}{0}</div>", item(n));
    let document = read_page(&format!(
        "<main><h1>News</h1>{}{}{}</main>",
        section(1),
        section(2),
        section(3)
    ));
    let sections = document.siblings.iter().filter(|b| b.family == 0);
    assert_eq!(sections.count(), 3);
}

#[test]
fn titles_that_stand_with_their_days_above_paragraphs_are_no_bylines() {
    let item = |n: u32| {
        format!(
            "<p class=entry><a href=/n/{n}>Title number {n}</a>, <span class=date>{n} May 2025</span><br>
             <span class=author>Jane Roe</span></p><p>{FIRST} {n}</p>"
        )
    };
    let document = read_page(&format!(
        "<main><h1>News</h1>{}{}{}{}</main>",
        item(1),
        item(2),
        item(3),
        item(4)
    ));
    let mut blocks = document.blocks.iter();
    let first = blocks.find(|block| {
        let words = block.span.of(&document.text);
        words.starts_with("Title number 1, 1 May")
    });
    // A byline is no item; what was outweighed is read again by whoever cuts the page.
    let aside = first.map(|block| block.aside);
    assert!(
        matches!(aside, Some(None | Some(Rule::Outweighed))),
        "{aside:?}"
    );
}

#[test]
fn who_holds_the_rights_and_the_terms_are_the_foot_of_a_list() {
    let card = |n: u32| {
        format!(
            "<li class=card><h3><a href=/s/{n}>The title of number {n}</a></h3><p>{FIRST} {n}</p></li>"
        )
    };
    let cards: String = (1..9).map(card).collect();
    let foots = [
        "<div><p>© 2025 Town Library, which is kept by the town, its readers, and friends.</p><p>Built by a friend</p></div>",
        "<div><a href=/h>Help</a></div><div><a href=/p>Privacy Policy</a></div><div><a href=/t>Terms of use</a></div>",
    ];
    for foot in foots {
        let body = format!(
            "<body class=archive><main><ul>{cards}</ul><div class=last>{foot}</div></main>"
        );
        let document = read_page(&format!("<html><head></head>{body}</body></html>"));
        assert!(
            main_text(&document)
                .last()
                .is_some_and(|words| words.ends_with('8')),
            "{foot}"
        );
    }
}

#[test]
fn a_box_that_warns_between_the_paragraphs_of_a_manual_is_a_part_of_it() {
    let warning = "<div class=warning><p>Never open the case while the lamp is hot, as it may burst.</p></div>";
    let page = |body: &str| read_page(&format!("<main><h1>The lamp</h1>{body}</main>"));
    let inner = page(&format!(
        "<p>{FIRST}</p>{warning}<p>{SECOND} {FIRST} {SECOND}</p>"
    ));
    assert!(
        main_text(&inner)
            .iter()
            .any(|words| words.starts_with("Never open")),
        "{:?}",
        main_text(&inner)
    );
    let last = page(&format!(
        "<p>{FIRST}</p><p>{SECOND} {FIRST} {SECOND} {FIRST}</p>{warning}"
    ));
    assert!(
        !main_text(&last)
            .iter()
            .any(|words| words.starts_with("Never open")),
        "{:?}",
        main_text(&last)
    );
}

#[test]
fn a_single_paragraph_above_a_list_is_not_all_of_the_page() {
    let item = |n: u32| {
        format!(
            "<div class=item><a href=/n/{n}><h4>The title of story number {n}</h4></a><span>{n} hours ago</span></div>"
        )
    };
    let items: String = (1..6).map(item).collect();
    let lead = format!(
        "<section class=first><a href=/n/0><h2>The first of all stories</h2></a><p>{FIRST} {SECOND}</p></section>"
    );
    let document = read_page(&format!(
        "<div><main>{lead}<section class=river>{items}</section></main></div>"
    ));
    assert!(
        main_text(&document).contains(&"The title of story number 3"),
        "{:?}",
        main_text(&document)
    );
}

#[test]
fn a_menu_that_says_more_than_the_page_is_its_frame() {
    let topic = |n: u32| {
        format!(
            "<li><a href=/t/{n}>Topic {n}</a><p>Topic {n} is told here, and so is all that belongs to it.</p></li>"
        )
    };
    let topics: String = (1..7).map(topic).collect();
    let page = format!(
        "<body><header><nav><ul>{topics}</ul></nav></header><main><h1>The rooms</h1><p>{FIRST}</p><p>{SECOND}</p></main>
         <footer><p>Write to us, or come to the desk, and ask.</p></footer></body>"
    );
    assert_eq!(main_text(&read_page(&page)), [FIRST, SECOND]);
}

#[test]
fn what_a_thread_says_of_every_post_is_no_text() {
    let post = |n: u32| {
        format!(
            "<div class=message><h3><a href=#p{n}>Re: Where are the maps?</a></h3>
             <div>#{n}</div><div>{FIRST} {n}</div><div>Click to expand</div></div>"
        )
    };
    let posts: String = (1..8).map(post).collect();
    let head = "<title>Where are the maps? | Forum</title><meta property=og:url content=https://a.example/threads/7>";
    let document = read_page(&format!(
        "<html><head>{head}</head><body><div class=posts>{posts}</div>"
    ));
    let kept = main_text(&document);
    assert!(
        kept.len() == 7 && kept.iter().all(|words| words.starts_with(FIRST)),
        "{kept:?}"
    );
}

#[test]
fn items_in_boxes_of_their_own_makes_are_a_list() {
    let lead = format!(
        "<section class=lead><a href=/n/0><h2>The first of all stories</h2></a><p>{FIRST} {SECOND}</p></section>"
    );
    let two: String = (1..3)
        .map(|n| format!("<div class=two><a href=/n/{n}><h3>Story number {n}</h3></a><p>{FIRST} {n}</p></div>"))
        .collect();
    let rest: String = (3..8).map(|n| format!("<div class=row><a href=/n/{n}><h4>The title of story number {n}</h4></a><span>{n} hours ago</span></div>")).collect();
    let document = read_page(&format!(
        "<body><div>{lead}{two}<h2>More stories</h2>{rest}</div></body>"
    ));
    let kept = main_text(&document);
    assert!(
        kept.contains(&"The first of all stories") && kept.contains(&"Story number 2"),
        "{kept:?}"
    );
    assert!(kept.contains(&"The title of story number 7"), "{kept:?}");
}
