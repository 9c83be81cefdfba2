//! Between bytes and use cases: an [`Endpoint`](banli_shared::api::Endpoint) is mounted with a typed handler, and
//! everything that is the same for all of them happens here.
//!
//! ```ignore
//! pub fn mount(routes: Routes) -> Routes {
//!     routes.mount::<RunCommand, _, _>(run_command)
//! }
//!
//! async fn run_command(call: Call<RunCommand>) -> Answered<RunCommand> {
//!     let (actor, seen) = (call.actor().clone(), call.seen);
//!     let (reference, command) = (call.part.clone(), call.body.0.clone());
//!     call.effect(call.query, async move |tx: &mut Tx| {
//!         let view = app::cases::run(tx, &actor, &reference, &command, seen).await?;
//!         Ok(Answer::new(Json(view)).version(view.version))
//!     })
//!     .await
//! }
//! ```

mod answer;
mod caller;
mod decode;
mod effect;
mod failure;
mod layer;
mod routes;

pub use self::answer::Answer;
pub(crate) use self::caller::post;
pub use self::caller::{Admit, Caller};
pub use self::effect::{KEPT_MS, Keyed};
pub(crate) use self::effect::{free_key, keep_answer};
pub use self::failure::Failure;
pub use self::layer::{Peer, finish};
pub use self::routes::{Answered, Call, Mounted, Routes};
