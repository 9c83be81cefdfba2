//! What a reply says: the part an approval is bound to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::ids::SuggestionNo;
use crate::words;

words! {
    /// The class of a reply. What a letter means is data of the profile.
    pub enum Class {
        /// Solved or basically solved (Shenzhen).
        A = "a", "A类", "A";
        /// Being solved or planned (Shenzhen).
        B = "b", "B类", "B";
        /// Cannot be solved yet (Shenzhen).
        C = "c", "C类", "C";
        /// Kept for reference (Shenzhen).
        D = "d", "D类", "D";
    }
}

words! {
    /// What a reply says to one suggestion.
    pub enum Verdict {
        /// Done or being done as asked.
        Adopted = "adopted", "采纳", "adopted";
        /// Done in part.
        PartlyAdopted = "partly_adopted", "部分采纳", "partly adopted";
        /// Will be done.
        Planned = "planned", "计划落实", "planned";
        /// Will not be done; needs a reason.
        NotAdopted = "not_adopted", "未采纳", "not adopted";
    }
}

/// The answer to one suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// What is decided.
    pub verdict: Verdict,
    /// How, or why not.
    pub text: String,
}

/// Something the reply says will be done (承诺事项).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// What.
    pub text: String,
    /// By when.
    pub by: Date,
}

/// What a reply (or a co-handler's opinion) says. Any change of it voids every approval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Content {
    /// The letter, or the opinion.
    pub body: String,
    /// The class; none yet, or none because it is an opinion.
    pub class: Option<Class>,
    /// The answer to each suggestion.
    pub answers: BTreeMap<SuggestionNo, Answer>,
    /// What is promised.
    pub promises: Vec<Promise>,
}

impl Content {
    /// The hash an approval is bound to: SHA-256 over the JSON of the content, in hex.
    #[must_use]
    pub fn hash(&self) -> String {
        let json = serde_json::to_vec(self).expect("content has no failing serialiser");
        Sha256::digest(&json)
            .iter()
            .fold(String::with_capacity(64), |mut hex, byte| {
                for digit in [byte >> 4, byte & 15] {
                    hex.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
                }
                hex
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_follows_every_part_of_the_content() {
        let base = Content {
            body: "答复".into(),
            class: Some(Class::A),
            ..Content::default()
        };
        let mut seen = vec![base.hash()];
        for changed in [
            Content {
                body: "答复。".into(),
                ..base.clone()
            },
            Content {
                class: Some(Class::B),
                ..base.clone()
            },
            Content {
                answers: [(
                    1,
                    Answer {
                        verdict: Verdict::Adopted,
                        text: String::new(),
                    },
                )]
                .into(),
                ..base.clone()
            },
            Content {
                promises: vec![Promise {
                    text: "建成".into(),
                    by: "2023-12-31".parse().unwrap(),
                }],
                ..base.clone()
            },
        ] {
            assert!(!seen.contains(&changed.hash()));
            seen.push(changed.hash());
        }
        assert_eq!(base.hash(), base.hash());
        assert_eq!(base.hash().len(), 64);
    }
}
