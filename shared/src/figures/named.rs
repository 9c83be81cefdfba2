//! The rates by their names, in the order in which people read them.

use super::count::Figures;
use super::rate::Rate;
use crate::lang::Lang;

impl Figures {
    /// Every rate with its name; each class has one of its own.
    #[must_use]
    pub fn named(&self, lang: Lang) -> Vec<(&'static str, &Rate)> {
        let mut named = vec![
            (lang.pick("立案率", "filed"), &self.filing),
            (
                lang.pick("办复率", "issued of those owed"),
                &self.completion,
            ),
            (lang.pick("按时办复率", "on time"), &self.on_time),
        ];
        named.extend(self.classes.iter().map(|row| {
            let name = row
                .class
                .map_or(lang.pick("未分类", "unclassified"), |class| {
                    class.say(lang)
                });
            (name, &row.share)
        }));
        named.extend([
            (
                lang.pick("首次满意率", "satisfied at first"),
                &self.first_satisfaction,
            ),
            (
                lang.pick("最终满意率", "satisfied in the end"),
                &self.final_satisfaction,
            ),
            (
                lang.pick("全部办件满意率", "satisfied of all issued"),
                &self.satisfaction_of_all,
            ),
            (lang.pick("反馈率", "forms returned"), &self.returned),
            (lang.pick("面商率", "face to face"), &self.face_to_face),
            (
                lang.pick("二次办理率", "second handling"),
                &self.second_handling,
            ),
        ]);
        named
    }
}
