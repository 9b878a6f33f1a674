//! Lines about a picture that no element calls its caption.

use super::names::{Tag, Traits};
use super::page::{Page, Run};

/// Characters of the longest sign on a picture, and of the longest line below one.
const SIGN: u32 = 60;
const LINE: u32 = 160;

/// Characters of the longest such line that is a paragraph.
const PARAGRAPH: u32 = 80;

/// Boxes around a line among which the one of its picture is; the rows of a table take four.
const AROUND: usize = 4;

/// Whether a run stands on a picture or for it: some pages say so to those who do not see it.
pub fn is_told(page: &Page, run: &Run, words: &str) -> bool {
    is_sign(page, run) || is_file(words) || run.heading == 0 && matches!(words, "Image" | "Photo")
}

/// A few words on a picture: what a click on it does.
fn is_sign(page: &Page, run: &Run) -> bool {
    let tag = |n: u32| page.nodes[n as usize].tag;
    run.chars <= SIGN
        && matches!(tag(run.block), Tag::Block | Tag::Figure)
        && page
            .ancestors(run.block)
            .take(3)
            .any(|n| tag(n) == Tag::Figure && holds_picture(page, n, page.nodes[n as usize].end))
}

/// The name of a picture's file, which stands for the picture.
fn is_file(text: &str) -> bool {
    const ENDINGS: [&str; 6] = ["jpg", "jpeg", "png", "gif", "webp", "bmp"];
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
    text.len() <= 80
        && !text.contains(char::is_whitespace)
        && ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether a picture stands above a line that is no sentence, in a box of their own.
pub fn is_above(page: &Page, root: u32, index: usize) -> bool {
    let run = &page.runs[index];
    let numbers = run.digits * 2 > run.chars;
    if run.closed
        || run.heading > 0
        || run.item
        || run.chars > LINE
        || numbers
        || run.link_density() > 0.5
    {
        return false;
    }
    let paragraph = |n: u32| page.nodes[n as usize].tag == Tag::Paragraph;
    // On other pages paragraphs below pictures tell what is offered.
    let told = run.chars <= PARAGRAPH && run.linked == 0 && page.publishes_article();
    if paragraph(run.block) && !told {
        return false;
    }
    let around = page
        .ancestors(run.block)
        .skip_while(|&n| paragraph(n))
        .take_while(|&n| n != root)
        .take(AROUND);
    let boxes = around.take_while(|&n| {
        let node = &page.nodes[n as usize];
        page.runs_of(n).len() <= 2 && node.tag != Tag::Article && !node.traits.has(Traits::BODY)
    });
    boxes
        .last()
        .is_some_and(|n| holds_picture(page, n, run.first))
}

fn holds_picture(page: &Page, from: u32, to: u32) -> bool {
    page.nodes[from as usize..to as usize]
        .iter()
        .any(|node| node.tag == Tag::Image)
}
