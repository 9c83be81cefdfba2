//! Templates that come with the program.

use super::template::Template;
use super::words::DocumentKind;

impl DocumentKind {
    /// The template that is used until an office has its own, to start one's own from.
    #[must_use]
    pub const fn shipped(self) -> &'static str {
        match self {
            Self::ReplyLetter => include_str!("data/reply_letter.toml"),
            Self::FeedbackForm => include_str!("data/feedback_form.toml"),
            Self::HandOverSheet => include_str!("data/hand_over_sheet.toml"),
            Self::Bulletin => include_str!("data/bulletin.toml"),
        }
    }
}

impl Template {
    /// The one that comes with the program.
    #[must_use]
    pub fn shipped(kind: DocumentKind) -> Self {
        Self::read(kind, kind.shipped()).expect("the files in this crate are read by their tests")
    }
}
