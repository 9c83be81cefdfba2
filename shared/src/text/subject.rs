//! What a title is about, without what titles begin and end with whatever they are about.

/// Phrases that say nothing of the subject, longer ones before those they hold.
const AROUND: [&str; 8] = [
    "关于",
    "的提案",
    "的建议",
    "提案",
    "建议",
    "进一步",
    "加强",
    "加快",
];

/// The title without such phrases; a space stays where one was inside, so that nothing grows together.
#[must_use]
pub fn subject(title: &str) -> String {
    let mut rest = title.to_owned();
    for around in AROUND {
        rest = rest.replace(around, " ");
    }
    rest.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_subject_is_left() {
        assert_eq!(
            subject("关于加强老旧小区加装电梯的提案"),
            "老旧小区加装电梯"
        );
        assert_eq!(subject("关于延长公交、加快建站的建议"), "延长公交、 建站");
        assert_eq!(subject("关于提案的提案"), "");
    }
}
