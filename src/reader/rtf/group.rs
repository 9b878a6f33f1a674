//! Groups: what one holds, and what its words set until it ends.

/// What a group holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupHolds {
    #[default]
    Text,
    /// What only machines read.
    Nothing,
    Fonts,
    Styles,
    /// The label of a paragraph of a list.
    Label,
    Instruction,
    /// A footnote or endnote.
    Note,
    /// A text box.
    Frame,
}

/// What holds in a group.
#[derive(Clone, Debug, Default)]
pub struct GroupState {
    pub holds: GroupHolds,
    /// Letters behind a Unicode one that stand for it in older programs.
    pub substitutes: usize,
    pub font: i32,
    pub hidden: bool,
    pub deleted: bool,
    pub bold: bool,
    pub paragraph: ParagraphState,
    /// The number of fields that are open where the group opens one.
    pub field: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct ParagraphState {
    pub in_table: bool,
    pub style: i32,
    pub outline: Option<u8>,
}

/// What a group holds that begins with this word.
pub fn destination(name: &str) -> Option<GroupHolds> {
    Some(match name {
        "fonttbl" => GroupHolds::Fonts,
        "stylesheet" => GroupHolds::Styles,
        "listtext" | "pntext" => GroupHolds::Label,
        "fldinst" => GroupHolds::Instruction,
        "footnote" | "endnote" => GroupHolds::Note,
        "shptxt" => GroupHolds::Frame,
        // These hold groups that are read.
        "shpinst" | "fldrslt" => GroupHolds::Text,
        "colortbl" | "info" | "pict" | "header" | "headerl" | "headerr" | "headerf" | "footer"
        | "footerl" | "footerr" | "footerf" | "annotation" | "atnid" | "atnauthor" | "atnref"
        | "atndate" | "atnparent" | "listtable" | "listoverridetable" | "revtbl" | "rsidtbl"
        | "generator" | "xmlnstbl" | "themedata" | "colorschememapping" | "datastore"
        | "latentstyles" | "objdata" | "objclass" | "bkmkstart" | "bkmkend" | "sp" | "shprslt"
        | "nonshppict" | "ud" | "filetbl" | "private" | "xe" | "tc" | "template" | "pgdsctbl"
        | "ftnsep" | "ftnsepc" | "aftnsep" | "aftnsepc" | "nonesttables" | "nesttableprops"
        | "falt" | "panose" | "pnseclvl" | "pn" | "userprops" | "docvar" | "wgrffmtfilter"
        | "mmathPr" | "fldtype" | "formfield" | "background" => GroupHolds::Nothing,
        _ => return None,
    })
}
