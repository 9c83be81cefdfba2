//! Notices sent out to other programs.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::notices::NoticeKind;
use super::{DryRun, Json, NoQuery, Nothing, Page};
use crate::calendar::Date;
use crate::ids::{AssignmentNo, CaseId, Millis, PersonId, PromiseNo, UnitCode};
use crate::{endpoint, query, words};

/// A place notices are sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Webhook {
    /// Which one.
    pub id: String,
    /// Where to.
    pub url: String,
    /// What it is for.
    pub note: String,
    /// Only notices of these kinds; all where the list is empty.
    pub kinds: Vec<NoticeKind>,
    /// Since when it is there.
    pub made_ms: Millis,
    /// Deliveries that wait, to be sent or sent again.
    #[serde(default)]
    pub waiting: u64,
    /// Deliveries that were given up.
    #[serde(default)]
    pub given_up: u64,
}

/// A place to send notices to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// Where to: `https://…`, or `http://…` on the server's own machine.
    pub url: String,
    /// What it is for.
    #[serde(default)]
    pub note: String,
    /// Only notices of these kinds; all where the list is empty.
    #[serde(default)]
    pub kinds: Vec<NoticeKind>,
}

/// A webhook just made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct WebhookMade {
    /// What it is.
    pub webhook: Webhook,
    /// The secret that signs what is sent, shown this once: the header `Banli-Signature: t=SECONDS,v1=HEX` has in HEX the
    /// HMAC-SHA256 over `SECONDS.BODY`.
    pub secret: String,
}

/// What is sent: the body of the request, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sent {
    /// Which delivery: the same in every try, so that whoever takes it can tell repeats.
    pub id: String,
    /// About what.
    pub kind: NoticeKind,
    /// When the notice was given.
    pub at_ms: Millis,
    /// The case.
    pub case: CaseId,
    /// Its number, or its intake number.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// The assignment; 0 where it is about the proposal as a whole.
    pub assignment: AssignmentNo,
    /// The unit that has it.
    pub unit: Option<UnitCode>,
    /// The deadline, or the last day of the window; none where nothing is to be done by a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Working days left, negative when overdue; none where there is no such day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i32>,
    /// The last day of the rating window that passed; none in what is about anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Date>,
    /// The number of the promise it is about, in its assignment; none where it is about none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<PromiseNo>,
    /// What was said with it, and of a promise what was promised.
    pub note: String,
    /// The same in Chinese, where it is more than what people wrote; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note_zh: String,
    /// Who was told.
    pub to: Vec<PersonId>,
}

words! {
    /// How far a delivery is.
    pub enum DeliveryState {
        /// To be sent, or sent again.
        Waiting = "waiting", "待送达", "waiting";
        /// Taken.
        Delivered = "delivered", "已送达", "delivered";
        /// Given up after the last try.
        Dead = "dead", "已放弃", "given up";
    }
}

/// One notice on its way to one webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Delivery {
    /// Which one; later ones are greater.
    pub id: String,
    /// To which webhook.
    pub webhook: String,
    /// Where that is.
    pub url: String,
    /// How far it is.
    pub state: DeliveryState,
    /// How often it was tried.
    pub tries: u32,
    /// Not tried before, while it waits.
    pub next_ms: Millis,
    /// What came back last: a status, or why nothing did.
    pub said: String,
    /// When the notice was given.
    pub at_ms: Millis,
    /// What is sent, as JSON.
    pub body: String,
}

/// Which deliveries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct DeliveryQuery {
    /// Only those this far.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub state: Option<DeliveryState>,
    /// At most so many, up to 200 (default 50).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// From where the page before ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
query!(DeliveryQuery);
crate::paged!(DeliveryQuery);

endpoint! {
    /// Places notices are sent to.
    ListWebhooks = Get "/api/v1/webhooks", "list_webhooks", Admin, "Places notices are sent to.";
    part (); query NoQuery; body Nothing; reply Json<Page<Webhook>>
}
endpoint! {
    /// Adds one. What is sent is [`Sent`] as JSON, with the header `Banli-Signature: t=SECONDS,v1=HEX`, where HEX is
    /// HMAC-SHA256 over `SECONDS.BODY` with the secret. Any answer from 200 to 299 takes it; else it is tried again, at
    /// most eight times in two days. Every answer to the same request makes another secret.
    AddWebhook = Post "/api/v1/webhooks", "add_webhook", Admin, "Send notices to one more place.";
    part (); query NoQuery; body Json<NewWebhook>; reply Json<WebhookMade>
}
endpoint! {
    /// Takes one away, with its deliveries.
    DropWebhook = Delete "/api/v1/webhooks/{id}", "drop_webhook", Admin, "Stop sending notices to a place.";
    part String; query DryRun; body Nothing; reply Nothing
}
endpoint! {
    /// Deliveries, the newest first. Those that were taken are kept for thirty days.
    ListDeliveries = Get "/api/v1/deliveries", "list_deliveries", Admin, "Notices on their way, taken, or given up.";
    part (); query DeliveryQuery; body Nothing; reply Json<Page<Delivery>>
}
endpoint! {
    /// Tries one that was given up again from the beginning.
    RetryDelivery = Post "/api/v1/deliveries/{id}/retry", "retry_delivery", Admin, "Try a delivery again.";
    part String; query DryRun; body Nothing; reply Json<Delivery>
}
