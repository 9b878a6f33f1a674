//! Within the chosen box: what is no part of the article after all.

use super::content::Choice;
use super::page::Page;

pub fn trim(page: &Page, choice: &mut Choice) {
    for index in page.runs_of(choice.root) {
        if choice.table_at(index).is_some() {
            continue;
        }
        let run = &page.runs[index];
        if choice.asides[index].is_none() && run.caption {
            choice.asides[index] = Some("caption");
        }
        if choice.asides[index].is_none() && run.link_density() > 0.8 && run.marks < 2 && run.heading == 0 && !run.item
        {
            choice.asides[index] = Some("links");
        }
    }
}
